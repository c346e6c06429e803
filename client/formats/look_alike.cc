#include "client/formats/look_alike.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"

namespace klad::client {
namespace {

struct Signature {
  absl::string_view bytes;
  absl::string_view sentence;
  absl::string_view hint;
};

constexpr absl::string_view kKeePassHint =
    "in KeePass: File, Export, KeePass XML (2.x); in KeePassXC: Database, "
    "Export, XML file";
constexpr absl::string_view kProtonHint =
    "in Proton Pass: Settings, Export, file format JSON or CSV, without PGP";

const std::vector<Signature>& Signatures() {
  static const auto* signatures = new std::vector<Signature>{
      {"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5",
       "the file is a KeePass database, which is encrypted", kKeePassHint},
      {"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5",
       "the file is a KeePass 1 database, which is encrypted",
       "in KeePass 1: File, Export, CSV"},
      {"-----BEGIN PGP MESSAGE",
       "the file is encrypted with PGP: only its owner can read it",
       kProtonHint},
      {"age-encryption.org/", "the file is encrypted with age",
       "decrypt it first: age -d"},
      {"b~>buttercup", "the file is a Buttercup vault, which is encrypted",
       "in Buttercup: Vault, Export, CSV"},
      {"SQLite format 3", "the file is a database, not an export",
       "export from the product itself, as CSV or JSON"},
      {"%PDF-", "the file is a PDF", "export as CSV or JSON instead"},
      {"\xd0\xcf\x11\xe0", "the file is an old Office document",
       "save the sheet as CSV"},
      {"\x1f\x8b", "the file is packed with gzip", "unpack it: gunzip"},
      {"Rar!", "the file is a RAR archive", "unpack it first"},
      {"7z\xbc\xaf", "the file is a 7-Zip archive", "unpack it first"},
  };
  return *signatures;
}

bool HasAll(JsonSlice object, std::initializer_list<const char*> members) {
  return object.IsObject() &&
         std::all_of(members.begin(), members.end(), [&](const char* name) {
           return !object.Member(name).IsNull();
         });
}

std::string SeemsJson(JsonSlice json) {
  if (HasAll(json, {"idBoard", "idList"})) return "one card of Trello";
  if (HasAll(json, {"lists", "cards"})) return "a board of Trello";
  if (HasAll(json, {"roots", "checksum"})) return "bookmarks of a browser";
  if (HasAll(json, {"type", "name", "login"}) ||
      HasAll(json, {"type", "name", "card"}) ||
      HasAll(json, {"type", "name", "secureNote"})) {
    return "one item of Bitwarden, not an export of a vault";
  }
  if (HasAll(json, {"categoryUuid", "overview"})) {
    return "one item of 1Password, not an export";
  }
  if (HasAll(json, {"$type", "title"}) ||
      HasAll(json, {"title", "login_url"})) {
    return "one record of Keeper, not an export";
  }
  if (HasAll(json, {"data", "itemId", "shareId"})) {
    return "one item of Proton Pass, not an export";
  }
  if (HasAll(json, {"template_type", "fields"})) {
    return "one item of Enpass, not an export";
  }
  for (const char* number : {"cardNumber", "card_number", "number"}) {
    for (const char* code : {"cvv", "cvc", "code", "expMonth", "expiry"}) {
      if (HasAll(json, {number, code})) return "one payment card";
    }
  }
  if (HasAll(json, {"db", "header"}) || HasAll(json, {"services", "groups"})) {
    return "a backup of one-time codes, without passwords";
  }
  if (json.IsArray()) {
    const std::string one = SeemsJson(json.FirstElement());
    return one.empty() ? "a list of something else"
                       : absl::StrCat("a list: ", one);
  }
  return "";
}

struct TableKind {
  std::vector<absl::string_view> columns;
  absl::string_view is;
};

std::string SeemsTable(const CsvHead& head) {
  static const auto* kinds = new std::vector<TableKind>{
      {{"given name", "family name"}, "a list of contacts (Google)"},
      {{"first name", "last name"}, "a list of contacts"},
      {{"имя", "фамилия"}, "a list of contacts"},
      {{"card name", "list name"}, "a board of Trello"},
      {{"issue key", "summary"}, "a list of issues (Jira)"},
      {{"task id", "assignee"}, "a list of tasks (Asana)"},
      {{"date", "amount"}, "a bank statement"},
      {{"дата", "сумма"}, "a bank statement"},
      {{"card number", "cvv"}, "a list of payment cards"},
  };
  for (const TableKind& kind : *kinds) {
    const bool all = std::all_of(
        kind.columns.begin(), kind.columns.end(), [&](absl::string_view name) {
          return std::find(head.folded.begin(), head.folded.end(), name) !=
                 head.folded.end();
        });
    if (all) return std::string(kind.is);
  }
  return "";
}

}  // namespace

absl::Status RefuseByBytes(absl::string_view bytes) {
  if (absl::StripAsciiWhitespace(bytes.substr(0, 4096)).empty()) {
    return Error(ExitCode::kUsage, "the file is empty",
                 "export again, and look whether the export succeeded");
  }
  for (const Signature& signature : Signatures()) {
    if (absl::StartsWith(bytes, signature.bytes)) {
      return Error(ExitCode::kUsage, signature.sentence, signature.hint);
    }
  }
  return absl::OkStatus();
}

absl::Status RefuseEncrypted(const Source& source) {
  if (source.shape != Shape::kJson) return absl::OkStatus();
  const JsonSlice encrypted = source.json.Member("encrypted");
  if (!encrypted.IsNull() && IsTrue(encrypted.Parse())) {
    return Error(ExitCode::kUsage,
                 "the export is encrypted: only the product itself can read it",
                 "in Bitwarden: Tools, Export vault, format .json, not "
                 "encrypted");
  }
  if (HasAll(source.json, {"salt", "data"}) ||
      !source.json.Member("encKeyValidation_DO_NOT_EDIT").IsNull()) {
    return Error(ExitCode::kUsage,
                 "the export is encrypted: only the product itself can read it",
                 "export again without a passphrase");
  }
  return absl::OkStatus();
}

std::string SeemsToBe(const Source& source) {
  switch (source.shape) {
    case Shape::kJson:
      return SeemsJson(source.json);
    case Shape::kXml: {
      const std::string root = absl::AsciiStrToLower(source.root);
      if (root == "html") return "a web page: export as CSV instead";
      if (root == "pwlist") return "KeePass 1 XML: export KeePass XML (2.x)";
      return "";
    }
    case Shape::kZip:
      return "an archive: unpack it and import the files in it";
    case Shape::kText:
      if (absl::StartsWith(source.text, "***5642bee8")) {
        return "1PIF of 1Password: export 1PUX or CSV instead";
      }
      return SeemsTable(source.head);
  }
  return "";
}

}  // namespace klad::client
