#include "client/formats/bitwarden.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/attached.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kTypeLogin = 1;
constexpr int kTypeCard = 3;
constexpr int kTypeSshKey = 5;
constexpr int kTypeBankAccount = 6;

constexpr int kFieldText = 0;
constexpr int kFieldHidden = 1;
constexpr int kFieldBoolean = 2;
constexpr int kFieldLinked = 3;

constexpr absl::string_view kPacked = "data.json";
constexpr absl::string_view kAttachments = "attachments/";

// What items point at.
struct Around {
  std::map<std::string, std::string> folders;  // and collections, by id
  std::shared_ptr<ZipFiles> files;  // beside it in the archive, if it is one
};

int Int(const WipedJson& value) {
  return value.is_number_integer() ? value.get<int>() : 0;
}

class ItemReader {
 public:
  ItemReader(const WipedJson& item, const Around& around, Rows& rows)
      : item_(item), around_(around), rows_(rows) {}

  Draft Read();

 private:
  void Folder(absl::string_view id);
  void Folders_();
  void Login(const WipedJson& login);
  void OtherKind(int type);
  void OtherParts(int type);
  void Field(const WipedJson& field);
  void Fields();
  void History();
  void Attachments();

  const WipedJson& item_;
  const Around& around_;
  Rows& rows_;
  Draft draft_;
};

Draft ItemReader::Read() {
  const int type = Int(MemberOf(item_, "type"));
  draft_.Title(TextOf(item_, "name"));
  draft_.Notes(TextOf(item_, "notes"));
  draft_.item.favourite = IsTrue(MemberOf(item_, "favorite"));
  draft_.item.archived = !IsNothing(MemberOf(item_, "archivedDate"));
  if (Int(MemberOf(item_, "reprompt")) != 0) {
    draft_.item.sensitivity = trust::v1::SENSITIVITY_HIGH;
  }
  draft_.Created(TextOf(item_, "creationDate"));
  draft_.Updated(TextOf(item_, "revisionDate"));
  Folders_();
  if (type == kTypeLogin) {
    Login(MemberOf(item_, "login"));
  } else {
    OtherKind(type);
  }
  OtherParts(type);
  Fields();
  History();
  Attachments();
  TakeRest(item_,
           {"id",
            "organizationId",
            "folderId",
            "type",
            "reprompt",
            "name",
            "notes",
            "favorite",
            "fields",
            "secureNote",
            "collectionIds",
            "revisionDate",
            "creationDate",
            "deletedDate",
            "archivedDate",
            "key",
            "attachments",
            "passwordHistory",
            "login",
            "card",
            "sshKey",
            "bankAccount",
            "identity",
            "passport",
            "driversLicense"},
           &draft_);
  return std::move(draft_);
}

void ItemReader::Folder(absl::string_view id) {
  if (id.empty()) return;
  const auto found = around_.folders.find(std::string(id));
  if (found == around_.folders.end()) {
    draft_.Problem(Tr("its folder is not in the file"));
  } else {
    draft_.Folder(found->second);
  }
}

void ItemReader::Folders_() {
  Folder(TextOf(item_, "folderId"));
  const WipedJson& collections = MemberOf(item_, "collectionIds");
  if (!collections.is_array()) return;
  for (const WipedJson& id : collections) Folder(TextOf(id));
}

void ItemReader::Login(const WipedJson& login) {
  if (!login.is_object()) {
    return draft_.Problem(
        Tr("a login without user name, password and address"));
  }
  draft_.User(TextOf(login, "username"));
  draft_.Password(TextOf(login, "password"));
  draft_.Code(TextOf(login, "totp"));
  const WipedJson& uris = MemberOf(login, "uris");
  if (uris.is_array()) {
    for (const WipedJson& uri : uris) draft_.Address(TextOf(uri, "uri"));
  } else {
    draft_.Address(TextOf(login, "uri"));
  }
  if (!IsNothing(MemberOf(login, "fido2Credentials"))) {
    draft_.Lost(
        Tr("its passkey cannot be imported: make a new one at the "
           "service"));
  }
  TakeRest(login,
           {"uris", "uri", "username", "password", "totp", "fido2Credentials",
            "passwordRevisionDate", "autofillOnPageLoad"},
           &draft_);
}

void ItemReader::OtherKind(int type) {
  draft_.item.kind = trust::v1::KIND_NOTE;
  const WipedJson& card = MemberOf(item_, "card");
  const WipedJson& key = MemberOf(item_, "sshKey");
  const WipedJson& bank = MemberOf(item_, "bankAccount");
  if (type == kTypeCard) {
    TakeCard({.holder = TextOf(card, "cardholderName"),
              .number = TextOf(card, "number"),
              .brand = TextOf(card, "brand"),
              .month = TextOf(card, "expMonth"),
              .year = TextOf(card, "expYear"),
              .code = TextOf(card, "code")},
             &draft_);
    TakeRest(
        card,
        {"cardholderName", "number", "brand", "expMonth", "expYear", "code"},
        &draft_);
  } else if (type == kTypeSshKey) {
    TakeKeyPair({.private_key = TextOf(key, "privateKey"),
                 .public_key = TextOf(key, "publicKey"),
                 .fingerprint = TextOf(key, "keyFingerprint")},
                &draft_);
    TakeRest(key, {"privateKey", "publicKey", "keyFingerprint"}, &draft_);
  } else if (type == kTypeBankAccount) {
    TakeBankAccount({.bank = TextOf(bank, "bankName"),
                     .holder = TextOf(bank, "nameOnAccount"),
                     .type = TextOf(bank, "accountType"),
                     .number = TextOf(bank, "accountNumber"),
                     .routing = TextOf(bank, "routingNumber"),
                     .iban = TextOf(bank, "iban"),
                     .swift = TextOf(bank, "swiftCode"),
                     .pin = TextOf(bank, "pin")},
                    &draft_);
    TakeRest(bank,
             {"bankName", "nameOnAccount", "accountType", "accountNumber",
              "routingNumber", "iban", "swiftCode", "pin"},
             &draft_);
  }
}

