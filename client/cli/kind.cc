#include "client/cli/kind.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "client/cli/cell_words.h"
#include "client/error.h"
#include "client/title.h"

namespace klad::cli {
namespace {

struct Row {
  trust::v1::Kind kind;
  absl::string_view name;
};
constexpr Row kKinds[] = {
    {trust::v1::KIND_LOGIN, "login"},
    {trust::v1::KIND_NOTE, "note"},
    {trust::v1::KIND_API_KEY, "api-key"},
    {trust::v1::KIND_SSH_KEY, "ssh-key"},
    {trust::v1::KIND_CARD, "card"},
    {trust::v1::KIND_BANK_ACCOUNT, "bank-account"},
    {trust::v1::KIND_PHONE, "phone"},
    {trust::v1::KIND_MAILBOX, "mailbox"},
    {trust::v1::KIND_SERVER, "server"},
    {trust::v1::KIND_LICENCE, "licence"},
};

using client::Mark;
using client::Say;
using client::Tr;
using How = UsualField::How;
using Fields = std::vector<UsualField>;

constexpr UsualField kUser = {"user_name", Mark("user name")};
constexpr UsualField kPassword = {"password", Mark("password"), How::kHidden};
constexpr UsualField kUrl = {"url", Mark("address it opens")};
constexpr UsualField kEmail = {"email", Mark("mailbox it is registered with")};
constexpr UsualField kPhone = {"phone", Mark("phone it is registered with")};
constexpr UsualField kPin = {"PIN", Mark("PIN"), How::kHidden};
constexpr UsualField kExpires = {"expires", Mark("expires")};

Fields CardFields() {
  return {{"cardholder", Mark("cardholder")},
          {"card number", Mark("card number"), How::kHidden},
          kExpires,
          {"security code", Mark("security code"), How::kHidden},
          kPin,
          kPhone};
}

Fields BankFields() {
  return {{"bank", Mark("bank")},
          {"account holder", Mark("account holder")},
          {"account number", Mark("account number"), How::kHidden},
          {"BIC", Mark("BIC")},
          {"IBAN", Mark("IBAN"), How::kHidden},
          {"SWIFT", Mark("SWIFT")},
          kPhone};
}

Fields PhoneFields() {
  return {{"phone", Mark("number")},
          {"operator", Mark("operator")},
          {"account holder", Mark("account holder")},
          kPin,
          {"PUK", Mark("PUK"), How::kHidden},
          kEmail};
}

Fields MailboxFields() {
  return {{"user_name", Mark("mail address")},
          kPassword,
          {"email", Mark("mailbox for recovery")},
          kPhone,
          kUrl};
}

Fields ServerFields() {
  return {{"host", Mark("host")}, {"port", Mark("port")}, kUser, kPassword};
}

Fields LicenceFields() {
  return {{"version", Mark("version")},
          {"key", Mark("licence key"), How::kHidden},
          {"licensed to", Mark("licensed to")},
          kExpires,
          kEmail};
}

Fields SshKeyFields() {
  return {{"host", Mark("host")},
          kUser,
          {"key", Mark("file with the private key"), How::kFile},
          {"passphrase", Mark("passphrase of the key"), How::kHidden}};
}

// Those that have a place of their own are named elsewhere.
bool IsFree(const UsualField& field) {
  for (const absl::string_view own :
       {"user_name", "password", "url", "email", "phone", "key", "note"}) {
    if (field.name == own) return false;
  }
  return true;
}

}  // namespace

std::vector<UsualField> UsualFields(trust::v1::Kind kind) {
  switch (kind) {
    case trust::v1::KIND_NOTE:
      return {{"note", Mark("text of the note"), How::kHidden}};
    case trust::v1::KIND_API_KEY:
      return {kUrl, kUser, {"key", Mark("key"), How::kHidden}, kEmail};
    case trust::v1::KIND_SSH_KEY:
      return SshKeyFields();
    case trust::v1::KIND_CARD:
      return CardFields();
    case trust::v1::KIND_BANK_ACCOUNT:
      return BankFields();
    case trust::v1::KIND_PHONE:
      return PhoneFields();
    case trust::v1::KIND_MAILBOX:
      return MailboxFields();
    case trust::v1::KIND_SERVER:
      return ServerFields();
    case trust::v1::KIND_LICENCE:
      return LicenceFields();
    default:
      return {kUser, kPassword, kUrl, kEmail, kPhone};
  }
}

namespace {

// Null when no kind usually has it as a free field.
template <typename Wanted>
absl::optional<UsualField> FindFreeField(Wanted wanted) {
  for (const Row& row : kKinds) {
    for (const UsualField& field : UsualFields(row.kind)) {
      if (IsFree(field) && wanted(field)) return field;
    }
  }
  return absl::nullopt;
}

}  // namespace

std::string FieldLabel(absl::string_view stored) {
  const auto field = FindFreeField(
      [&](const UsualField& each) { return each.name == stored; });
  return std::string(field.has_value() ? Tr(field->label) : stored);
}

std::string StoredFieldName(absl::string_view typed) {
  const auto field = FindFreeField([&](const UsualField& each) {
    return client::SameTitle(Tr(each.label), typed);
  });
  return std::string(field.has_value() ? field->name : typed);
}

absl::StatusOr<trust::v1::Kind> ParseKind(absl::string_view name) {
  if (const auto kind = KindNamed(name); kind.has_value()) return *kind;
  return client::Error(client::ExitCode::kUsage,
                       Say("there is no kind $0", name),
                       Say("kinds are $0", KindNames()));
}

absl::string_view KindName(trust::v1::Kind kind) {
  for (const Row& row : kKinds) {
    if (row.kind == kind) return row.name;
  }
  return "unknown";
}

absl::optional<trust::v1::Kind> KindNamed(absl::string_view name) {
  for (const Row& row : kKinds) {
    if (IsWordFor("kind", row.name, name)) return row.kind;
  }
  return absl::nullopt;
}

std::string KindNames() {
  std::vector<absl::string_view> names;
  for (const Row& row : kKinds) names.push_back(row.name);
  return absl::StrJoin(names, ", ");
}

}  // namespace klad::cli
