#include "client/cli/kind.h"

#include <vector>

#include "absl/strings/str_join.h"

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

}  // namespace

absl::string_view KindName(trust::v1::Kind kind) {
  for (const Row& row : kKinds) {
    if (row.kind == kind) return row.name;
  }
  return "unknown";
}

absl::optional<trust::v1::Kind> KindNamed(absl::string_view name) {
  for (const Row& row : kKinds) {
    if (row.name == name) return row.kind;
  }
  return absl::nullopt;
}

std::string KindNames() {
  std::vector<absl::string_view> names;
  for (const Row& row : kKinds) names.push_back(row.name);
  return absl::StrJoin(names, ", ");
}

}  // namespace klad::cli