// What is there beside the part that the type names.
void ItemReader::OtherParts(int type) {
  const std::pair<const char*, int> kParts[] = {
      {"login", kTypeLogin},   {"card", kTypeCard},
      {"sshKey", kTypeSshKey}, {"bankAccount", kTypeBankAccount},
      {"identity", 0},         {"passport", 0},
      {"driversLicense", 0}};
  for (const auto& [name, own] : kParts) {
    if (type != own) TakeRest(MemberOf(item_, name), {}, &draft_);
  }
}

void ItemReader::Fields() {
  const WipedJson& fields = MemberOf(item_, "fields");
  if (!fields.is_array()) return;
  for (const WipedJson& field : fields) Field(field);
}

void ItemReader::Field(const WipedJson& field) {
  const absl::string_view name = TextOf(field, "name");
  const WipedString value = ContentOf(MemberOf(field, "value"));
  switch (Int(MemberOf(field, "type"))) {
    case kFieldLinked:
      return draft_.Problem(
          Say("field \"$0\" left out: it only points at another", name));
    case kFieldText:
    case kFieldBoolean:
      return draft_.Field(name, ViewOf(value), false);
    case kFieldHidden:
      return draft_.Field(name, ViewOf(value), true);
    default:
      return draft_.UnknownField(name, ViewOf(value));
  }
}

void ItemReader::History() {
  const WipedJson& history = MemberOf(item_, "passwordHistory");
  if (!history.is_array()) return;
  for (const WipedJson& earlier : history) {
    draft_.EarlierPassword(TextOf(earlier, "password"),
                           TextOf(earlier, "lastUsedDate").substr(0, 10));
  }
}

// "attachments/ID/name" of the archive.
void ItemReader::Attachments() {
  bool found = false;
  if (around_.files != nullptr) {
    const std::string folder =
        absl::StrCat(kAttachments, TextOf(item_, "id"), "/");
    const auto& names = around_.files->names();
    for (auto it = std::lower_bound(names.begin(), names.end(), folder);
         it != names.end() && absl::StartsWith(*it, folder); ++it) {
      if (*it == folder) continue;
      TakeFile(it->substr(folder.size()), ZipContents(around_.files, *it),
               /*document=*/false, rows_, &draft_);
      found = true;
    }
  }
  if (!found && !IsNothing(MemberOf(item_, "attachments"))) {
    draft_.Lost(Tr("its attachments are not in the export: save them by hand"));
  }
}

absl::Status ReadItem(const JsonSlice& slice, const Around& around,
                      Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson item, ParseRow(slice, rows));
  if (item.is_null()) return absl::OkStatus();
  if (!TextOf(item, "deletedDate").empty()) {
    rows.Reject(TextOf(item, "name"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  return rows.Take(ItemReader(item, around, rows).Read());
}

absl::Status ReadFolders(const JsonSlice& list, Around* around) {
  return list.ForEachElement([around](const JsonSlice& slice) {
    const WipedJson folder = slice.Parse();
    around->folders[std::string(TextOf(folder, "id"))] =
        std::string(TextOf(folder, "name"));
    return absl::OkStatus();
  });
}

absl::Status Read(const Source& source, Rows& rows) {
  Around around;
  RETURN_IF_ERROR(ReadFolders(source.json.Member("folders"), &around));
  RETURN_IF_ERROR(ReadFolders(source.json.Member("collections"), &around));
  around.files = source.files;
  return source.json.Member("items").ForEachElement(
      [&](const JsonSlice& item) { return ReadItem(item, around, rows); });
}

Fit FitOf(const Source& source) {
  const JsonSlice items = source.json.Member("items");
  if (!items.IsArray()) return Fit::kNo;
  if (!source.json.Member("encrypted").IsNull()) return Fit::kExactly;
  const JsonSlice first = items.FirstElement();
  if (first.IsNull()) return Fit::kPerhaps;
  const bool item =
      !first.Member("type").IsNull() && !first.Member("name").IsNull();
  return item ? Fit::kWell : Fit::kNo;
}

}  // namespace

Format BitwardenZip() {
  return {"bitwarden-zip",
          "Bitwarden",
          Shape::kZip,
          [](const Source& s) {
            return HasZipEntry(s.text, kPacked) ? Fit::kExactly : Fit::kNo;
          },
          Read,
          nullptr,
          kPacked};
}

Format BitwardenJson() {
  return {"bitwarden-json", "Bitwarden", Shape::kJson, FitOf, Read};
}

}  // namespace klad::client
