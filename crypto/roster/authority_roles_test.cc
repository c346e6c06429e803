#include "crypto/roster/testing/authority_rows.h"

namespace klad::crypto::roster {
namespace {

Attempt Define(Cast& c, const std::string& role,
               const std::vector<std::string>& words) {
  return {c.founder, c.org.DraftRoleDefined(role, words)};
}

Attempt Change(Cast& c, const std::string& role, const std::string& word) {
  return {c.founder, RoleChanged(c.org, role, {word})};
}

Attempt Give(Cast& c, const TestMember& author, const TestMember& member,
             const std::string& role, int64_t until_ms = 0) {
  return {author, RoleGiven(c.org, member.id, role, until_ms)};
}

Attempt Renew(Cast& c, const TestMember& author, const std::string& role) {
  return {author, c.org.DraftRoleEpoch(role)};
}

void MustAdd(Cast& c, const TestMember& author, const Entry& entry) {
  const absl::Status status = c.org.Add(author, entry);
  ASSERT_TRUE(status.ok()) << status;
}

std::vector<Row> DefinitionRows() {
  return {
    ROW("OwnerDefinesARole", "",
        return Define(c, "analyst", {"metric.read", "safe.create"});),
        ROW("RoleThatGivesNothing", "", return Define(c, "analyst", {});),
        ROW("HeadDefinesARole", "not-owner",
            return {c.hans, c.org.DraftRoleDefined("analyst", {})};),
        ROW("RoleDefinedTwice", "role-taken", return Define(c, "pr", {});),
        ROW("OwnerDefinedAgain", "role-taken", return Define(c, kOwner, {});),
        ROW("EndedRoleDefinedAgain", "role-taken",
            MustAdd(c, c.founder, RoleEnded(c.org, "pr"));
            return Define(c, "pr", {});),
        ROW("RoleThatWritesTheRoster", "permission-word",
            return Define(c, "analyst", {"roster.append"});),
        ROW("RoleThatIsOwner", "permission-word",
            return Define(c, "analyst", {"owner.all"});),
        ROW("RoleThatManagesSafes", "permission-word",
            return Define(c, "analyst", {"safe.manage"});),
        ROW("PermissionWithoutAService", "permission-word",
            return Define(c, "analyst", {"member"});),
        ROW("PermissionForEverything", "permission-word",
            return Define(c, "analyst", {"*"});),
        ROW("PermissionInCapitals", "permission-word",
            return Define(c, "analyst", {"Link.read"});),
        ROW("KeyOfAnotherRole", "first-epoch", Attempt a = Define(c, "x", {});
            a.entry.mutable_role_defined()->mutable_key()->set_role("pr");
            return a;),
        ROW("KeyOfALaterEpoch", "first-epoch", Attempt a = Define(c, "x", {});
            auto* key = a.entry.mutable_role_defined()->mutable_key();
            key->set_epoch(2); key->set_previous(std::string(104, 'p'));
            return a;),
        ROW("KeyOfAnotherRolesEpoch", "key-reused",
            Attempt a = Define(c, "x", {});
            a.entry.mutable_role_defined()->mutable_key()->set_box(
                c.org.state().FindRole("pr")->epoch().box);
            return a;),
        ROW("OwnerChangesARole", "", return Change(c, "pr", "link.read");),
        ROW("HeadChangesARole", "not-owner",
            return {c.hans, RoleChanged(c.org, kHead, {"link.read"})};),
        ROW("UnknownRoleChanged", "role-unknown",
            return Change(c, "juggler", "link.read");),
        ROW("EndedRoleChanged", "role-unknown",
            MustAdd(c, c.founder, RoleEnded(c.org, "pr"));
            return Change(c, "pr", "link.read");),
        ROW("OwnerRoleChanged", "owner-role",
            return Change(c, kOwner, "link.read");),
        ROW("RoleChangedToWriteTheRoster", "permission-word",
            return Change(c, "pr", "roster.append");),
        ROW("OwnerEndsARole", "", return {c.olga, RoleEnded(c.org, "pr")};),
        ROW("HeadEndsARole", "not-owner",
            return {c.hans, RoleEnded(c.org, "pr")};),
        ROW("OwnerRoleEnded", "owner-role",
            return {c.olga, RoleEnded(c.org, kOwner)};),
        ROW("RoleEndedTwice", "role-unknown",
            MustAdd(c, c.founder, RoleEnded(c.org, "pr"));
            return {c.founder, RoleEnded(c.org, "pr")};),
  };
}

std::vector<Row> MembershipRows() {
  return {
    ROW("OwnerGivesARole", "", return Give(c, c.olga, c.mira, "pr");),
        ROW("OwnerGivesARoleForATime", "",
            return Give(c, c.olga, c.mira, "pr", c.org.now_ms() + kDayMs);),
        ROW("OwnerChangesTheEnd", "",
            return Give(c, c.olga, c.cora, kContractor,
                        c.cora_end_ms + kDayMs);),
        ROW("OwnerMakesAnOwner", "", return Give(c, c.olga, c.mira, kOwner);),
        ROW("HeadGivesARole", "not-owner",
            return Give(c, c.hans, c.mira, "pr");),
        ROW("HeadMakesThemselvesOwner", "not-owner",
            return Give(c, c.hans, c.hans, kOwner);),
        ROW("UnknownRoleGiven", "role-unknown",
            return Give(c, c.olga, c.mira, "juggler");),
        ROW("SuspendedMemberMadeOwner", "not-active",
            return Give(c, c.olga, c.sven, kOwner);),
        ROW("WaitingMemberMadeOwner", "not-active",
            return Give(c, c.olga, c.wanda, kOwner);),
        ROW("LostMemberMadeOwner", "not-active",
            return Give(c, c.olga, c.lena, kOwner);),
        ROW("ToolMadeOwner", "not-person",
            return Give(c, c.olga, c.bot, kOwner);),
        ROW("ToolGivenARole", "not-person",
            return Give(c, c.olga, c.bot, "pr", c.org.now_ms() + kDayMs);),
        ROW("KitGivenARole", "not-person",
            return Give(c, c.olga, c.kit, "pr");),
        ROW("RoleGivenForThePast", "until-past",
            return Give(c, c.olga, c.mira, "pr", c.org.now_ms());),
        ROW("ContractorWithoutEnd", "needs-end",
            return Give(c, c.olga, c.mira, kContractor);),
        ROW("ContractorsOtherRoleWithoutEnd", "needs-end",
            return Give(c, c.olga, c.cora, "marketer");),
        ROW("ContractorsOtherRoleWithEnd", "",
            return Give(c, c.olga, c.cora, "marketer", c.cora_end_ms);),
        ROW("ContractorMadeOwner", "needs-end",
            return Give(c, c.olga, c.cora, kOwner);),
        ROW("ContractorWhoseTimeIsOverGivenARoleWithoutEnd", "needs-end",
            c.org.Wait(21 * kDayMs);
            return Give(c, c.olga, c.cora, "marketer");),
        ROW("OwnerForATime", "owner-end",
            return Give(c, c.olga, c.mira, kOwner, c.org.now_ms() + kDayMs);),
        ROW("MemberWithAnEndlessRoleMadeContractor", "endless",
            return Give(c, c.olga, c.mira, kContractor,
                        c.org.now_ms() + kDayMs);),
        ROW("MemberWithAnEndlessGrantMadeContractor", "endless",
            c.org.TakeRole(c.rita.id, "marketer");
            return Give(c, c.olga, c.rita, kContractor,
                        c.org.now_ms() + kDayMs);),
        ROW("MemberWithAnEndlessShareMadeContractor", "endless",
            c.org.TakeRole(c.mira.id, "marketer");
            MustAdd(c, c.founder,
                    Shared(c.org, c.safe, c.org.FreshId(), c.mira.id));
            return Give(c, c.olga, c.mira, kContractor,
                        c.org.now_ms() + kDayMs);),
        ROW("MemberWithNothingMadeContractor", "",
            c.org.TakeRole(c.mira.id, "marketer");
            return Give(c, c.olga, c.mira, kContractor,
                        c.org.now_ms() + kDayMs);),
        ROW("OwnerTakesARole", "",
            return {c.olga, RoleTaken(c.org, c.mira.id, "marketer")};),
        ROW("OwnerTakesASuspendedMembersRole", "",
            return {c.olga, RoleTaken(c.org, c.sven.id, "marketer")};),
        ROW("OwnerStopsBeingOwner", "",
            return {c.olga, RoleTaken(c.org, c.olga.id, kOwner)};),
        ROW("HeadTakesARole", "not-owner",
            return {c.hans, RoleTaken(c.org, c.mira.id, "marketer")};),
        ROW("RoleTakenFromOneWithoutIt", "not-in-role",
            return {c.olga, RoleTaken(c.org, c.mira.id, "pr")};),
        ROW("RoleTakenTwice", "not-in-role",
            c.org.TakeRole(c.mira.id, "marketer");
            return {c.olga, RoleTaken(c.org, c.mira.id, "marketer")};),
        ROW("KitStopsBeingOwner", "not-person",
            return {c.olga, RoleTaken(c.org, c.kit.id, kOwner)};),
        ROW("LastOwnerStopsBeingOwner", "last-owner",
            c.org.TakeRole(c.olga.id, kOwner);
            return {c.founder, RoleTaken(c.org, c.founder.id, kOwner)};),
        ROW("KitTakesTheLastOwnersRole", "last-owner",
            c.org.TakeRole(c.olga.id, kOwner);
            return {c.kit, RoleTaken(c.org, c.founder.id, kOwner)};),
        ROW("LastActiveOwnerStopsBeingOwner", "last-owner",
            c.org.Suspend(c.olga.id);
            return {c.founder, RoleTaken(c.org, c.founder.id, kOwner)};),
  };
}

std::vector<Row> EpochRows() {
  return {
    ROW("OwnerRenewsARole", "", return Renew(c, c.olga, "marketer");),
        ROW("OwnerRenewsOwner", "", return Renew(c, c.olga, kOwner);),
        ROW("HeadRenewsHead", "not-owner", return Renew(c, c.hans, kHead);),
        ROW("MarketerRenewsOwner", "not-owner",
            return Renew(c, c.mira, kOwner);),
        ROW("EpochMadeTwice", "epoch-number",
            const Attempt again = Renew(c, c.olga, "pr");
            MustAdd(c, c.olga, again.entry); return again;),
        ROW("EpochLeftOut", "epoch-number", Attempt a = Renew(c, c.olga, "pr");
            a.entry.mutable_role_epoch()->set_epoch(
                a.entry.role_epoch().epoch() + 1);
            return a;),
        ROW("EpochOfAnUnknownRole", "role-unknown",
            Attempt a = Renew(c, c.olga, "pr");
            a.entry.mutable_role_epoch()->set_role("juggler"); return a;),
        ROW("EpochOfAnEndedRole", "role-unknown",
            Attempt a = Renew(c, c.olga, "pr");
            MustAdd(c, c.founder, RoleEnded(c.org, "pr")); return a;),
        ROW("EpochWithAnOldKey", "key-reused",
            Attempt a = Renew(c, c.olga, "pr");
            a.entry.mutable_role_epoch()->set_box(
                c.org.state().FindRole("pr")->epoch().box);
            return a;),
        ROW("EpochWithAMembersKey", "key-reused",
            Attempt a = Renew(c, c.olga, "pr");
            a.entry.mutable_role_epoch()->set_box(c.mira.keys().box());
            return a;),
  };
}

AUTHORITY_ROWS(RoleDefinitions, DefinitionRows());
AUTHORITY_ROWS(RoleMemberships, MembershipRows());
AUTHORITY_ROWS(RoleEpochs, EpochRows());

}  // namespace
}  // namespace klad::crypto::roster
