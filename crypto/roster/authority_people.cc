#include <algorithm>

#include "crypto/roster/authority.h"
#include "crypto/roster/holders.h"
#include "crypto/roster/parse.h"

namespace klad::crypto::roster {
namespace {

constexpr int64_t kLongestInvitationMs = int64_t{14} * 24 * 3600 * 1000;

bool HasOpenInvitation(const Facts& facts, absl::string_view member,
                       int64_t now_ms) {
  for (const auto& [id, invitation] : facts.invitations) {
    if (invitation.member == member && IsOpen(invitation, now_ms)) return true;
  }
  return false;
}

bool IsLastOwner(const Facts& facts, const Member& member) {
  return member.kind == MemberKind::kPerson && IsOwner(facts, member) &&
         CountOwners(facts) == 1;
}

bool HasActiveKit(const Facts& facts) {
  return std::any_of(
      facts.members.begin(), facts.members.end(), [](const auto& entry) {
        return entry.second.kind == MemberKind::kKit && entry.second.active();
      });
}

absl::Status CheckInvitee(const Facts& facts, const Actor& actor,
                          const trust::v1::Invited& entry) {
  const Member* member = facts.FindMember(entry.member());
  if (member == nullptr) {
    RULE("id-taken", facts.FindInvitation(entry.member()) == nullptr);
    RULE("login-taken", facts.logins.count(entry.login()) == 0);
    return absl::OkStatus();
  }
  RULE("not-waiting", member->state() == MemberState::kWaiting);
  RULE("login-other", member->login == entry.login());
  RULE("invitation-open",
       !HasOpenInvitation(facts, entry.member(), actor.now_ms));
  return absl::OkStatus();
}

absl::Status CheckInvitedRoles(const Facts& facts, const Actor& actor,
                               const trust::v1::Invited& entry) {
  bool contractor = false;
  bool endless = false;
  for (const auto& given : entry.roles()) {
    const Role* role = facts.FindRole(given.role());
    RULE("role-unknown", role != nullptr && !role->term.ended());
    RULE("owner-role", given.role() != kOwner);
    RULE("until-past",
         given.until_ms() == 0 || given.until_ms() > actor.now_ms);
    contractor |= given.role() == kContractor;
    endless |= given.until_ms() == 0;
  }
  RULE("needs-end", !contractor || !endless);
  return absl::OkStatus();
}

}  // namespace

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Invited& entry) {
  RULE("not-owner", actor.owner);
  RULE("id-taken", IsNewId(facts, entry.invitation()) &&
                       entry.invitation() != entry.member());
  RETURN_IF_ERROR(CheckInvitee(facts, actor, entry));
  RETURN_IF_ERROR(CheckInvitedRoles(facts, actor, entry));
  RULE("until-past", entry.until_ms() > actor.now_ms);
  RULE("invitation-long",
       entry.until_ms() - actor.now_ms <= kLongestInvitationMs);
  RULE("key-reused", AreNew(facts, {entry.keys().sign(), entry.keys().box(),
                                    entry.keys().tls()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Withdrawn& entry) {
  RULE("not-owner", actor.owner);
  const Invitation* invitation = facts.FindInvitation(entry.invitation());
  RULE("invitation-unknown", invitation != nullptr);
  RULE("invitation-closed", !invitation->term.ended());
  return absl::OkStatus();
}

// Whoever ends an owner closes the invitations they made: see changes.
absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Joined& entry) {
  const Invitation* invitation = actor.invitation;
  RULE("not-invitation",
       invitation != nullptr && invitation->id == entry.invitation());
  RULE("invitation-closed", !invitation->term.ended());
  RULE("invitation-over", IsOpen(*invitation, actor.now_ms));
  RULE("key-reused", AreNew(facts, {entry.keys().sign(), entry.keys().box(),
                                    entry.keys().tls()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Moved& entry) {
  RULE("not-person", actor.member->kind == MemberKind::kPerson);
  RULE("key-reused", AreNew(facts, {entry.keys().sign(), entry.keys().box(),
                                    entry.keys().tls()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Lost& entry) {
  RULE("not-owner", actor.owner || actor.Is(entry.member()));
  const Member* member = facts.FindMember(entry.member());
  RULE("not-person", member != nullptr && member->kind == MemberKind::kPerson);
  RULE("not-active", member->active());
  RULE("since-future", entry.since_ms() <= actor.now_ms);
  if (actor.member->kind == MemberKind::kKit) {
    RULE("kit-last-owner", IsLastOwner(facts, *member));
  }
  RULE("last-owner", !IsLastOwner(facts, *member) || HasActiveKit(facts));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Suspended& entry) {
  RULE("not-owner", actor.owner || actor.Is(entry.member()));
  const Member* member = facts.FindMember(entry.member());
  RULE("not-active", member != nullptr && member->active());
  RULE("kit", member->kind != MemberKind::kKit);
  RULE("last-owner", !IsLastOwner(facts, *member));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Resumed& entry) {
  RULE("not-owner", actor.owner);
  const Member* member = facts.FindMember(entry.member());
  RULE("not-suspended",
       member != nullptr && member->state() == MemberState::kSuspended);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::Departed& entry) {
  RULE("not-owner", actor.owner);
  const Member* member = facts.FindMember(entry.member());
  RULE("not-suspended",
       member != nullptr && member->state() == MemberState::kSuspended);
  RULE("not-person", member->kind == MemberKind::kPerson);
  const Member* successor = facts.FindMember(entry.successor());
  RULE("successor", successor != nullptr && successor->active() &&
                        successor->kind == MemberKind::kPerson);
  RULE("holds-keys", !HoldsAnything(facts, entry.member()));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::ToolMade& entry) {
  RULE("not-owner", actor.owner);
  RULE("id-taken", IsNewId(facts, entry.tool()));
  RULE("login-taken", facts.logins.count(entry.login()) == 0);
  RULE("needs-end", entry.until_ms() != 0);
  RULE("until-past", entry.until_ms() > actor.now_ms);
  for (const std::string& word : entry.permissions()) {
    RULE("permission-word", IsPermission(word) && word != "safe.create");
  }
  RULE("key-reused", AreNew(facts, {entry.keys().sign(), entry.keys().box(),
                                    entry.keys().tls()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::ToolEnded& entry) {
  RULE("not-owner", actor.owner);
  const Member* tool = facts.FindMember(entry.tool());
  RULE("not-tool", tool != nullptr && tool->kind == MemberKind::kTool);
  RULE("not-active", tool->state() != MemberState::kDeparted);
  return absl::OkStatus();
}

}  // namespace klad::crypto::roster
