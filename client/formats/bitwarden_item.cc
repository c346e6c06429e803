#include "client/formats/bitwarden_item.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/formats/guess.h"

namespace klad::client {
namespace {

constexpr int kTypeLogin = 1;
constexpr int kTypeNote = 2;

constexpr int kFieldText = 0;
constexpr int kFieldHidden = 1;
constexpr int kFieldBoolean = 2;
constexpr int kFieldLinked = 3;

constexpr absl::string_view kItemMembers[] = {
    "id",           "organizationId", "folderId",      "type",
    "reprompt",     "name",           "notes",         "favorite",
    "fields",       "secureNote",     "collectionIds", "revisionDate",
    "creationDate", "deletedDate",    "archivedDate",  "key",
    "attachments",  "passwordHistory"};
constexpr absl::string_view kLoginMembers[] = {"uris",
                                               "uri",
                                               "username",
                                               "password",
                                               "totp",
                                               "fido2Credentials",
                                               "passwordRevisionDate",
                                               "autofillOnPageLoad"};

const WipedJson& Member(const WipedJson& object, const char* name) {
  static const auto* null = new WipedJson();
  if (!object.is_object()) return *null;
  const auto found = object.find(name);
  return found == object.end() ? *null : *found;
}

bool IsNothing(const WipedJson& value) {
  if (value.is_string()) return value.get_ref<const WipedString&>().empty();
  return value.is_null() || (value.is_structured() && value.empty());
}

absl::string_view View(const WipedJson& value) {
  if (!value.is_string()) return "";
  const auto& text = value.get_ref<const WipedString&>();
  return {text.data(), text.size()};
}

int Int(const WipedJson& value) {
  return value.is_number_integer() ? value.get<int>() : 0;
}

bool IsTrue(const WipedJson& value) {
  return value.is_boolean() && value.get<bool>();
}

// "cardholderName" as "cardholder name".
std::string Words(absl::string_view name) {
  std::string words;
  for (const char c : name) {
    if (absl::ascii_isupper(c)) words += ' ';
    words += absl::ascii_tolower(c);
  }
  return words;
}

bool IsOneOf(absl::string_view name, const absl::string_view* begin,
             const absl::string_view* end) {
  return std::find(begin, end, name) != end;
}

class Reader {
 public:
  Reader(const WipedJson& item, const BitwardenFolders& folders)
      : item_(item), folders_(folders) {}

  BitwardenItem Read();

 private:
  void Problem(absl::string_view what) { out_.problems.emplace_back(what); }
  std::string Text(const WipedJson& object, const char* name);
  Secret Hidden(const WipedJson& object, const char* name);
  absl::optional<absl::Time> Time(const char* name);

  void ReadFolders();
  void ReadLogin(const WipedJson& login);
  void ReadAddresses(const WipedJson& login);
  void ReadKindAsNote();
  void ReadFields();
  void ReadField(const WipedJson& field, size_t number);
  bool TakeAsRegistration(absl::string_view name, absl::string_view value);
  void AddField(absl::string_view name, const WipedJson& value, bool hidden);
  void ReportLeftOut();
  void ReportUnknown(const WipedJson& object, const absl::string_view* begin,
                     const absl::string_view* end);
  bool IsRead(absl::string_view name, const WipedJson& value) const;
  bool IsKindMember(absl::string_view name, const WipedJson& value) const;

