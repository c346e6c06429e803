#include "crypto/vault/succession.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/vault/rules.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Header;
using trust::v1::Part;

bool IsNew(const Part& part, const Header& in) {
  return part.version() == in.version() && part.epoch() == in.epoch();
}

bool SameOrigin(const trust::v1::Origin& a, const trust::v1::Origin& b) {
  return a.safe() == b.safe() && a.version() == b.version();
}

bool SameFiles(const Part& a, const Part& b) {
  return std::equal(a.attachments().begin(), a.attachments().end(),
                    b.attachments().begin(), b.attachments().end());
}

bool IsSame(const Part& a, const Part& b) {
  return a.version() == b.version() && a.epoch() == b.epoch() &&
         a.hash() == b.hash() && a.wrap() == b.wrap() &&
         SameOrigin(a.origin(), b.origin()) && SameFiles(a, b);
}

bool Follows(const Part& before, const Part& part, const Header& in) {
  if (IsSame(before, part)) return true;
  return IsNew(part, in) && part.hash() != before.hash();
}

absl::Status CheckDeletion(const Header& before, const Header& next) {
  if (!next.deleted()) return absl::OkStatus();
  KLAD_RULE(kRuleDeletion, IsSame(before.overview(), next.overview()) &&
                               IsSame(before.secret(), next.secret()));
  return absl::OkStatus();
}

absl::Status CheckArrival(const Header& next) {
  KLAD_RULE(kRuleMoved, ArrivesInSafe(next));
  KLAD_RULE(kRuleOverview, IsNew(next.overview(), next));
  KLAD_RULE(kRuleSecret, IsNew(next.secret(), next));
  return absl::OkStatus();
}

// Versions between were made elsewhere, and so was the header before.
absl::Status CheckReturn(const Header& before, const Header& next) {
  RETURN_IF_ERROR(CheckArrival(next));
  KLAD_RULE(kRuleVersion, next.version() > before.version());
  KLAD_RULE(kRuleTimeFell, next.time_ms() >= before.time_ms());
  KLAD_RULE(kRuleKindChanged, next.kind() == before.kind());
  return absl::OkStatus();
}

}  // namespace

bool LeavesSafe(const Header& header) { return !header.moved_to().empty(); }

bool ArrivesInSafe(const Header& header) {
  return !header.moved_from().empty();
}

trust::v1::Origin OriginOf(const Header& header) {
  if (header.secret().has_origin()) return header.secret().origin();
  trust::v1::Origin origin;
  origin.set_safe(header.safe());
  origin.set_version(header.secret().version());
  return origin;
}

absl::Status CheckMove(const SignedHeader& left, const Header& arrived) {
  const Header& before = left.header;
  KLAD_RULE(kRuleMoved, LeavesSafe(before) && ArrivesInSafe(arrived));
  KLAD_RULE(kRuleMoved, before.organisation() == arrived.organisation());
  KLAD_RULE(kRuleMoved, before.credential() == arrived.credential());
  KLAD_RULE(kRuleMoved, before.moved_to() == arrived.safe());
  KLAD_RULE(kRuleMoved, arrived.moved_from() == before.safe());
  KLAD_RULE(kRuleMoved, arrived.version() == before.version() + 1);
  KLAD_RULE(kRuleMoved, arrived.previous() == left.hash.view());
  KLAD_RULE(kRuleMoved, arrived.time_ms() >= before.time_ms());
  KLAD_RULE(kRuleMoved, arrived.kind() == before.kind());
  KLAD_RULE(kRuleMoved, arrived.sensitivity() == before.sensitivity());
  KLAD_RULE(kRuleMoved, arrived.generation() == before.generation());
  KLAD_RULE(kRuleMoved, arrived.secret().hash() == before.secret().hash());
  KLAD_RULE(kRuleMoved, SameOrigin(OriginOf(before), OriginOf(arrived)));
  KLAD_RULE(kRuleMoved, SameFiles(before.secret(), arrived.secret()));
  return absl::OkStatus();
}

bool BringsOverview(const Header& header) {
  return header.overview().version() == header.version();
}

bool BringsSecret(const Header& header) {
  return header.secret().version() == header.version();
}

absl::Status CheckFirst(const Header& first) {
  if (ArrivesInSafe(first)) return CheckArrival(first);
  KLAD_RULE(kRuleVersion, first.version() == 1);
  KLAD_RULE(kRuleOverview, IsNew(first.overview(), first));
  KLAD_RULE(kRuleSecret, IsNew(first.secret(), first));
  KLAD_RULE(kRuleDeletion, !first.deleted());
  return absl::OkStatus();
}

absl::Status CheckNext(const SignedHeader& known, const Header& next) {
  const Header& before = known.header;
  if (LeavesSafe(before)) return CheckReturn(before, next);
  KLAD_RULE(kRuleMoved, !ArrivesInSafe(next));
  KLAD_RULE(kRuleVersion, next.version() == before.version() + 1);
  KLAD_RULE(kRuleHeaderBefore, next.previous() == known.hash.view());
  KLAD_RULE(kRuleTimeFell, next.time_ms() >= before.time_ms());
  KLAD_RULE(kRuleKindChanged, next.kind() == before.kind());
  RETURN_IF_ERROR(CheckDeletion(before, next));
  KLAD_RULE(kRuleOverview, Follows(before.overview(), next.overview(), next));
  KLAD_RULE(kRuleSecret, Follows(before.secret(), next.secret(), next));
  KLAD_RULE(kRuleGeneration,
            BringsSecret(next) || next.generation() == before.generation());
  return absl::OkStatus();
}

}  // namespace klad::crypto::vault
