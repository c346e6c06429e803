#include "crypto/roster/authority.h"

namespace klad::crypto::roster {
namespace {

// What every row about a standing safe begins with. `end_ms` becomes the end
// of a manager's own authority, 0 for owners.
absl::Status CheckManager(const Facts& facts, const Actor& actor,
                          absl::string_view id, int64_t* end_ms) {
  const Safe* safe = facts.FindSafe(id);
  RULE("safe-unknown", safe != nullptr);
  RULE("safe-retired", !safe->retired());
  *end_ms = 0;
  RULE("not-manager", actor.owner || Manages(facts, *actor.member, *safe,
                                             actor.now_ms, end_ms));
  return absl::OkStatus();
}

GrantTarget TargetOf(const trust::v1::Target& target) {
  return target.kind_case() == trust::v1::Target::kRole
             ? GrantTarget{true, target.role()}
             : GrantTarget{false, target.member()};
}

absl::Status CheckMemberTarget(const Facts& facts, absl::string_view id,
                               Level level, int64_t until_ms) {
  const Member* member = facts.FindMember(id);
  RULE("not-active", member != nullptr && member->active());
  RULE("kit", member->kind != MemberKind::kKit);
  const bool tool = member->kind == MemberKind::kTool;
  RULE("needs-end", until_ms != 0 || !(tool || IsContractor(*member)));
  RULE("tool-manage", !tool || level != trust::v1::LEVEL_MANAGE);
  return absl::OkStatus();
}

absl::Status CheckRoleTarget(const Facts& facts, absl::string_view name,
                             int64_t until_ms) {
  const Role* role = facts.FindRole(name);
  RULE("role-unknown", role != nullptr && !role->term.ended());
  RULE("owner-role", name != kOwner);
  RULE("needs-end", until_ms != 0 || name != kContractor);
  return absl::OkStatus();
}

absl::Status CheckEnds(const Actor& actor, int64_t until_ms,
                       int64_t author_end_ms) {
  RULE("until-past", until_ms == 0 || until_ms > actor.now_ms);
  RULE("past-own-end",
       author_end_ms == 0 || (until_ms != 0 && until_ms <= author_end_ms));
  return absl::OkStatus();
}

bool IsManagerGrant(const GrantTerm* grant) {
  return grant != nullptr && grant->level == trust::v1::LEVEL_MANAGE;
}

// Where the safe's log stood when its newest epoch began, or was set back to.
Position LastNamedHead(const Safe& safe) {
  return safe.restored_head.value_or(safe.epoch().head);
}

bool Falls(const Position& last, const trust::v1::Position& head) {
  return head.sequence() < last.sequence ||
         (head.sequence() == last.sequence && last.sequence != 0 &&
          head.link() != last.link.view());
}

}  // namespace

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::SafeCreated& entry) {
  int64_t end_ms = 0;
  RULE("not-owner",
       actor.owner || HasPermission(facts, *actor.member, "safe.create",
                                    actor.now_ms, &end_ms));
  RULE("safe-known", facts.FindSafe(entry.key().safe()) == nullptr);
  RULE("first-epoch", entry.key().epoch() == 1 &&
                          entry.key().head().sequence() == 0 &&
                          entry.key().root() == Digest().view());
  const Role* head = facts.FindRole(kHead);
  RULE("role-unknown",
       !entry.head_manages() || (head != nullptr && !head->term.ended()));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::SafeRenamed& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  RULE("epoch-number",
       entry.epoch() == facts.FindSafe(entry.safe())->epoch().number);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::SafeRetired& entry) {
  int64_t end_ms;
  return CheckManager(facts, actor, entry.safe(), &end_ms);
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::SafeKey& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  const Safe& safe = *facts.FindSafe(entry.safe());
  RULE("epoch-number", entry.epoch() == safe.epoch().number + 1);
  RULE("head-falls", !Falls(LastNamedHead(safe), entry.head()));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Granted& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  const GrantTarget target = TargetOf(entry.target());
  RETURN_IF_ERROR(target.is_role
                      ? CheckRoleTarget(facts, target.name, entry.until_ms())
                      : CheckMemberTarget(facts, target.name, entry.level(),
                                          entry.until_ms()));
  RETURN_IF_ERROR(CheckEnds(actor, entry.until_ms(), end_ms));
  if (actor.owner) return absl::OkStatus();
  RULE("manage-by-manager", entry.level() != trust::v1::LEVEL_MANAGE);
  RULE("over-manager",
       !IsManagerGrant(StandingGrant(*facts.FindSafe(entry.safe()), target)));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::GrantRevoked& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  const GrantTerm* grant =
      StandingGrant(*facts.FindSafe(entry.safe()), TargetOf(entry.target()));
  RULE("grant-unknown", grant != nullptr);
  RULE("over-manager", actor.owner || !IsManagerGrant(grant));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Shared& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  RETURN_IF_ERROR(CheckMemberTarget(facts, entry.member(),
                                    trust::v1::LEVEL_READ, entry.until_ms()));
  return CheckEnds(actor, entry.until_ms(), end_ms);
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Unshared& entry) {
  int64_t end_ms;
  RETURN_IF_ERROR(CheckManager(facts, actor, entry.safe(), &end_ms));
  const Safe& safe = *facts.FindSafe(entry.safe());
  const auto terms =
      safe.shares.find(std::make_pair(entry.credential(), entry.member()));
  RULE("share-unknown",
       terms != safe.shares.end() && !terms->second.back().term.ended());
  return absl::OkStatus();
}

}  // namespace klad::crypto::roster
