#include "client/formats/look_alike.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

// Where the names of an archive's first files stand.
constexpr size_t kZipStart = 1 << 20;
// Of 1PIF, where its first entry ends.
constexpr size_t k1PifLine = 64 << 10;

struct Signature {
  absl::string_view bytes;
  Text sentence;
  Text hint;
};

constexpr Text kKeePassHint = Mark(
    "in KeePass: File, Export, KeePass XML (2.x); in KeePassXC: Database, "
    "Export, XML file");
constexpr Text kOnePasswordHint =
    Mark("in 1Password: File, Export, 1PUX or CSV");
constexpr Text kOnePasswordVault =
    Mark("the file is a part of a 1Password vault, which is encrypted");
constexpr Text kPicture = Mark("the file is a picture");
constexpr Text kProtonHint = Mark(
    "in Proton Pass: Settings, Export, file format JSON or CSV, without "
    "PGP");

const std::vector<Signature>& Signatures() {
  static const auto* signatures = new std::vector<Signature>{
      {"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5",
       Mark("the file is a KeePass database, which is encrypted"),
       kKeePassHint},
      {"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5",
       Mark("the file is a KeePass 1 database, which is encrypted"),
       Mark("in KeePass 1: File, Export, CSV")},
      {"-----BEGIN PGP MESSAGE",
       Mark("the file is encrypted with PGP: only its owner can read it"),
       kProtonHint},
      {"age-encryption.org/", Mark("the file is encrypted with age"),
       Mark("decrypt it first: age -d")},
      {"b~>buttercup",
       Mark("the file is a Buttercup vault, which is encrypted"),
       Mark("in Buttercup: Vault, Export, CSV")},
      {"SQLite format 3", Mark("the file is a database, not an export"),
       Mark("export from the product itself, as CSV or JSON")},
      {"\x89PNG", kPicture, Mark("export as CSV or JSON instead")},
      {"\xff\xd8\xff", kPicture, Mark("export as CSV or JSON instead")},
      {"var profile=", kOnePasswordVault, kOnePasswordHint},
      {"ld({", kOnePasswordVault, kOnePasswordHint},
      {"loadFolders(", kOnePasswordVault, kOnePasswordHint},
      {"%PDF-", Mark("the file is a PDF"),
       Mark("export as CSV or JSON instead")},
      {"\xd0\xcf\x11\xe0", Mark("the file is an old Office document"),
       Mark("save the sheet as CSV")},
      {"\x1f\x8b", Mark("the file is packed with gzip"),
       Mark("unpack it: gunzip")},
      {"Rar!", Mark("the file is a RAR archive"), Mark("unpack it first")},
      {"7z\xbc\xaf", Mark("the file is a 7-Zip archive"),
       Mark("unpack it first")},
  };
  return *signatures;
}

// A public-key encrypted session key in binary (RFC 4880, 4.2 and 5.1): what
// pass keeps.
bool IsPgpMessage(absl::string_view bytes) {
  const size_t header = absl::StartsWith(bytes, "\x84")   ? 2
                        : absl::StartsWith(bytes, "\x85") ? 3
                        : absl::StartsWith(bytes, "\xc1")
                            ? (bytes.size() > 1 && bytes[1] < 0 ? 3 : 2)
                            : 0;
  constexpr char kVersion = 3;
  return header > 0 && bytes.size() > header && bytes[header] == kVersion;
}

bool HasAll(const JsonSlice& object,
            std::initializer_list<const char*> members) {
  return object.IsObject() &&
         std::all_of(members.begin(), members.end(), [&](const char* name) {
           return !object.Member(name).IsNull();
         });
}

std::string SeemsJson(const JsonSlice& json) {
  if (HasAll(json, {"idBoard", "idList"}))
    return std::string(Tr("one card of Trello"));
  if (HasAll(json, {"lists", "cards"}))
    return std::string(Tr("a board of Trello"));
  if (HasAll(json, {"nextId", "logins"})) {
    return std::string(
        Tr("the encrypted passwords of Firefox: export them in about:logins"));
  }
  if (HasAll(json, {"vault_uuid", "kdf_algo"})) {
    return std::string(
        Tr("what Enpass says of its vault, not an export of it"));
  }
  if (HasAll(json, {"roots", "checksum"}))
    return std::string(Tr("bookmarks of a browser"));
  if (HasAll(json, {"type", "name", "login"}) ||
      HasAll(json, {"type", "name", "card"}) ||
      HasAll(json, {"type", "name", "secureNote"})) {
    return std::string(Tr("one item of Bitwarden, not an export of a vault"));
  }
  if (HasAll(json, {"title", "vault", "category"})) {
    return std::string(
        Tr("an item of 1Password's command line: export 1PUX instead"));
  }
  if (HasAll(json, {"object", "id", "name"})) {
    return std::string(Tr("a folder or collection of Bitwarden, not a vault"));
  }
  if (HasAll(json, {"categoryUuid", "overview"})) {
    return std::string(Tr("one item of 1Password, not an export"));
  }
  if (HasAll(json, {"$type", "title"}) ||
      HasAll(json, {"title", "login_url"})) {
    return std::string(Tr("one record of Keeper, not an export"));
  }
  if (HasAll(json, {"data", "itemId", "shareId"})) {
    return std::string(Tr("one item of Proton Pass, not an export"));
  }
  if (HasAll(json, {"template_type", "fields"})) {
    return std::string(Tr("one item of Enpass, not an export"));
  }
  for (const char* number : {"cardNumber", "card_number", "number"}) {
    for (const char* code : {"cvv", "cvc", "code", "expMonth", "expiry"}) {
      if (HasAll(json, {number, code}))
        return std::string(Tr("one payment card"));
    }
  }
  if (HasAll(json, {"db", "header"}) || HasAll(json, {"services", "groups"})) {
    return std::string(Tr("a backup of one-time codes, without passwords"));
  }
  if (json.IsArray()) {
    const std::string one = SeemsJson(json.FirstElement());
    return one.empty() ? std::string(Tr("a list of something else"))
                       : Say("a list: $0", one);
  }
  return "";
}

