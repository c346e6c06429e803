#include "client/formats/safeincloud.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "client/formats/card.h"
#include "client/formats/xml_reader.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

struct Field {
  std::string name;
  std::string type;
  WipedString value;
};

struct XmlCard {
  std::string title;
  std::string type;
  std::string changed;
  bool star = false;
  bool is_template = false;
  bool deleted = false;
  bool archived = false;
  std::vector<Field> fields;
  WipedString notes;
  std::vector<std::string> labels;       // ids
  std::vector<std::string> attachments;  // names
};

bool IsSecret(absl::string_view type) {
  return type == "password" || type == "secret" || type == "pin";
}

void TakeField(const Field& field, Draft* draft) {
  const absl::string_view value = ViewOf(field.value);
  if (field.type == "login") return draft->User(value);
  if (field.type == "one_time_password") return draft->Code(value);
  if (field.type == "website" || field.type == "weblogin") {
    return draft->Address(value);
  }
  if (field.type == "notes") return draft->Notes(value);
  if (field.type == "email") return draft->Email(field.name, value);
  if (field.type == "phone") return draft->Phone(field.name, value);
  if (field.type == "password" && draft->item.password.empty()) {
    return draft->Password(value);
  }
  draft->Field(field.name, value, IsSecret(field.type));
}

// A payment card has a number and an expiry, which nothing else has both of; of
// two PINs the first is on its back.
bool IsPaymentCard(const XmlCard& card) {
  const auto has = [&card](absl::string_view type) {
    return std::any_of(card.fields.begin(), card.fields.end(),
                       [type](const Field& f) { return f.type == type; });
  };
  return has("number") && has("expiry");
}

void TakePaymentCard(const XmlCard& xml, Draft* draft) {
  Card card;
  for (const Field& field : xml.fields) {
    const absl::string_view value = ViewOf(field.value);
    if (field.type == "number" && card.number.empty()) {
      card.number = value;
    } else if (field.type == "expiry" && card.expires.empty()) {
      card.expires = value;
    } else if (field.type == "text" && card.holder.empty()) {
      card.holder = value;
    } else if (field.type == "pin" && card.code.empty()) {
      card.code = value;
    } else if (field.type == "pin" && card.pin.empty()) {
      card.pin = value;
    } else {
      TakeField(field, draft);
    }
  }
  TakeCard(card, draft);
}

class Handler : public XmlHandler {
 public:
  explicit Handler(Rows& rows) : rows_(rows) {}

  void Start(absl::string_view name, const Attributes& attributes) override {
    if (name == "label") {
      labels_[std::string(attributes.Get("id"))] =
          std::string(attributes.Get("name"));
    } else if (name == "card") {
      XmlCard card;
      card.title = std::string(attributes.Get("title"));
      card.type = std::string(attributes.Get("type"));
      card.changed = std::string(attributes.Get("time_stamp"));
      card.star = attributes.Get("star") == "true";
      card.is_template = attributes.Get("template") == "true";
      card.deleted = attributes.Get("deleted") == "true";
      card.archived = attributes.Get("archived") == "true";
      cards_.push_back(std::move(card));
    } else if (name == "field" && !cards_.empty()) {
      cards_.back().fields.push_back({std::string(attributes.Get("name")),
                                      std::string(attributes.Get("type")),
                                      WipedString()});
    } else if ((name == "file" || name == "image") && !cards_.empty()) {
      const absl::string_view file = attributes.Get("name").substr(0, 256);
      cards_.back().attachments.emplace_back(file.empty() ? name : file);
    }
  }

  absl::Status End(absl::string_view name, absl::string_view text,
                   absl::string_view element) override {
    if (labels_.size() > kMaxXmlParts) return TooManyXmlParts();
    if (cards_.empty()) return absl::OkStatus();
    if (std::max({cards_.back().fields.size(), cards_.back().labels.size(),
                  cards_.back().attachments.size()}) > kMaxXmlParts) {
      return TooManyXmlParts();
    }
    XmlCard& card = cards_.back();
    if (name == "field" && !card.fields.empty()) {
      card.fields.back().value.assign(text.data(), text.size());
    } else if (name == "notes") {
      card.notes.assign(text.data(), text.size());
    } else if (name == "label_id") {
      card.labels.emplace_back(text);
    } else if (name == "card") {
      const XmlCard done = std::move(card);
      cards_.clear();
      return EndCard(done, element);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status EndCard(const XmlCard& card, absl::string_view raw) {
    if (card.is_template) return absl::OkStatus();
    RETURN_IF_ERROR(rows_.Begin(raw));
    if (card.deleted) {
      rows_.Reject(card.title, Tr("it lies in the trash"));
      return absl::OkStatus();
    }
    Draft draft;
    if (card.type == "note") draft.item.kind = trust::v1::KIND_NOTE;
    draft.Title(card.title);
    draft.item.favourite = card.star;
    draft.item.archived = card.archived;
    draft.Updated(card.changed);
    if (IsPaymentCard(card)) {
      TakePaymentCard(card, &draft);
    } else {
      for (const Field& field : card.fields) TakeField(field, &draft);
    }
    draft.Notes(ViewOf(card.notes));
    for (const std::string& label : card.labels) draft.Folder(labels_[label]);
    for (const std::string& name : card.attachments) {
      draft.Lost(
          Say("its attachment \"$0\" does not come over: save it by hand",
              OneLine(name)));
    }
    return rows_.Take(std::move(draft));
  }

  Rows& rows_;
  std::map<std::string, std::string> labels_;  // names by id
  std::vector<XmlCard> cards_;                 // the open one
};

absl::Status Read(const Source& source, Rows& rows) {
  Handler handler(rows);
  return ReadXml(source.text, handler);
}

Fit FitOf(const Source& source) {
  const bool cards = absl::StrContains(source.text, "<card ");
  return source.root == "database" && cards ? Fit::kExactly : Fit::kNo;
}

}  // namespace

Format SafeInCloudXml() {
  return {"safeincloud-xml", "SafeInCloud", Shape::kXml, FitOf, Read};
}

}  // namespace klad::client
