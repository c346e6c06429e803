#include "client/formats/enpass.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/attached.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kMaxFolderDepth = 32;
constexpr char kAttachments[] = "attachments";

bool IsOn(const WipedJson& value) {
  return IsTrue(value) || NumberOf(value).value_or(0) != 0;
}

struct Folder {
  std::string title;
  std::string parent;
};
using Folders = std::map<std::string, Folder>;  // by uuid

std::string PathOf(const Folders& folders, const std::string& id, int depth) {
  const auto found = folders.find(id);
  if (found == folders.end() || depth == kMaxFolderDepth) return "";
  const std::string parent = PathOf(folders, found->second.parent, depth + 1);
  if (parent.empty()) return found->second.title;
  return absl::StrCat(parent, "/", found->second.title);
}

trust::v1::Kind KindOf(absl::string_view type) {
  if (absl::StartsWith(type, "creditcard.")) return trust::v1::KIND_CARD;
  if (absl::StartsWith(type, "finance.bank")) {
    return trust::v1::KIND_BANK_ACCOUNT;
  }
  if (absl::StartsWith(type, "license.")) return trust::v1::KIND_LICENCE;
  if (absl::StartsWith(type, "computer.")) return trust::v1::KIND_SERVER;
  if (type.empty() || absl::StartsWith(type, "login.") ||
      absl::StartsWith(type, "password.")) {
    return trust::v1::KIND_LOGIN;
  }
  return trust::v1::KIND_NOTE;
}

class ItemReader {
 public:
  ItemReader(const WipedJson& item, const Folders& folders)
      : item_(item, &draft_), folders_(folders) {}

  Draft Read() {
    draft_.item.kind = KindOf(item_.Text("template_type"));
    draft_.Title(item_.Text("title"));
    draft_.Notes(item_.Text("note"));
    draft_.item.favourite = item_.Flag("favorite");
    draft_.item.archived = item_.Flag("archived");
    draft_.Created(item_.Text("createdAt"));
    draft_.Updated(item_.Text("updated_at"));
    item_.ForEachText("folders", [this](absl::string_view id) { Folder(id); });
    item_.ForEach("fields", [this](Members& field) { Field(field); });
    if (draft_.item.kind == trust::v1::KIND_CARD) TakeCard(card_, &draft_);
    item_.Pass(
        {"auto_submit", "category", "icon", "subtitle", "trashed", "uuid"});
    item_.TakeRest();
    return std::move(draft_);
  }

 private:
  void Folder(absl::string_view id) {
    const std::string path = PathOf(folders_, std::string(id), 0);
    if (path.empty()) draft_.Problem(Tr("its folder is not in the file"));
    draft_.Folder(path);
  }

  void Field(Members& field) {
    field.Pass({"order", "uid", "updated_at", "value_updated_at", "icon"});
    const absl::string_view type = field.Text("type");
    const absl::string_view label = field.Text("label");
    const bool sensitive = field.Flag("sensitive");
    if (field.Flag("deleted") || type == "section") {
      return field.Pass({"value", "history"});
    }
    History(type, label, field);
    Value(type, label, field.Text("value"), sensitive);
  }

  void Value(absl::string_view type, absl::string_view label,
             absl::string_view value, bool sensitive) {
    // A second one keeps the name that people gave it.
    if (type == "username" && draft_.item.user_name.empty()) {
      return draft_.User(value);
    }
    if (type == "password" && draft_.item.password.empty()) {
      return draft_.Password(value);
    }
    if (type == "url" || type == ".Android#") return draft_.Address(value);
    if (type == "totp") return draft_.Code(value);
    if (draft_.item.kind == trust::v1::KIND_CARD && OfCard(type, value)) return;
    if (type == "email") return Email(label, value);
    if (type == "phone") return draft_.Phone(label, value);
    draft_.Field(label, value, sensitive);
  }

  // What people sign in with when there is no user name.
  void Email(absl::string_view label, absl::string_view value) {
    if (draft_.item.user_name.empty() &&
        draft_.item.kind == trust::v1::KIND_LOGIN) {
      draft_.User(value);
    } else {
      draft_.Email(label, value);
    }
  }

  bool OfCard(absl::string_view type, absl::string_view value) {
    absl::string_view* place = nullptr;
    if (type == "ccName") place = &card_.holder;
    if (type == "ccNumber") place = &card_.number;
    if (type == "ccType") place = &card_.brand;
    if (type == "ccExpiry") place = &card_.expires;
    if (type == "ccCvc") place = &card_.code;
    if (type == "ccPin") place = &card_.pin;
    if (place == nullptr || !place->empty()) return false;
    *place = value;
    return true;
  }

  void History(absl::string_view type, absl::string_view label,
               Members& field) {
    field.ForEach("history", [&](Members& earlier) {
      const absl::string_view value = earlier.Text("value");
      const std::string when = Day(earlier.Any("updated_at"));
      earlier.Pass({"encrypted"});
      if (type == "password") {
        draft_.EarlierPassword(value, when);
      } else {
        draft_.Earlier(label.empty() ? type : label, value, when);
      }
    });
  }

  Draft draft_;
  Members item_;
  const Folders& folders_;
  Card card_;
};

absl::Status ReadItem(const JsonSlice& slice, const Folders& folders,
                      Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson item, ParseRow(slice, rows, kAttachments));
  if (item.is_null()) return absl::OkStatus();
  if (IsOn(MemberOf(item, "trashed"))) {
    rows.Reject(TextOf(item, "title"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  Draft draft = ItemReader(item, folders).Read();
  TakeEmbeddedFiles(slice.Member(kAttachments), "data", rows, &draft);
  return rows.Take(std::move(draft));
}

absl::Status Read(const Source& source, Rows& rows) {
  Folders folders;
  RETURN_IF_ERROR(
      source.json.Member("folders").ForEachElement([&](const JsonSlice& slice) {
        const WipedJson folder = slice.Parse();
        const WipedString title = ContentOf(MemberOf(folder, "title"));
        folders[std::string(TextOf(folder, "uuid"))] = {
            std::string(ViewOf(title)),
            std::string(TextOf(folder, "parent_uuid"))};
        return absl::OkStatus();
      }));
  return source.json.Member("items").ForEachElement(
      [&](const JsonSlice& item) { return ReadItem(item, folders, rows); });
}

// The kind of an item, and what it holds.
bool IsItem(const JsonSlice& item) {
  const bool has_template = !item.Member("template_type").IsNull();
  const bool has_category = !item.Member("category").IsNull();
  const bool has_fields = item.Member("fields").IsArray();
  return has_template + has_category + has_fields >= 2;
}

Fit FitOf(const Source& source) {
  const JsonSlice items = source.json.Member("items");
  if (!items.IsArray()) return Fit::kNo;
  const JsonSlice first = items.FirstElement();
  if (!first.IsNull()) return IsItem(first) ? Fit::kExactly : Fit::kNo;
  const JsonSlice folder = source.json.Member("folders").FirstElement();
  const bool own = source.json.Member("encrypted").IsNull() &&
                   (folder.IsNull() || !folder.Member("uuid").IsNull());
  return own ? Fit::kPerhaps : Fit::kNo;
}

}  // namespace

Format EnpassJson() {
  return {"enpass-json", "Enpass", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