struct TableKind {
  std::array<absl::string_view, 2> columns;
  Text is;
};

constexpr TableKind kTableKinds[] = {
    {{"given name", "family name"}, Mark("a list of contacts (Google)")},
    {{"first name", "last name"}, Mark("a list of contacts")},
    {{"имя", "фамилия"}, Mark("a list of contacts")},
    {{"card name", "list name"}, Mark("a board of Trello")},
    {{"issue key", "summary"}, Mark("a list of issues (Jira)")},
    {{"task id", "assignee"}, Mark("a list of tasks (Asana)")},
    {{"date", "amount"}, Mark("a bank statement")},
    {{"дата", "сумма"}, Mark("a bank statement")},
    {{"card number", "cvv"}, Mark("a list of payment cards")},
};

std::string SeemsTable(const CsvHead& head) {
  for (const TableKind& kind : kTableKinds) {
    const bool all = std::all_of(
        kind.columns.begin(), kind.columns.end(), [&](absl::string_view name) {
          return std::find(head.folded.begin(), head.folded.end(), name) !=
                 head.folded.end();
        });
    if (all) return std::string(Tr(kind.is));
  }
  return "";
}

}  // namespace

absl::Status RefuseByBytes(absl::string_view bytes) {
  absl::string_view beginning = bytes.substr(0, 4096);
  absl::ConsumePrefix(&beginning, "\xef\xbb\xbf");
  if (absl::StripAsciiWhitespace(beginning).empty()) {
    return Error(ExitCode::kUsage, Tr("the file is empty"),
                 Tr("export again, and look whether the export succeeded"));
  }
  for (const Signature& signature : Signatures()) {
    if (absl::StartsWith(bytes, signature.bytes)) {
      return Error(ExitCode::kUsage, Tr(signature.sentence),
                   Tr(signature.hint));
    }
  }
  if (IsPgpMessage(bytes)) {
    return Error(ExitCode::kUsage,
                 Tr("the file is encrypted with PGP: only its owner can read "
                    "it"),
                 Tr("decrypt it first: pass show NAME, or gpg --decrypt"));
  }
  if (absl::StrContains(bytes.substr(0, k1PifLine), "***5642bee8")) {
    return Error(ExitCode::kUsage,
                 Tr("the file is no export of credentials that Klad reads: it "
                    "is 1PIF of 1Password"),
                 Tr(kOnePasswordHint));
  }
  return absl::OkStatus();
}

absl::Status RefuseDamagedZip(absl::string_view archive) {
  if (IsSoundZip(archive)) return absl::OkStatus();
  const Format* seems = nullptr;
  for (const Format& format : Formats()) {
    const bool named =
        !format.packed.empty() &&
        absl::StrContains(archive.substr(0, kZipStart), format.packed);
    if (!named) continue;
    // The longest: "Proton Pass/data.json" has Bitwarden's in it.
    const bool closer =
        seems == nullptr || format.packed.size() > seems->packed.size();
    if (closer) seems = &format;
  }
  return Error(
      ExitCode::kUsage,
      seems == nullptr
          ? std::string(Tr("the archive is damaged, or has too many files"))
          : Say("the export of $0 is damaged, or has too many files",
                seems->product),
      Tr("export again, and do not repack it"));
}

absl::Status RefuseEncrypted(const Source& source) {
  if (absl::StrContains(source.text.substr(0, source.head.offset),
                        "Encrypted: true")) {
    return Error(
        ExitCode::kUsage,
        Tr("the export is encrypted: only the product itself can read it"),
        Tr("export again without a passphrase"));
  }
  const absl::string_view archive =
      source.shape == Shape::kZip ? source.text.substr(0, kZipStart) : "";
  if (absl::StrContains(archive, "Proton Pass/data.pgp")) {
    return Error(ExitCode::kUsage,
                 Tr("the file is encrypted with PGP: only its owner can read "
                    "it"),
                 Tr(kProtonHint));
  }
  if (source.shape != Shape::kJson) return absl::OkStatus();
  const JsonSlice encrypted = source.json.Member("encrypted");
  if (!encrypted.IsNull() && IsTrue(encrypted.Parse())) {
    return Error(
        ExitCode::kUsage,
        Tr("the export is encrypted: only the product itself can read it"),
        Tr("in Bitwarden: Tools, Export vault, format .json, not "
           "encrypted"));
  }
  if (HasAll(source.json, {"salt", "data"}) ||
      !source.json.Member("encKeyValidation_DO_NOT_EDIT").IsNull()) {
    return Error(
        ExitCode::kUsage,
        Tr("the export is encrypted: only the product itself can read it"),
        Tr("export again without a passphrase"));
  }
  return absl::OkStatus();
}

std::string SeemsToBe(const Source& source) {
  switch (source.shape) {
    case Shape::kJson:
      return SeemsJson(source.json);
    case Shape::kXml: {
      const std::string root = absl::AsciiStrToLower(source.root);
      if (root == "html")
        return std::string(Tr("a web page: export as CSV instead"));
      if (root == "pwlist")
        return std::string(Tr("KeePass 1 XML: export KeePass XML (2.x)"));
      return "";
    }
    case Shape::kZip:
      return std::string(
          Tr("an archive: unpack it and import the files in it"));
    case Shape::kText:
      return SeemsTable(source.head);
  }
  return "";
}

}  // namespace klad::client
