#include "crypto/roster/testing/authority_rows.h"

namespace klad::crypto::roster {
namespace {

constexpr int64_t kFortnightMs = 14 * kDayMs;

Attempt Invite(Cast& c, const TestMember& author, const std::string& login,
               const std::vector<RoleUntil>& roles = {}) {
  return {author,
          c.org.DraftInvited(c.org.Fresh(""), c.org.Fresh(login), roles)};
}

Attempt InviteUntil(Cast& c, int64_t until_ms) {
  Attempt attempt = Invite(c, c.founder, "new");
  attempt.entry.mutable_invited()->set_until_ms(until_ms);
  return attempt;
}

Attempt InviteAgain(Cast& c, const TestMember& member) {
  return {c.founder, c.org.DraftInvited(c.org.Fresh(""), member, {})};
}

Attempt InviteWithKeys(Cast& c, trust::v1::PublicKeys keys) {
  Attempt attempt = Invite(c, c.founder, "new");
  *attempt.entry.mutable_invited()->mutable_keys() = std::move(keys);
  return attempt;
}

Attempt Join(Cast& c, const TestMember& newcomer) {
  return {c.letter, c.org.DraftJoined(c.letter, newcomer), newcomer};
}

Attempt Make(Cast& c, const TestMember& author, const TestMember& tool,
             std::vector<std::string> words, int64_t until_ms) {
  return {author, c.org.DraftTool(tool, std::move(words), until_ms), tool};
}

Attempt MakeKnowing(Cast& c, const std::string& word) {
  return Make(c, c.founder, c.org.Fresh("new"), {word},
              c.org.now_ms() + kDayMs);
}

void MustAdd(Cast& c, const Attempt& attempt) {
  const TestMember* other =
      attempt.countersigner.has_value() ? &*attempt.countersigner : nullptr;
  const absl::Status status = c.org.Add(attempt.author, attempt.entry, other);
  ASSERT_TRUE(status.ok()) << status;
}

std::vector<Row> InvitedRows() {
  return {
    ROW("OwnerInvites", "", return Invite(c, c.olga, "new", {{"pr"}});),
        ROW("KitInvites", "", return Invite(c, c.kit, "new");),
        ROW("HeadInvites", "not-owner", return Invite(c, c.hans, "new");),
        ROW("ManagerInvites", "not-owner", return Invite(c, c.maks, "new");),
        ROW("LoginOfAMember", "login-taken",
            return Invite(c, c.founder, "mira");),
        ROW("LoginOfSomebodyInvited", "login-taken",
            return Invite(c, c.founder, "wanda");),
        ROW("LoginOfALeaver", "login-taken",
            return Invite(c, c.founder, "dora");),
        ROW("LoginOfATool", "login-taken", return Invite(c, c.founder, "bot");),
        ROW("InvitationWithAMembersId", "id-taken",
            Attempt a = Invite(c, c.founder, "new");
            a.entry.mutable_invited()->set_invitation(c.mira.id); return a;),
        ROW("InvitationWithAnInvitationsId", "id-taken",
            Attempt a = Invite(c, c.founder, "new");
            a.entry.mutable_invited()->set_invitation(c.letter.id); return a;),
        ROW("InviteeWithAnInvitationsId", "id-taken",
            Attempt a = Invite(c, c.founder, "new");
            a.entry.mutable_invited()->set_member(c.letter.id); return a;),
        ROW("InvitationAndInviteeWithOneId", "id-taken",
            Attempt a = Invite(c, c.founder, "new");
            a.entry.mutable_invited()->set_member(
                a.entry.invited().invitation());
            return a;),
        ROW("ActiveMemberInvitedAgain", "not-waiting",
            return InviteAgain(c, c.mira);),
        ROW("SuspendedMemberInvitedAgain", "not-waiting",
            return InviteAgain(c, c.sven);),
        ROW("LeaverInvitedAgain", "not-waiting",
            return InviteAgain(c, c.dora);),
        ROW("LostMemberInvitedAgain", "", return InviteAgain(c, c.lena);),
        ROW("LostMemberInvitedByAnotherLogin", "login-other",
            TestMember lena = c.lena;
            lena.login = "helena"; return InviteAgain(c, lena);),
        ROW("InvitedTwiceAtOnce", "invitation-open",
            return InviteAgain(c, c.wanda);),
        ROW("InvitedAgainWhenOver", "", c.org.Wait(7 * kDayMs);
            return InviteAgain(c, c.wanda);),
        ROW("InvitedAgainWhenWithdrawn", "",
            MustAdd(c, {c.founder, Withdrawn(c.org, c.letter.id)});
            return InviteAgain(c, c.wanda);),
        ROW("UnknownRole", "role-unknown",
            return Invite(c, c.founder, "new", {{"juggler"}});),
        ROW("EndedRole", "role-unknown",
            MustAdd(c, {c.founder, RoleEnded(c.org, "pr")});
            return Invite(c, c.founder, "new", {{"pr"}});),
        ROW("InvitedAsOwner", "owner-role",
            return Invite(c, c.founder, "new", {{kOwner}});),
        ROW("RoleThatIsOver", "until-past",
            return Invite(c, c.founder, "new", {{"pr", c.org.now_ms()}});),
        ROW("ContractorWithoutEnd", "needs-end",
            return Invite(c, c.founder, "new", {{kContractor}});),
        ROW("ContractorWithAnotherRoleWithoutEnd", "needs-end",
            return Invite(
                c, c.founder, "new",
                {{kContractor, c.org.now_ms() + kDayMs}, {"marketer"}});),
        ROW("ContractorWithEnd", "",
            return Invite(c, c.founder, "new",
                          {{kContractor, c.org.now_ms() + kDayMs}});),
        ROW("OverAtOnce", "until-past", return InviteUntil(c, c.org.now_ms());),
        ROW("OpenForAFortnight", "",
            return InviteUntil(c, c.org.now_ms() + kFortnightMs);),
        ROW("OpenForLonger", "invitation-long",
            return InviteUntil(c, c.org.now_ms() + kFortnightMs + 1);),
        ROW("OpenForEver", "until-past", return InviteUntil(c, 0);),
        ROW("KeysOfAMember", "key-reused",
            return InviteWithKeys(c, c.mira.keys());),
        ROW("KeysOfAnInvitation", "key-reused",
            return InviteWithKeys(c, c.letter.keys());),
        ROW("KeysThatWereLost", "key-reused",
            return InviteWithKeys(c, c.lena.keys());),
        ROW("OneReusedKey", "key-reused",
            trust::v1::PublicKeys keys = c.org.Fresh("").keys();
            keys.set_box(c.org.state().FindRole(kOwner)->epoch().box);
            return InviteWithKeys(c, keys);),
        ROW("OneKeyTwice", "key-reused",
            trust::v1::PublicKeys keys = c.org.Fresh("").keys();
            keys.set_sign(keys.box()); return InviteWithKeys(c, keys);),
  };
}

std::vector<Row> JoinedRows() {
  return {
    ROW("OwnerWithdraws", "",
        return {c.founder, Withdrawn(c.org, c.letter.id)};),
        ROW("HeadWithdraws", "not-owner",
            return {c.hans, Withdrawn(c.org, c.letter.id)};),
        ROW("WithdrawsNothing", "invitation-unknown",
            return {c.founder, Withdrawn(c.org, c.mira.id)};),
        ROW("WithdrawsTwice", "invitation-closed",
            MustAdd(c, {c.founder, Withdrawn(c.org, c.letter.id)});
            return {c.founder, Withdrawn(c.org, c.letter.id)};),
        ROW("WithdrawsWhatWasUsed", "invitation-closed",
            MustAdd(c, Join(c, c.wanda));
            return {c.founder, Withdrawn(c.org, c.letter.id)};),
        ROW("NewcomerJoins", "", return Join(c, c.wanda);),
        ROW("NewcomerJoinsInTime", "", c.org.Wait(7 * kDayMs - 1);
            return Join(c, c.wanda);),
        ROW("NewcomerJoinsTooLate", "invitation-over", c.org.Wait(7 * kDayMs);
            return Join(c, c.wanda);),
        ROW("JoinsByAWithdrawnInvitation", "invitation-closed",
            MustAdd(c, {c.founder, Withdrawn(c.org, c.letter.id)});
            return Join(c, c.wanda);),
        ROW("SecondToJoin", "invitation-closed", MustAdd(c, Join(c, c.wanda));
            return Join(c, c.org.WithNewKeys(c.wanda));),
        ROW("InviterSuspended", "invitation-closed", c.org.Suspend(c.olga.id);
            return Join(c, c.wanda);),
        ROW("InviterSuspendedAndBack", "invitation-closed",
            c.org.Suspend(c.olga.id);
            MustAdd(c, {c.founder, Resumed(c.org, c.olga.id)});
            return Join(c, c.wanda);),
        ROW("InviterNoOwnerAnyMore", "invitation-closed",
            c.org.TakeRole(c.olga.id, kOwner);
            return Join(c, c.wanda);),
        ROW("InviterLost", "invitation-closed",
            MustAdd(c, {c.founder, Lost(c.org, c.olga.id)});
            return Join(c, c.wanda);),
        ROW("InviterMoved", "", TestMember olga = c.org.WithNewKeys(c.olga);
            MustAdd(c, {c.olga, Moved(c.org, olga), olga});
            return Join(c, c.wanda);),
        ROW("JoinsByAnotherInvitation", "not-invitation",
            TestMember other = c.org.Fresh("");
            MustAdd(c, {c.founder,
                        c.org.DraftInvited(other, c.org.Fresh("new"), {})});
            return {other, c.org.DraftJoined(c.letter, c.wanda), c.wanda};),
        ROW("JoinsWithAMembersKeys", "key-reused", return Join(c, c.mira);),
        ROW("JoinsWithTheInvitationsKeys", "key-reused",
            return Join(c, c.letter);),
  };
}

std::vector<Row> IdentityRows() {
  return {
    ROW("PersonMoves", "", TestMember mira = c.org.WithNewKeys(c.mira);
        return {c.mira, Moved(c.org, mira), mira};),
        ROW("ToolMoves", "not-person",
            TestMember bot = c.org.WithNewKeys(c.bot);
            return {c.bot, Moved(c.org, bot), bot};),
        ROW("KitMoves", "not-person", TestMember kit = c.org.WithNewKeys(c.kit);
            return {c.kit, Moved(c.org, kit), kit};),
        ROW("MovesToTheSameKeys", "key-reused",
            return {c.mira, Moved(c.org, c.mira), c.mira};),
        ROW("MovesToAnothersKeys", "key-reused",
            return {c.mira, Moved(c.org, c.hans), c.hans};),
        ROW("OwnerReportsALoss", "",
            return {c.founder, Lost(c.org, c.mira.id)};),
        ROW("OwnerReportsAnotherOwnersLoss", "",
            return {c.founder, Lost(c.org, c.olga.id)};),
        ROW("PersonReportsTheirOwnLoss", "",
            return {c.mira, Lost(c.org, c.mira.id)};),
        ROW("HeadReportsAnothersLoss", "not-owner",
            return {c.hans, Lost(c.org, c.mira.id)};),
        ROW("KitReportsAMarketersLoss", "kit-last-owner",
            return {c.kit, Lost(c.org, c.mira.id)};),
        ROW("KitReportsOneOfTwoOwnersLoss", "kit-last-owner",
            return {c.kit, Lost(c.org, c.olga.id)};),
        ROW("KitReportsTheLastOwnersLoss", "",
            c.org.TakeRole(c.olga.id, kOwner);
            return {c.kit, Lost(c.org, c.founder.id)};),
        ROW("LastOwnerReportsTheirOwnLoss", "",
            c.org.TakeRole(c.olga.id, kOwner);
            return {c.founder, Lost(c.org, c.founder.id)};),
        ROW("LastOwnerIsLostWithoutAKit", "last-owner",
            c.org.TakeRole(c.olga.id, kOwner);
            MustAdd(c, {c.founder, KitRemoved(c.org, c.kit.id)});
            return {c.founder, Lost(c.org, c.founder.id)};),
        ROW("ToolLost", "not-person",
            return {c.founder, Lost(c.org, c.bot.id)};),
        ROW("KitLost", "not-person",
            return {c.founder, Lost(c.org, c.kit.id)};),
        ROW("SuspendedMemberLost", "not-active",
            return {c.founder, Lost(c.org, c.sven.id)};),
        ROW("LostTwice", "not-active",
            return {c.founder, Lost(c.org, c.lena.id)};),
        ROW("LostInTheFuture", "since-future",
            Attempt a{c.founder, Lost(c.org, c.mira.id)};
            a.entry.mutable_lost()->set_since_ms(c.org.now_ms() + 1);
            return a;),
  };
}

std::vector<Row> LeavingRows() {
  return {
    ROW("OwnerSuspends", "", return {c.olga, Suspended(c.org, c.mira.id)};),
        ROW("OwnerSuspendsAnOwner", "",
            return {c.olga, Suspended(c.org, c.founder.id)};),
        ROW("PersonSuspendsThemselves", "",
            return {c.mira, Suspended(c.org, c.mira.id)};),
        ROW("OwnerSuspendsATool", "",
            return {c.olga, Suspended(c.org, c.bot.id)};),
        ROW("HeadSuspends", "not-owner",
            return {c.hans, Suspended(c.org, c.mira.id)};),
        ROW("KitSuspended", "kit",
            return {c.founder, Suspended(c.org, c.kit.id)};),
        ROW("KitSuspendsItself", "kit",
            return {c.kit, Suspended(c.org, c.kit.id)};),
        ROW("LastOwnerSuspended", "last-owner", c.org.Suspend(c.olga.id);
            return {c.kit, Suspended(c.org, c.founder.id)};),
        ROW("LastOwnerSuspendsThemselves", "last-owner",
            c.org.Suspend(c.olga.id);
            return {c.founder, Suspended(c.org, c.founder.id)};),
        ROW("SuspendedTwice", "not-active",
            return {c.founder, Suspended(c.org, c.sven.id)};),
        ROW("WaitingMemberSuspended", "not-active",
            return {c.founder, Suspended(c.org, c.wanda.id)};),
        ROW("NobodySuspended", "not-active",
            return {c.founder, Suspended(c.org, c.letter.id)};),
        ROW("OwnerResumes", "", return {c.olga, Resumed(c.org, c.sven.id)};),
        ROW("HeadResumes", "not-owner",
            return {c.hans, Resumed(c.org, c.sven.id)};),
        ROW("SuspendedMemberResumesThemselves", "author-inactive",
            return {c.sven, Resumed(c.org, c.sven.id)};),
        ROW("ActiveMemberResumed", "not-suspended",
            return {c.founder, Resumed(c.org, c.mira.id)};),
        ROW("LeaverResumed", "not-suspended",
            return {c.founder, Resumed(c.org, c.dora.id)};),
        ROW("OwnerClosesADeparture", "",
            return {c.olga, Departed(c.org, c.sven.id, c.mira.id)};),
        ROW("HeadClosesADeparture", "not-owner",
            return {c.hans, Departed(c.org, c.sven.id, c.mira.id)};),
        ROW("ActiveMemberDeparts", "not-suspended",
            return {c.founder, Departed(c.org, c.rita.id, c.mira.id)};),
        ROW("DepartsTwice", "not-suspended",
            return {c.founder, Departed(c.org, c.dora.id, c.mira.id)};),
        ROW("ToolDeparts", "not-person", c.org.Suspend(c.bot.id);
            return {c.founder, Departed(c.org, c.bot.id, c.mira.id)};),
        ROW("DepartsHoldingKeys", "holds-keys", c.org.Suspend(c.rita.id);
            return {c.founder, Departed(c.org, c.rita.id, c.mira.id)};),
        ROW("DepartsWhenKeysAreRenewed", "", c.org.Suspend(c.rita.id);
            c.org.RenewDue();
            return {c.founder, Departed(c.org, c.rita.id, c.mira.id)};),
        ROW("SuccessorSuspended", "successor", c.org.Suspend(c.mira.id);
            return {c.founder, Departed(c.org, c.sven.id, c.mira.id)};),
        ROW("OwnSuccessor", "successor",
            return {c.founder, Departed(c.org, c.sven.id, c.sven.id)};),
        ROW("ToolAsSuccessor", "successor",
            return {c.founder, Departed(c.org, c.sven.id, c.bot.id)};),
  };
}

std::vector<Row> ToolRows() {
  return {
    ROW("OwnerMakesATool", "", return MakeKnowing(c, "lead.write");),
        ROW("HeadMakesATool", "not-owner",
            return Make(c, c.hans, c.org.Fresh("new"), {},
                        c.org.now_ms() + kDayMs);),
        ROW("ToolWithALoginInUse", "login-taken",
            return Make(c, c.founder, c.org.Fresh("mira"), {},
                        c.org.now_ms() + kDayMs);),
        ROW("ToolWithAnIdInUse", "id-taken",
            TestMember tool = c.org.WithNewKeys(c.mira);
            tool.login = "new";
            return Make(c, c.founder, tool, {}, c.org.now_ms() + kDayMs);),
        ROW("ToolWithAnInvitationsId", "id-taken",
            TestMember tool = c.org.WithNewKeys(c.letter);
            tool.login = "new";
            return Make(c, c.founder, tool, {}, c.org.now_ms() + kDayMs);),
        ROW("ToolWithoutEnd", "needs-end",
            return Make(c, c.founder, c.org.Fresh("new"), {}, 0);),
        ROW("ToolThatIsOver", "until-past",
            return Make(c, c.founder, c.org.Fresh("new"), {}, c.org.now_ms());),
        ROW("ToolThatWritesTheRoster", "permission-word",
            return MakeKnowing(c, "roster.append");),
        ROW("ToolThatCreatesSafes", "permission-word",
            return MakeKnowing(c, "safe.create");),
        ROW("ToolThatMayEverything", "permission-word",
            return MakeKnowing(c, "everything");),
        ROW("ToolWithAMembersKeys", "key-reused", TestMember tool = c.mira;
            tool.id = c.org.FreshId(); tool.login = "new";
            return Make(c, c.founder, tool, {}, c.org.now_ms() + kDayMs);),
        ROW("OwnerEndsATool", "",
            return {c.founder, ToolEnded(c.org, c.bot.id)};),
        ROW("OwnerEndsASuspendedTool", "", c.org.Suspend(c.bot.id);
            return {c.founder, ToolEnded(c.org, c.bot.id)};),
        ROW("HeadEndsATool", "not-owner",
            return {c.hans, ToolEnded(c.org, c.bot.id)};),
        ROW("PersonEndedAsATool", "not-tool",
            return {c.founder, ToolEnded(c.org, c.mira.id)};),
        ROW("ToolEndedTwice", "not-active",
            MustAdd(c, {c.founder, ToolEnded(c.org, c.bot.id)});
            return {c.founder, ToolEnded(c.org, c.bot.id)};),
  };
}

AUTHORITY_ROWS(Invited, InvitedRows());
AUTHORITY_ROWS(Joined, JoinedRows());
AUTHORITY_ROWS(Identity, IdentityRows());
AUTHORITY_ROWS(Leaving, LeavingRows());
AUTHORITY_ROWS(Tools, ToolRows());

}  // namespace
}  // namespace klad::crypto::roster
