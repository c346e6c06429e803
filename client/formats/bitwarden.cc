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
#include "client/formats/json_members.h"
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

class ItemReader {
 public:
  ItemReader(const WipedJson& item, const Around& around, Rows& rows)
      : item_(item, &draft_), around_(around), rows_(rows) {}

  Draft Read();

 private:
  void Folder(absl::string_view id);
  void Login();
  void OtherKind(int64_t type);
  void OtherParts(int64_t type);
  void Field(Members& field);
  void History();
  void Attachments();

  Draft draft_;
  Members item_;
  const Around& around_;
  Rows& rows_;
};

Draft ItemReader::Read() {
  const int64_t type = item_.Number("type");
  draft_.Title(item_.Text("name"));
  draft_.Notes(item_.Text("notes"));
  draft_.item.favourite = item_.Flag("favorite");
  draft_.item.archived = !IsNothing(item_.Any("archivedDate"));
  if (item_.Number("reprompt") != 0) {
    draft_.item.sensitivity = trust::v1::SENSITIVITY_HIGH;
  }
  draft_.Created(item_.Text("creationDate"));
  draft_.Updated(item_.Text("revisionDate"));
  Folder(item_.Text("folderId"));
  item_.ForEachText("collectionIds",
                    [this](absl::string_view id) { Folder(id); });
  if (type == kTypeLogin) {
    Login();
  } else {
    OtherKind(type);
  }
  OtherParts(type);
  item_.ForEach("fields", [this](Members& field) { Field(field); });
  History();
  Attachments();
  item_.Pass({"id", "organizationId", "secureNote", "deletedDate", "key"});
  item_.TakeRest();
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

void ItemReader::Login() {
  Members login = item_.Object("login");
  if (!login.exists()) {
    return draft_.Problem(
        Tr("a login without user name, password and address"));
  }
  draft_.User(login.Text("username"));
  draft_.Password(login.Text("password"));
  draft_.Code(login.Text("totp"));
  login.ForEach("uris", [this](Members& uri) {
    draft_.Address(uri.Text("uri"));
    uri.Pass({"match", "uriChecksum"});
  });
  draft_.Address(login.Text("uri"));  // until 2018
  if (!IsNothing(login.Any("fido2Credentials"))) {
    draft_.Lost(
        Tr("its passkey cannot be imported: make a new one at the "
           "service"));
  }
  login.Pass({"passwordRevisionDate", "autofillOnPageLoad"});
  login.TakeRest();
}

void ItemReader::OtherKind(int64_t type) {
  draft_.item.kind = trust::v1::KIND_NOTE;
  if (type == kTypeCard) {
    Members card = item_.Object("card");
    TakeCard({.holder = card.Text("cardholderName"),
              .number = card.Text("number"),
              .brand = card.Text("brand"),
              .month = card.Text("expMonth"),
              .year = card.Text("expYear"),
              .code = card.Text("code")},
             &draft_);
    card.TakeRest();
  } else if (type == kTypeSshKey) {
    Members key = item_.Object("sshKey");
    TakeKeyPair({.private_key = key.Text("privateKey"),
                 .public_key = key.Text("publicKey"),
                 .fingerprint = key.Text("keyFingerprint")},
                &draft_);
    key.TakeRest();
  } else if (type == kTypeBankAccount) {
    Members bank = item_.Object("bankAccount");
    TakeBankAccount({.bank = bank.Text("bankName"),
                     .holder = bank.Text("nameOnAccount"),
                     .type = bank.Text("accountType"),
                     .number = bank.Text("accountNumber"),
                     .routing = bank.Text("routingNumber"),
                     .iban = bank.Text("iban"),
                     .swift = bank.Text("swiftCode"),
                     .pin = bank.Text("pin")},
                    &draft_);
    bank.TakeRest();
  }
}

// What is there beside the part that the type names.
void ItemReader::OtherParts(int64_t type) {
  const std::pair<const char*, int64_t> kParts[] = {
      {"login", kTypeLogin},   {"card", kTypeCard},
      {"sshKey", kTypeSshKey}, {"bankAccount", kTypeBankAccount},
      {"identity", 0},         {"passport", 0},
      {"driversLicense", 0}};
  for (const auto& [name, own] : kParts) {
    if (type != own) item_.Object(name).TakeRest();
  }
}

void ItemReader::Field(Members& field) {
  const absl::string_view name = field.Text("name");
  const WipedString value = ContentOf(field.Any("value"));
  const int64_t type = field.Number("type");
  field.Pass({"linkedId"});
  if (type == kFieldLinked && value.empty()) {
    return draft_.Problem(
        Say("field \"$0\" left out: it only points at another", name));
  }
  if (type == kFieldText || type == kFieldBoolean) {
    return draft_.Field(name, ViewOf(value), false);
  }
  if (type == kFieldHidden) return draft_.Field(name, ViewOf(value), true);
  draft_.UnknownField(name, ViewOf(value));
}

void ItemReader::History() {
  item_.ForEach("passwordHistory", [this](Members& earlier) {
    draft_.EarlierPassword(earlier.Text("password"),
                           earlier.Text("lastUsedDate").substr(0, 10));
  });
}

// "attachments/ID/name" of the archive.
void ItemReader::Attachments() {
  bool found = false;
  if (around_.files != nullptr) {
    const std::string folder =
        absl::StrCat(kAttachments, item_.Text("id"), "/");
    const auto& names = around_.files->names();
    for (auto it = std::lower_bound(names.begin(), names.end(), folder);
         it != names.end() && absl::StartsWith(*it, folder); ++it) {
      if (*it == folder) continue;
      TakeFile(it->substr(folder.size()), ZipContents(around_.files, *it),
               /*document=*/false, rows_, &draft_);
      found = true;
    }
  }
  if (!IsNothing(item_.Any("attachments")) && !found) {
    draft_.Lost(Tr("its attachments are not in the export: save them by hand"));
  }
}

absl::Status ReadItem(const JsonSlice& slice, const Around& around,
                      Rows& rows) {
  ASSIGN_OR_RETURN(const WipedJson item, ParseRow(slice, rows));
  if (item.is_null()) return absl::OkStatus();
  if (!IsNothing(MemberOf(item, "deletedDate"))) {
    rows.Reject(TextOf(item, "name"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  return rows.Take(ItemReader(item, around, rows).Read());
}

absl::Status ReadFolders(const JsonSlice& list, Around* around) {
  return list.ForEachElement([around](const JsonSlice& slice) {
    const WipedJson folder = slice.Parse();
    const WipedString name = ContentOf(MemberOf(folder, "name"));
    around->folders[std::string(TextOf(folder, "id"))] =
        std::string(ViewOf(name));
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

// Kinds are numbers; other products name theirs.
bool IsItem(const JsonSlice& item) {
  return NumberOf(item.Member("type").Parse()).has_value() &&
         !item.Member("name").IsNull();
}

Fit FitOf(const Source& source) {
  const JsonSlice items = source.json.Member("items");
  if (!items.IsArray()) return Fit::kNo;
  if (!source.json.Member("encrypted").IsNull()) return Fit::kExactly;
  const JsonSlice first = items.FirstElement();
  if (!first.IsNull()) return IsItem(first) ? Fit::kWell : Fit::kNo;
  const JsonSlice folder = source.json.Member("folders").FirstElement();
  const bool own = folder.IsNull() || !folder.Member("id").IsNull();
  return own ? Fit::kPerhaps : Fit::kNo;
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