  const WipedJson& item_;
  const BitwardenFolders& folders_;
  BitwardenItem out_;
};

BitwardenItem Reader::Read() {
  Imported& out = out_.imported;
  const int type = Int(Member(item_, "type"));
  out.kind = type == kTypeLogin ? ImportedKind::kLogin : ImportedKind::kNote;
  out.title = Text(item_, "name");
  out.notes = Hidden(item_, "notes");
  out.favorite = IsTrue(Member(item_, "favorite"));
  out.sensitive = Int(Member(item_, "reprompt")) != 0;
  out.created = Time("creationDate");
  out.updated = Time("revisionDate");
  ReadFolders();
  if (type == kTypeLogin) ReadLogin(Member(item_, "login"));
  if (type != kTypeLogin && type != kTypeNote) ReadKindAsNote();
  ReadFields();
  if (out.email.empty() && LooksLikeEmail(out.user_name)) {
    out.email = out.user_name;
  }
  ReportLeftOut();
  return std::move(out_);
}

std::string Reader::Text(const WipedJson& object, const char* name) {
  const WipedJson& value = Member(object, name);
  if (!value.is_string() && !value.is_null()) {
    Problem(absl::StrCat("\"", name, "\" is not a text: left out"));
  }
  return std::string(View(value));
}

Secret Reader::Hidden(const WipedJson& object, const char* name) {
  const WipedJson& value = Member(object, name);
  if (!value.is_string() && !value.is_null()) {
    Problem(absl::StrCat("\"", name, "\" is not a text: left out"));
  }
  return Secret::Copy(View(value));
}

absl::optional<absl::Time> Reader::Time(const char* name) {
  const WipedJson& value = Member(item_, name);
  if (value.is_null()) return absl::nullopt;
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, View(value), &time, &error)) {
    return time;
  }
  Problem(absl::StrCat("\"", name, "\" is not a date: left out"));
  return absl::nullopt;
}

void Reader::ReadFolders() {
  std::vector<std::string> ids = {std::string(View(Member(item_, "folderId")))};
  const WipedJson& collections = Member(item_, "collectionIds");
  if (collections.is_array()) {
    for (const WipedJson& id : collections) ids.emplace_back(View(id));
  }
  for (const std::string& id : ids) {
    if (id.empty()) continue;
    const auto found = folders_.find(id);
    if (found == folders_.end()) {
      Problem("its folder is not in the file");
    } else {
      out_.imported.folders.push_back(found->second);
    }
  }
}

void Reader::ReadLogin(const WipedJson& login) {
  if (!login.is_object()) {
    Problem("a login without user name, password and address");
    return;
  }
  out_.imported.user_name = Text(login, "username");
  out_.imported.password = Hidden(login, "password");
  out_.imported.totp = Hidden(login, "totp");
  if (!LooksLikeTotp(out_.imported.totp.Expose())) {
    Problem("the one-time-code seed is of an unknown form: kept as it is");
  }
  ReadAddresses(login);
  const WipedJson& passkeys = Member(login, "fido2Credentials");
  if (!IsNothing(passkeys)) {
    Problem("its passkey cannot be imported: make a new one at the service");
  }
  ReportUnknown(login, std::begin(kLoginMembers), std::end(kLoginMembers));
}

void Reader::ReadAddresses(const WipedJson& login) {
  const WipedJson& uris = Member(login, "uris");
  if (!uris.is_array()) {
    const std::string uri = Text(login, "uri");
    if (!uri.empty()) out_.imported.addresses.push_back(uri);
    return;
  }
  for (const WipedJson& entry : uris) {
    const std::string uri = Text(entry, "uri");
    if (!uri.empty()) out_.imported.addresses.push_back(uri);
  }
}

// What holds the entries of a kind Klad does not have.
bool Reader::IsKindMember(absl::string_view name,
                          const WipedJson& value) const {
  const int type = Int(Member(item_, "type"));
  return value.is_object() &&
         !IsOneOf(name, std::begin(kItemMembers), std::end(kItemMembers)) &&
         type != kTypeLogin && type != kTypeNote;
}

bool Reader::IsRead(absl::string_view name, const WipedJson& value) const {
  const bool is_login =
      name == "login" && Int(Member(item_, "type")) == kTypeLogin;
  return is_login || IsKindMember(name, value);
}

