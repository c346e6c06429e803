#include "crypto/roster/testing/authority_rows.h"

namespace klad::crypto::roster {
namespace {

using trust::v1::LEVEL_MANAGE;
using trust::v1::LEVEL_READ;
using trust::v1::LEVEL_WRITE;

void MustAdd(Cast& c, const TestMember& author, const Entry& entry) {
  const absl::Status status = c.org.Add(author, entry);
  ASSERT_TRUE(status.ok()) << status;
}

Attempt Create(Cast& c, const TestMember& author) {
  return {author, c.org.DraftSafe(c.org.FreshId())};
}

Attempt Renew(Cast& c, const TestMember& author) {
  return {author, c.org.DraftSafeEpoch(c.safe)};
}

Attempt RenewAt(Cast& c, uint64_t sequence, char link) {
  Attempt attempt = Renew(c, c.founder);
  auto* head = attempt.entry.mutable_safe_epoch()->mutable_head();
  head->set_sequence(sequence);
  head->set_link(std::string(sequence == 0 ? 0 : 32, link));
  return attempt;
}

Attempt Grant(Cast& c, const TestMember& author, const TestMember& member,
              Level level, int64_t until_ms = 0) {
  return {author,
          c.org.DraftGrant(c.safe, {false, member.id}, level, until_ms)};
}

Attempt GrantRole(Cast& c, const TestMember& author, const std::string& role,
                  Level level, int64_t until_ms = 0) {
  return {author, c.org.DraftGrant(c.safe, {true, role}, level, until_ms)};
}

Attempt Revoke(Cast& c, const TestMember& author, const TestMember& member) {
  return {author, Revoked(c.org, c.safe, {false, member.id})};
}

Attempt Share(Cast& c, const TestMember& author, const TestMember& member,
              int64_t until_ms = 0) {
  return {author,
          Shared(c.org, c.safe, std::string(16, 'k'), member.id, until_ms)};
}

Attempt Unshare(Cast& c, const TestMember& author) {
  return {author, Unshared(c.org, c.safe, std::string(16, 'k'), c.mira.id)};
}

std::vector<Row> SafeRows() {
  return {
    ROW("OwnerCreatesASafe", "", return Create(c, c.olga);),
        ROW("HeadCreatesASafeByPermission", "", return Create(c, c.hans);),
        ROW("MarketerCreatesASafe", "not-owner", return Create(c, c.mira);),
        ROW("ToolCreatesASafe", "not-owner", return Create(c, c.bot);),
        ROW("HeadWhoseRoleIsOverCreatesASafe", "not-owner",
            c.org.GiveRole(c.mira.id, kHead, c.org.now_ms() + kDayMs);
            c.org.Wait(kDayMs); return Create(c, c.mira);),
        ROW("SafeCreatedTwice", "safe-known",
            return {c.founder, c.org.DraftSafe(c.safe)};),
        ROW("RetiredSafeCreatedAgain", "safe-known",
            return {c.founder, c.org.DraftSafe(c.retired)};),
        ROW("SafeThatBeginsWithALaterEpoch", "first-epoch",
            Attempt a = Create(c, c.founder);
            auto* key = a.entry.mutable_safe_created()->mutable_key();
            key->set_epoch(2); key->set_previous(std::string(104, 'p'));
            return a;),
        ROW("SafeThatBeginsWithAHead", "first-epoch",
            Attempt a = Create(c, c.founder);
            auto* key = a.entry.mutable_safe_created()->mutable_key();
            key->mutable_head()->set_sequence(1);
            key->mutable_head()->set_link(std::string(32, 'l')); return a;),
        ROW("SafeThatBeginsWithARoot", "first-epoch",
            Attempt a = Create(c, c.founder);
            a.entry.mutable_safe_created()->mutable_key()->set_root(
                std::string(32, 'r'));
            return a;),
        ROW("SafeForAHeadThatIsNoRoleAnyMore", "role-unknown",
            MustAdd(c, c.founder, RoleEnded(c.org, kHead));
            return Create(c, c.founder);),
        ROW("SafeWithoutTheHead", "", Attempt a = Create(c, c.founder);
            MustAdd(c, c.founder, RoleEnded(c.org, kHead));
            a.entry.mutable_safe_created()->set_head_manages(false); return a;),
        ROW("OwnerRenamesASafe", "",
            return {c.olga, SafeRenamed(c.org, c.safe, 1)};),
        ROW("ManagerRenamesASafe", "",
            return {c.maks, SafeRenamed(c.org, c.safe, 1)};),
        ROW("HeadRenamesASafe", "",
            return {c.hans, SafeRenamed(c.org, c.safe, 1)};),
        ROW("WriterRenamesASafe", "not-manager",
            return {c.wim, SafeRenamed(c.org, c.safe, 1)};),
        ROW("RenamedUnderAnotherEpoch", "epoch-number",
            return {c.olga, SafeRenamed(c.org, c.safe, 2)};),
        ROW("RetiredSafeRenamed", "safe-retired",
            return {c.olga, SafeRenamed(c.org, c.retired, 1)};),
        ROW("UnknownSafeRenamed", "safe-unknown",
            Attempt a{c.olga, SafeRenamed(c.org, c.safe, 1)};
            a.entry.mutable_safe_renamed()->set_safe(c.mira.id); return a;),
        ROW("ManagerRetiresASafe", "",
            return {c.maks, SafeRetired(c.org, c.safe)};),
        ROW("WriterRetiresASafe", "not-manager",
            return {c.wim, SafeRetired(c.org, c.safe)};),
        ROW("SafeRetiredTwice", "safe-retired",
            return {c.olga, SafeRetired(c.org, c.retired)};),
  };
}

std::vector<Row> EpochRows() {
  return {
    ROW("OwnerRenewsASafe", "", return Renew(c, c.olga);),
        ROW("ManagerRenewsASafe", "", return Renew(c, c.maks);),
        ROW("HeadRenewsASafe", "", return Renew(c, c.hans);),
        ROW("WriterRenewsASafe", "not-manager", return Renew(c, c.wim);),
        ROW("StrangerRenewsASafe", "not-manager", return Renew(c, c.mira);),
        ROW("ManagerPastTheirEndRenewsASafe", "not-manager",
            c.org.Wait(30 * kDayMs);
            return Renew(c, c.maks);),
        ROW("EpochLeftOut", "epoch-number", Attempt a = Renew(c, c.olga);
            a.entry.mutable_safe_epoch()->set_epoch(
                a.entry.safe_epoch().epoch() + 1);
            return a;),
        ROW("EpochMadeTwice", "epoch-number", Attempt a = Renew(c, c.olga);
            MustAdd(c, c.olga, a.entry); return a;),
        ROW("EpochOfARetiredSafe", "safe-retired", Attempt a = Renew(c, c.olga);
            MustAdd(c, c.olga, SafeRetired(c.org, c.safe)); return a;),
        ROW("EpochWithALaterHead", "",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            return RenewAt(c, 6, 'b');),
        ROW("EpochWithTheSameHead", "",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            return RenewAt(c, 5, 'a');),
        ROW("EpochWithAnEarlierHead", "head-falls",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            return RenewAt(c, 4, 'a');),
        ROW("EpochWithAnotherHeadOfTheSameNumber", "head-falls",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            return RenewAt(c, 5, 'b');),
        ROW("EpochAfterARestoreWithAnEarlierHead", "",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            MustAdd(c, c.olga, Restored(c.org, {c.safe}));
            return RenewAt(c, 4, 'a');),
        ROW("SecondEpochAfterARestoreWithAnEarlierHead", "head-falls",
            MustAdd(c, c.olga, RenewAt(c, 5, 'a').entry);
            MustAdd(c, c.olga, Restored(c.org, {c.safe}));
            MustAdd(c, c.olga, RenewAt(c, 4, 'a').entry);
            return RenewAt(c, 3, 'a');),
  };
}

std::vector<Row> GrantRows() {
  return {
    ROW("OwnerMakesAManager", "",
        return Grant(c, c.olga, c.mira, LEVEL_MANAGE);),
        ROW("OwnerLowersAManager", "",
            return Grant(c, c.olga, c.maks, LEVEL_READ);),
        ROW("OwnerMakesARoleManager", "",
            return GrantRole(c, c.olga, "pr", LEVEL_MANAGE);),
        ROW("HeadGrants", "", return Grant(c, c.hans, c.mira, LEVEL_WRITE);),
        ROW("ManagerGrantsUpToTheirEnd", "",
            return Grant(c, c.maks, c.mira, LEVEL_WRITE, c.maks_end_ms);),
        ROW("ManagerGrantsPastTheirEnd", "past-own-end",
            return Grant(c, c.maks, c.mira, LEVEL_READ, c.maks_end_ms + 1);),
        ROW("ManagerWithAnEndGrantsForEver", "past-own-end",
            return Grant(c, c.maks, c.mira, LEVEL_READ);),
        ROW("HeadForATimeGrantsForEver", "past-own-end",
            c.org.GiveRole(c.mira.id, kHead, c.org.now_ms() + kDayMs);
            return Grant(c, c.mira, c.rita, LEVEL_READ);),
        ROW("ManagerChangesAWriter", "",
            return Grant(c, c.maks, c.wim, LEVEL_READ, c.maks_end_ms);),
        ROW("ManagerMakesAManager", "manage-by-manager",
            return Grant(c, c.maks, c.mira, LEVEL_MANAGE, c.maks_end_ms);),
        ROW("ManagerProlongsThemselves", "past-own-end",
            return Grant(c, c.maks, c.maks, LEVEL_MANAGE);),
        ROW("ManagerLowersAnotherManager", "over-manager",
            return Grant(c, c.hans, c.maks, LEVEL_READ);),
        ROW("ManagerLowersTheHead", "over-manager",
            return GrantRole(c, c.maks, kHead, LEVEL_READ, c.maks_end_ms);),
        ROW("WriterGrants", "not-manager",
            return Grant(c, c.wim, c.mira, LEVEL_READ);),
        ROW("WriterRaisesThemselves", "not-manager",
            return Grant(c, c.wim, c.wim, LEVEL_MANAGE);),
        ROW("StrangerGrantsThemselves", "not-manager",
            return Grant(c, c.mira, c.mira, LEVEL_READ);),
        ROW("ManagerOfAnotherSafeGrants", "not-manager",
            const Id other = c.org.MakeSafe(c.hans);
            c.org.Grant(other, c.mira.id, LEVEL_MANAGE);
            return Grant(c, c.mira, c.rita, LEVEL_READ);),
        ROW("ManagerWhoseRoleWasTakenGrants", "not-manager",
            c.org.TakeRole(c.hans.id, kHead);
            return Grant(c, c.hans, c.mira, LEVEL_READ);),
        ROW("SuspendedMemberGranted", "not-active",
            return Grant(c, c.olga, c.sven, LEVEL_READ);),
        ROW("WaitingMemberGranted", "not-active",
            return Grant(c, c.olga, c.wanda, LEVEL_READ);),
        ROW("LeaverGranted", "not-active",
            return Grant(c, c.olga, c.dora, LEVEL_READ);),
        ROW("NobodyGranted", "not-active",
            return Grant(c, c.olga, c.letter, LEVEL_READ);),
        ROW("KitGranted", "kit", return Grant(c, c.olga, c.kit, LEVEL_READ);),
        ROW("ContractorGrantedForATime", "",
            return Grant(c, c.olga, c.cora, LEVEL_WRITE, c.cora_end_ms);),
        ROW("ContractorGrantedForEver", "needs-end",
            return Grant(c, c.olga, c.cora, LEVEL_READ);),
        ROW("RoleOfContractorsGrantedForEver", "needs-end",
            return GrantRole(c, c.olga, kContractor, LEVEL_READ);),
        ROW("RoleOfContractorsGrantedForATime", "",
            return GrantRole(c, c.olga, kContractor, LEVEL_READ,
                             c.org.now_ms() + kDayMs);),
        ROW("ToolGrantedForATime", "",
            return Grant(c, c.olga, c.bot, LEVEL_READ,
                         c.org.now_ms() + kDayMs);),
        ROW("ToolGrantedForEver", "needs-end",
            return Grant(c, c.olga, c.bot, LEVEL_READ);),
        ROW("ToolMadeManager", "tool-manage",
            return Grant(c, c.olga, c.bot, LEVEL_MANAGE,
                         c.org.now_ms() + kDayMs);),
        ROW("UnknownRoleGranted", "role-unknown",
            return GrantRole(c, c.olga, "juggler", LEVEL_READ);),
        ROW("EndedRoleGranted", "role-unknown",
            MustAdd(c, c.founder, RoleEnded(c.org, "pr"));
            return GrantRole(c, c.olga, "pr", LEVEL_READ);),
        ROW("OwnerRoleGranted", "owner-role",
            return GrantRole(c, c.olga, kOwner, LEVEL_READ);),
        ROW("GrantThatIsOver", "until-past",
            return Grant(c, c.olga, c.mira, LEVEL_READ, c.org.now_ms());),
        ROW("RetiredSafeGranted", "safe-retired",
            Attempt a = Grant(c, c.olga, c.mira, LEVEL_READ);
            a.entry.mutable_granted()->set_safe(c.retired); return a;),
        ROW("UnknownSafeGranted", "safe-unknown",
            Attempt a = Grant(c, c.olga, c.mira, LEVEL_READ);
            a.entry.mutable_granted()->set_safe(c.mira.id); return a;),
        ROW("OwnerRevokes", "", return Revoke(c, c.olga, c.rita);),
        ROW("OwnerRevokesAManager", "", return Revoke(c, c.olga, c.maks);),
        ROW("ManagerRevokesAReader", "", return Revoke(c, c.maks, c.rita);),
        ROW("ManagerRevokesAManager", "over-manager",
            return Revoke(c, c.hans, c.maks);),
        ROW("ManagerRevokesTheHead", "over-manager",
            return {c.maks, Revoked(c.org, c.safe, {true, kHead})};),
        ROW("ReaderRevokes", "not-manager", return Revoke(c, c.rita, c.wim);),
        ROW("NothingRevoked", "grant-unknown",
            return Revoke(c, c.olga, c.mira);),
        ROW("RevokedTwice", "grant-unknown",
            MustAdd(c, c.olga, Revoke(c, c.olga, c.rita).entry);
            return Revoke(c, c.olga, c.rita);),
        ROW("GrantThatIsOverRevoked", "", c.org.Wait(31 * kDayMs);
            return Revoke(c, c.olga, c.maks);),
  };
}

std::vector<Row> ShareRows() {
  return {
    ROW("OwnerShares", "", return Share(c, c.olga, c.mira);),
        ROW("HeadShares", "", return Share(c, c.hans, c.mira);),
        ROW("WriterShares", "not-manager", return Share(c, c.wim, c.mira);),
        ROW("ManagerSharesPastTheirEnd", "past-own-end",
            return Share(c, c.maks, c.mira);),
        ROW("ManagerSharesUpToTheirEnd", "",
            return Share(c, c.maks, c.mira, c.maks_end_ms);),
        ROW("SharedWithASuspendedMember", "not-active",
            return Share(c, c.olga, c.sven);),
        ROW("SharedWithTheKit", "kit", return Share(c, c.olga, c.kit);),
        ROW("SharedWithAContractorForEver", "needs-end",
            return Share(c, c.olga, c.cora);),
        ROW("SharedWithAToolForEver", "needs-end",
            return Share(c, c.olga, c.bot);),
        ROW("ShareThatIsOver", "until-past",
            return Share(c, c.olga, c.mira, c.org.now_ms());),
        ROW("SharedFromARetiredSafe", "safe-retired",
            return {c.olga, Shared(c.org, c.retired, c.safe, c.mira.id)};),
        ROW("OwnerUnshares", "",
            MustAdd(c, c.olga, Share(c, c.olga, c.mira).entry);
            return Unshare(c, c.olga);),
        ROW("WriterUnshares", "not-manager",
            MustAdd(c, c.olga, Share(c, c.olga, c.mira).entry);
            return Unshare(c, c.wim);),
        ROW("NothingUnshared", "share-unknown", return Unshare(c, c.olga);),
        ROW("UnsharedTwice", "share-unknown",
            MustAdd(c, c.olga, Share(c, c.olga, c.mira).entry);
            MustAdd(c, c.olga, Unshare(c, c.olga).entry);
            return Unshare(c, c.olga);),
  };
}

AUTHORITY_ROWS(Safes, SafeRows());
AUTHORITY_ROWS(SafeEpochs, EpochRows());
AUTHORITY_ROWS(Grants, GrantRows());
AUTHORITY_ROWS(Shares, ShareRows());

}  // namespace
}  // namespace klad::crypto::roster
