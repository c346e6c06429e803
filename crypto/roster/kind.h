// The one list of the kinds of entries.
#ifndef KLAD_CRYPTO_ROSTER_KIND_H_
#define KLAD_CRYPTO_ROSTER_KIND_H_

#include "crypto/base/check.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::crypto::roster {

// Calls `row` with the message of the entry's kind, which must be set.
template <typename Row>
auto WithKind(const trust::v1::Entry& entry, Row row) {
  using trust::v1::Entry;
  switch (entry.kind_case()) {
    case Entry::kFounded:
      return row(entry.founded());
    case Entry::kInvited:
      return row(entry.invited());
    case Entry::kWithdrawn:
      return row(entry.withdrawn());
    case Entry::kJoined:
      return row(entry.joined());
    case Entry::kMoved:
      return row(entry.moved());
    case Entry::kLost:
      return row(entry.lost());
    case Entry::kRoleDefined:
      return row(entry.role_defined());
    case Entry::kRoleChanged:
      return row(entry.role_changed());
    case Entry::kRoleEnded:
      return row(entry.role_ended());
    case Entry::kRoleGiven:
      return row(entry.role_given());
    case Entry::kRoleTaken:
      return row(entry.role_taken());
    case Entry::kSafeCreated:
      return row(entry.safe_created());
    case Entry::kSafeRenamed:
      return row(entry.safe_renamed());
    case Entry::kSafeRetired:
      return row(entry.safe_retired());
    case Entry::kGranted:
      return row(entry.granted());
    case Entry::kGrantRevoked:
      return row(entry.grant_revoked());
    case Entry::kShared:
      return row(entry.shared());
    case Entry::kUnshared:
      return row(entry.unshared());
    case Entry::kRoleEpoch:
      return row(entry.role_epoch());
    case Entry::kSafeEpoch:
      return row(entry.safe_epoch());
    case Entry::kSuspended:
      return row(entry.suspended());
    case Entry::kResumed:
      return row(entry.resumed());
    case Entry::kDeparted:
      return row(entry.departed());
    case Entry::kToolMade:
      return row(entry.tool_made());
    case Entry::kToolEnded:
      return row(entry.tool_ended());
    case Entry::kPolicySet:
      return row(entry.policy_set());
    case Entry::kKitAdded:
      return row(entry.kit_added());
    case Entry::kKitRemoved:
      return row(entry.kit_removed());
    case Entry::kServerKeys:
      return row(entry.server_keys());
    case Entry::kRestored:
      return row(entry.restored());
    case Entry::KIND_NOT_SET:
      break;
  }
  CHECK_THAT(false);
}

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_KIND_H_
