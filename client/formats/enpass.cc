#include "client/formats/enpass.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/attached.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kMaxFolderDepth = 32;
constexpr char kAttachments[] = "attachments";

bool IsOn(const WipedJson& value) {
  return value.is_number_integer() ? value != 0 : IsTrue(value);
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
      : item_(item), folders_(folders) {}

  Draft Read() {
    draft_.item.kind = KindOf(TextOf(item_, "template_type"));
    draft_.Title(TextOf(item_, "title"));
    draft_.Notes(TextOf(item_, "note"));
    draft_.item.favourite = IsOn(MemberOf(item_, "favorite"));
    draft_.item.archived = IsOn(MemberOf(item_, "archived"));
    draft_.Created(ViewOf(ContentOf(MemberOf(item_, "createdAt"))));
    draft_.Updated(ViewOf(ContentOf(MemberOf(item_, "updated_at"))));
    const WipedJson& folders = MemberOf(item_, "folders");
    if (folders.is_array()) {
      for (const WipedJson& id : folders) {
        draft_.Folder(PathOf(folders_, std::string(TextOf(id)), 0));
      }
    }
    const WipedJson& fields = MemberOf(item_, "fields");
    if (fields.is_array()) {
      for (const WipedJson& field : fields) Field(field);
    }
    if (draft_.item.kind == trust::v1::KIND_CARD) TakeCard(card_, &draft_);
    TakeRest(item_,
             {"template_type", "title", "note", "favorite", "archived",
              "createdAt", "updated_at", "folders", "fields", "auto_submit",
              "category", "icon", "subtitle", "trashed", "uuid"},
             &draft_);
    return std::move(draft_);
  }

 private:
  void Field(const WipedJson& field) {
    const absl::string_view type = TextOf(field, "type");
    const absl::string_view value = TextOf(field, "value");
    if (IsOn(MemberOf(field, "deleted")) || type == "section") return;
    if (type == "password") History(field);
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
    const absl::string_view label = TextOf(field, "label");
    if (type == "email") return Email(label, value);
    if (type == "phone") return draft_.Phone(label, value);
    draft_.Field(label, value, IsOn(MemberOf(field, "sensitive")));
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

  void History(const WipedJson& field) {
    const WipedJson& history = MemberOf(field, "history");
    if (!history.is_array()) return;
    for (const WipedJson& earlier : history) {
      draft_.EarlierPassword(TextOf(earlier, "value"),
                             Day(MemberOf(earlier, "updated_at")));
    }
  }

  const WipedJson& item_;
  const Folders& folders_;
  Draft draft_;
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
        folders[std::string(TextOf(folder, "uuid"))] = {
            std::string(TextOf(folder, "title")),
            std::string(TextOf(folder, "parent_uuid"))};
        return absl::OkStatus();
      }));
  return source.json.Member("items").ForEachElement(
      [&](const JsonSlice& item) { return ReadItem(item, folders, rows); });
}

Fit FitOf(const Source& source) {
  const JsonSlice items = source.json.Member("items");
  if (!items.IsArray()) return Fit::kNo;
  const JsonSlice first = items.FirstElement();
  if (first.IsNull()) {
    const bool encrypted = !source.json.Member("encrypted").IsNull();
    return encrypted ? Fit::kNo : Fit::kPerhaps;
  }
  const bool own = !first.Member("template_type").IsNull() ||
                   !first.Member("category").IsNull();
  return own ? Fit::kExactly : Fit::kNo;
}

}  // namespace

Format EnpassJson() {
  return {"enpass-json", "Enpass", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
