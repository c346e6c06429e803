#include "server/roster/names.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/display_name.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/access/refusal.h"
#include "server/store/keyspace.h"

namespace klad::roster {
namespace {

std::string NameKeyOf(absl::string_view member) {
  return absl::StrCat(store::kNamePrefix, member);
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               absl::string_view member) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method("klad.v1.PersonService/SetName");
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(
      access::Caller{access::Caller::Kind::kMember, std::string(member), ""}
          .Name());
  return record;
}

}  // namespace

absl::StatusOr<std::optional<trust::v1::DisplayName>> Names::Get(
    absl::string_view member) const {
  const auto entry = store_->Get(NameKeyOf(member));
  if (absl::IsNotFound(entry.status())) return std::nullopt;
  RETURN_IF_ERROR(entry.status());
  trust::v1::DisplayName name;
  if (!name.ParseFromString(entry->value)) {
    return absl::DataLossError("a display name is damaged");
  }
  return name;
}

absl::Status Names::Set(const access::Caller& caller, absl::string_view member,
                        const trust::v1::DisplayName& name) {
  const auto now = directory_.Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  if (caller.id != member && !now.state->IsOwner(caller.id)) {
    return access::Refuse(v1::REASON_PERMISSION, {{"permission", "owner"}});
  }
  if (now.state->FindMember(member) == nullptr) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "member"}});
  }
  store::Transaction transaction;
  if (name.name().empty()) {
    transaction.deletes.push_back(NameKeyOf(member));
  } else if (crypto::roster::VerifyDisplayName(*now.state, member, name).ok()) {
    transaction.puts.push_back({NameKeyOf(member), name.SerializeAsString()});
  } else {
    return access::Refuse(v1::REASON_NAME_OTHER);
  }
  return ledger_->Commit(std::move(transaction), {Record(caller, member)})
      .status();
}

}  // namespace klad::roster
