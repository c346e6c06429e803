#include "crypto/roster/changes.h"
#include "crypto/roster/recipients.h"

namespace klad::crypto::roster {
namespace {

void EndInvitationsOf(Facts* facts, absl::string_view member) {
  for (auto& [id, invitation] : facts->invitations) {
    if (invitation.member == member) End(*facts, &invitation.term);
  }
}

Member& WaitingMember(Facts* facts, const Actor& actor,
                      const trust::v1::Invited& entry) {
  Member& member = facts->members[entry.member()];
  if (member.states.empty()) {
    member.id = entry.member();
    member.login = entry.login();
    facts->logins[entry.login()] = entry.member();
    SetState(facts, &member, MemberState::kWaiting);
  }
  member.name_hash = entry.name_hash();
  member.author = actor.member->id;
  return member;
}

Invitation MakeInvitation(const Facts& facts, const Actor& actor,
                          const trust::v1::Invited& entry) {
  Invitation invitation;
  invitation.id = entry.invitation();
  invitation.author = actor.member->id;
  invitation.author_incarnation = actor.member->identity()->incarnation;
  invitation.member = entry.member();
  invitation.keys = FromProto(entry.keys());
  invitation.term = Begin(facts, entry.until_ms());
  for (const auto& given : entry.roles()) {
    invitation.roles.push_back({given.role(), given.until_ms()});
  }
  return invitation;
}

}  // namespace

void Change(Facts* facts, const Actor& actor, const trust::v1::Invited& entry) {
  EndInvitationsOf(facts, entry.member());
  WaitingMember(facts, actor, entry);
  const Invitation& invitation = facts->invitations[entry.invitation()] =
      MakeInvitation(*facts, actor, entry);
  NameKeys(facts, invitation.keys);
  for (const RoleUntil& given : invitation.roles) {
    SealRoleTo(facts, given.role, invitation);
  }
}

void Change(Facts* facts, const Actor&, const trust::v1::Withdrawn& entry) {
  End(*facts, &facts->invitations.at(entry.invitation()).term);
}

void Change(Facts* facts, const Actor&, const trust::v1::Joined& entry) {
  Invitation& invitation = facts->invitations.at(entry.invitation());
  Member& member = MemberAt(facts, invitation.member);
  const uint32_t incarnation =
      member.identities.empty() ? 1 : member.identities.back().incarnation + 1;
  AddIdentity(facts, &member, FromProto(entry.keys()), incarnation);
  SetState(facts, &member, MemberState::kActive);
  End(*facts, &invitation.term);
  invitation.used = true;
  invitation.used_incarnation = incarnation;
  for (const RoleUntil& given : invitation.roles) {
    if (facts->roles.at(given.role).term.ended()) continue;
    EnterRole(facts, &member, given.role, given.until_ms);
    SealRoleTo(facts, given.role, member);
  }
}

void Change(Facts* facts, const Actor& actor, const trust::v1::Moved& entry) {
  Member& member = MemberAt(facts, actor.member->id);
  AddIdentity(facts, &member, FromProto(entry.keys()),
              member.identities.back().incarnation);
  SealAllTo(facts, member);
}

void Change(Facts* facts, const Actor&, const trust::v1::Lost& entry) {
  Member& member = MemberAt(facts, entry.member());
  SetState(facts, &member, MemberState::kWaiting);
  End(*facts, &member.identities.back().term);
  member.distrusted_since_ms = entry.since_ms();
  EndAllOf(facts, &member);
}

void Change(Facts* facts, const Actor&, const trust::v1::Suspended& entry) {
  SetState(facts, &MemberAt(facts, entry.member()), MemberState::kSuspended);
  EndInvitationsBy(facts, entry.member());
}

void Change(Facts* facts, const Actor&, const trust::v1::Resumed& entry) {
  Member& member = MemberAt(facts, entry.member());
  SetState(facts, &member, MemberState::kActive);
  SealAllTo(facts, member);
}

void Change(Facts* facts, const Actor&, const trust::v1::Departed& entry) {
  Member& member = MemberAt(facts, entry.member());
  member.successor = entry.successor();
  Leave(facts, &member);
}

void Change(Facts* facts, const Actor& actor,
            const trust::v1::ToolMade& entry) {
  Member& tool = facts->members[entry.tool()];
  tool.id = entry.tool();
  tool.kind = MemberKind::kTool;
  tool.login = entry.login();
  tool.author = actor.member->id;
  tool.permissions.assign(entry.permissions().begin(),
                          entry.permissions().end());
  tool.until_ms = entry.until_ms();
  facts->logins[tool.login] = tool.id;
  SetState(facts, &tool, MemberState::kActive);
  AddIdentity(facts, &tool, FromProto(entry.keys()), 1);
}

void Change(Facts* facts, const Actor&, const trust::v1::ToolEnded& entry) {
  Leave(facts, &MemberAt(facts, entry.tool()));
}

}  // namespace klad::crypto::roster