void Reader::ReadKindAsNote() {
  std::string kind;
  for (const auto& [key, value] : item_.items()) {
    const absl::string_view name(key.data(), key.size());
    if (!IsKindMember(name, value)) continue;
    if (kind.empty()) kind = Words(name);
    for (const auto& [entry, content] : value.items()) {
      AddField(Words({entry.data(), entry.size()}), content, /*hidden=*/true);
    }
  }
  Problem(absl::StrCat("imported as a note: Klad has no kind for ",
                       kind.empty() ? "this" : kind));
}

void Reader::AddField(absl::string_view name, const WipedJson& value,
                      bool hidden) {
  if (IsNothing(value)) return;
  const WipedString text = value.is_string() ? WipedString() : value.dump();
  const absl::string_view shown =
      value.is_string() ? View(value)
                        : absl::string_view(text.data(), text.size());
  out_.imported.fields.push_back(
      {std::string(name), Secret::Copy(shown), hidden});
}

void Reader::ReadFields() {
  const WipedJson& fields = Member(item_, "fields");
  if (!fields.is_array()) {
    if (!fields.is_null()) Problem("\"fields\" is not a list: left out");
    return;
  }
  size_t number = 0;
  for (const WipedJson& field : fields) ReadField(field, ++number);
}

void Reader::ReadField(const WipedJson& field, size_t number) {
  std::string name(absl::StripAsciiWhitespace(Text(field, "name")));
  if (name.empty()) name = absl::StrCat("field ", number);
  const WipedJson& value = Member(field, "value");
  switch (Int(Member(field, "type"))) {
    case kFieldLinked:
      Problem(absl::StrCat("field \"", name,
                           "\" left out: it only points at another"));
      return;
    case kFieldText:
      if (!TakeAsRegistration(name, View(value))) AddField(name, value, false);
      return;
    case kFieldBoolean:
      AddField(name, value, false);
      return;
    case kFieldHidden:
      AddField(name, value, true);
      return;
    default:
      Problem(absl::StrCat("field \"", name,
                           "\" is of an unknown kind: kept "
                           "hidden"));
      AddField(name, value, true);
  }
}

// What Klad has a place of its own for: "phone" and "e-mail".
bool Reader::TakeAsRegistration(absl::string_view name,
                                absl::string_view value) {
  Imported& out = out_.imported;
  if (out.phone.empty() && IsPhoneName(name) && LooksLikePhone(value)) {
    out.phone = std::string(value);
    return true;
  }
  if (out.email.empty() && IsEmailName(name) && LooksLikeEmail(value)) {
    out.email = std::string(value);
    return true;
  }
  return false;
}

void Reader::ReportLeftOut() {
  const WipedJson& history = Member(item_, "passwordHistory");
  if (!IsNothing(history)) {
    Problem(absl::StrCat(history.size(), " earlier passwords left out"));
  }
  if (!IsNothing(Member(item_, "attachments"))) {
    Problem("its attachments are not in the export: save them by hand");
  }
  if (!IsNothing(Member(item_, "archivedDate"))) {
    Problem("it was archived; imported like the others");
  }
  ReportUnknown(item_, std::begin(kItemMembers), std::end(kItemMembers));
}

void Reader::ReportUnknown(const WipedJson& object,
                           const absl::string_view* begin,
                           const absl::string_view* end) {
  for (const auto& [key, value] : object.items()) {
    const absl::string_view name(key.data(), key.size());
    if (IsOneOf(name, begin, end) || IsNothing(value)) continue;
    if (&object == &item_ && IsRead(name, value)) continue;
    Problem(absl::StrCat("unknown entry \"", name, "\" left out"));
  }
}

}  // namespace

BitwardenItem ReadBitwardenItem(const WipedJson& item,
                                const BitwardenFolders& folders) {
  return Reader(item, folders).Read();
}

size_t TextSize(const WipedJson& value) {
  if (value.is_string()) return View(value).size();
  size_t size = 8;
  if (!value.is_structured()) return size;
  for (const auto& [key, content] : value.items()) {
    size += key.size() + TextSize(content);
  }
  return size;
}

}  // namespace klad::client
