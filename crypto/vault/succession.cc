#include "crypto/vault/succession.h"

#include "crypto/base/status_macros.h"
#include "crypto/vault/rules.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Header;
using trust::v1::Part;

bool IsNew(const Part& part, const Header& in) {
  return part.version() == in.version() && part.epoch() == in.epoch();
}

bool IsSame(const Part& a, const Part& b) {
  return a.version() == b.version() && a.epoch() == b.epoch() &&
         a.hash() == b.hash() && a.wrap() == b.wrap();
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

}  // namespace

bool BringsOverview(const Header& header) {
  return header.overview().version() == header.version();
}

bool BringsSecret(const Header& header) {
  return header.secret().version() == header.version();
}

absl::Status CheckFirst(const Header& first) {
  KLAD_RULE(kRuleVersion, first.version() == 1);
  KLAD_RULE(kRuleOverview, IsNew(first.overview(), first));
  KLAD_RULE(kRuleSecret, IsNew(first.secret(), first));
  KLAD_RULE(kRuleDeletion, !first.deleted());
  return absl::OkStatus();
}

absl::Status CheckNext(const SignedHeader& known, const Header& next) {
  const Header& before = known.header;
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
