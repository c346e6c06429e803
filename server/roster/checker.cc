#include "server/roster/checker.h"

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/roster/envelopes.h"

namespace klad::roster {
namespace {

using crypto::roster::KeyEpoch;
using crypto::roster::KeyName;
using crypto::roster::Recipient;

// Those of an invitation go when it is used or ended.
bool IsGone(const crypto::roster::State& roster, const Recipient& recipient) {
  if (recipient.kind != Recipient::Kind::kInvitation) return false;
  const auto* invitation = roster.FindInvitation(recipient.name);
  return invitation == nullptr || invitation->term.ended();
}

absl::Status CheckEpoch(store::Store* store,
                        const crypto::roster::State& roster, const KeyName& key,
                        const KeyEpoch& epoch, uint64_t* count) {
  const auto wrong = [&] {
    return absl::DataLossError(
        absl::StrCat("the envelopes of ", key.is_role() ? "role " : "safe ",
                     key.is_role() ? key.name : Hex(key.name), ", epoch ",
                     epoch.number, ", are damaged"));
  };
  const auto record = LoadEnvelopes(store, key, epoch.number);
  if (absl::IsNotFound(record.status())) return wrong();
  RETURN_IF_ERROR(record.status());
  for (const Recipient& recipient : epoch.sealed) {
    if (IsGone(roster, recipient)) continue;
    if (!HasEnvelope(*record, recipient)) return wrong();
    ++*count;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> CheckEnvelopes(store::Store* store,
                                        const crypto::roster::State& roster) {
  uint64_t count = 0;
  for (const auto& [name, role] : roster.facts().roles) {
    RETURN_IF_ERROR(
        CheckEpoch(store, roster, KeyName::Role(name), role.epoch(), &count));
  }
  for (const auto& [id, safe] : roster.facts().safes) {
    RETURN_IF_ERROR(
        CheckEpoch(store, roster, KeyName::Safe(id), safe.epoch(), &count));
  }
  return count;
}

}  // namespace klad::roster
