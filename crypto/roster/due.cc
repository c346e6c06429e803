#include "crypto/roster/due.h"

#include <algorithm>
#include <optional>

#include "crypto/roster/history.h"
#include "crypto/roster/holders.h"

namespace klad::crypto::roster {
namespace {

std::optional<Why> WhyGone(const Member& member, uint32_t incarnation,
                           int64_t now_ms) {
  switch (member.state()) {
    case MemberState::kDeparted:
      if (member.kind == MemberKind::kKit) return Why::kKitRemoved;
      if (member.kind == MemberKind::kTool) return Why::kToolEnded;
      return Why::kDeparted;
    case MemberState::kWaiting:
      return Why::kIdentityLost;
    case MemberState::kSuspended:
    case MemberState::kActive:
      break;
  }
  if (member.identity()->incarnation != incarnation) {
    return Why::kIdentityLost;
  }
  if (!member.active()) return Why::kSuspended;
  if (member.until_ms != 0 && now_ms >= member.until_ms) {
    return Why::kToolEnded;
  }
  return std::nullopt;
}

std::optional<Why> WhyNotSafe(const Facts& facts, const Member& member,
                              const Safe& safe, int64_t now_ms) {
  const Level level = AccessTo(facts, member, safe, now_ms);
  if (level == trust::v1::LEVEL_UNSPECIFIED) return Why::kGrantEnded;
  if (level < trust::v1::LEVEL_WRITE &&
      CouldWriteSince(facts, member, safe, safe.epoch().term.from)) {
    return Why::kWriteLost;
  }
  return std::nullopt;
}

std::optional<Why> WhyNotMember(const Facts& facts, const Holder& holder,
                                const KeyName& key, int64_t now_ms) {
  const Member& member = *facts.FindMember(holder.id);
  if (auto gone = WhyGone(member, holder.incarnation, now_ms)) return gone;
  if (!key.is_role()) {
    return WhyNotSafe(facts, member, *facts.FindSafe(key.name), now_ms);
  }
  if (IsOwner(facts, member) || InRole(facts, member, key.name, now_ms)) {
    return std::nullopt;
  }
  return Why::kRoleLeft;
}

// An open invitation opens the roles it gives and what is granted to them.
std::optional<Why> WhyNotInvitation(const Facts& facts,
                                    const Invitation& invitation,
                                    const KeyName& key, int64_t now_ms) {
  if (!IsOpen(invitation, now_ms)) return Why::kInvitationEnded;
  for (const RoleUntil& given : invitation.roles) {
    if (given.until_ms != 0 && now_ms >= given.until_ms) continue;
    if (key.is_role() && key.name == given.role) return std::nullopt;
    if (key.is_role()) continue;
    const GrantTerm* grant =
        StandingGrant(*facts.FindSafe(key.name), {true, given.role});
    if (grant != nullptr && grant->term.InForce(now_ms)) return std::nullopt;
  }
  return key.is_role() ? Why::kRoleLeft : Why::kGrantEnded;
}

std::optional<Why> WhyNot(const Facts& facts, const Holder& holder,
                          const KeyName& key, int64_t now_ms) {
  if (!holder.is_invitation) {
    return WhyNotMember(facts, holder, key, now_ms);
  }
  return WhyNotInvitation(facts, *facts.FindInvitation(holder.id), key, now_ms);
}

}  // namespace

std::vector<DueKey> Due(const Facts& facts, int64_t now_ms) {
  std::vector<DueKey> out;
  Holders holders(facts);
  for (const KeyName& key : LiveKeys(facts)) {
    DueKey due{key, {}};
    for (const Holder& holder : holders.Of(key)) {
      if (auto why = WhyNot(facts, holder, key, now_ms)) {
        due.reasons.emplace_back(holder, *why);
      }
    }
    if (!due.reasons.empty()) out.push_back(std::move(due));
  }
  return out;
}

}  // namespace klad::crypto::roster
