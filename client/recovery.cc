#include "client/recovery.h"

#include <utility>
#include <vector>

#include "client/door_session.h"
#include "client/error.h"
#include "client/inviting.h"
#include "client/keychain.h"
#include "client/new_identity.h"
#include "client/people.h"
#include "client/restoration.h"
#include "client/roster_writer.h"
#include "client/server_log.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/state.h"

namespace klad::client {
namespace {

using crypto::Identity;
using RosterState = crypto::roster::State;

constexpr int64_t kInvitationMs = 3600 * 1000;

absl::StatusOr<Identity> KitIdentity(const crypto::Kit& kit,
                                     const trust::v1::Door& door,
                                     const RosterState& roster) {
  if (!kit.MadeFor(roster.founding())) {
    return Error(ExitCode::kIntegrity,
                 Tr("this kit was made for another organisation, or the server "
                    "shows another founding"),
                 Tr("check that kit and door line belong together"));
  }
  ASSIGN_OR_RETURN(Identity probe, kit.ToIdentity(AboutMember(door, NewId())));
  for (const auto& [id, member] : roster.facts().members) {
    if (member.kind != crypto::roster::MemberKind::kKit || !member.active() ||
        member.identity()->keys.sign != probe.PublicKeys().sign()) {
      continue;
    }
    ASSIGN_OR_RETURN(Identity identity, kit.ToIdentity(AboutMember(door, id)));
    identity.set_founding(roster.founding());
    return identity;
  }
  return Error(ExitCode::kDenied,
               Tr("this recovery kit was removed from the organisation"),
               Tr("use the newest kit"));
}

// The kit's three entries around the newcomer's own.
class Replacement {
 public:
  Replacement(Account* kit, std::string member)
      : keychain_(kit),
        writer_(kit, &keychain_),
        kit_(kit),
        member_(std::move(member)) {}

  absl::Status Run(const Identity& invitation, const Identity& identity) {
    const std::string& invitation_id = invitation.about().member();
    RETURN_IF_ERROR(Write([&](trust::v1::Entry& entry) {
      entry.mutable_lost()->set_member(member_);
      entry.mutable_lost()->set_since_ms(kit_->NowMs());
    }));
    RETURN_IF_ERROR(Write([&](trust::v1::Entry& entry) {
      const crypto::roster::Member* member = kit_->roster().FindMember(member_);
      entry = InvitedEntry(invitation,
                           {.login = member->login,
                            .name_hash = member->name_hash,
                            .roles = {},
                            .lasts_ms = kInvitationMs},
                           member_, kit_->NowMs());
    }));
    RETURN_IF_ERROR(writer_.Write(
        [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
          trust::v1::Entry entry;
          entry.mutable_joined()->set_invitation(invitation_id);
          *entry.mutable_joined()->mutable_keys() = identity.PublicKeys();
          return entry;
        },
        {invitation_id, &invitation.signing_key(), &identity.signing_key()}));
    return Write([&](trust::v1::Entry& entry) {
      entry.mutable_role_given()->set_member(member_);
      entry.mutable_role_given()->mutable_role()->set_role(
          crypto::roster::kOwner);
    });
  }

 private:
  absl::Status Write(const std::function<void(trust::v1::Entry&)>& fill) {
    return writer_.Write(
        [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
          trust::v1::Entry entry;
          fill(entry);
          return entry;
        });
  }

  Keychain keychain_;
  RosterWriter writer_;
  Account* const kit_;
  const std::string member_;
};

absl::Status GoOn(const RecoveryPlan& plan, Account* as_kit) {
  Vault vault(as_kit);
  ASSIGN_OR_RETURN(Loss loss, FindLoss(&vault));
  RETURN_IF_ERROR(plan.confirm_restored());
  return AcceptLoss(&vault, std::move(loss));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Account>> Recover(const RecoveryPlan& plan,
                                                 const crypto::Kit& kit,
                                                 const Secret& passphrase) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Session> session, OpenDoor(plan.door));
  ASSIGN_OR_RETURN(
      const ServerLog log,
      FetchLog(session.get(), plan.door.organisation(), std::nullopt));
  const RosterState& roster = log.roster;
  ASSIGN_OR_RETURN(Identity kit_identity, KitIdentity(kit, plan.door, roster));
  ASSIGN_OR_RETURN(const crypto::roster::Member* member,
                   FindPerson(roster, plan.login));
  ASSIGN_OR_RETURN(Identity identity,
                   Identity::Create(AboutMember(plan.door, member->id)));
  identity.set_founding(roster.founding());
  RETURN_IF_ERROR(WriteIdentity(plan.parts.state, identity, passphrase));

  ASSIGN_OR_RETURN(client::v1::Account kit_account,
                   FetchAccount(session.get(), kit_identity));
  ASSIGN_OR_RETURN(const std::unique_ptr<Account> as_kit,
                   Account::Open(plan.parts, std::move(kit_identity),
                                 std::move(kit_account)));
  if (log.restored) RETURN_IF_ERROR(GoOn(plan, as_kit.get()));
  ASSIGN_OR_RETURN(const Identity invitation,
                   Identity::Create(AboutMember(plan.door, NewId())));
  RETURN_IF_ERROR(
      Replacement(as_kit.get(), member->id).Run(invitation, identity));
  ASSIGN_OR_RETURN(client::v1::Account account,
                   FetchAccount(session.get(), identity));
  RETURN_IF_ERROR(WriteAccount(plan.parts.state, account));
  return Account::Open(plan.parts, std::move(identity), std::move(account));
}

}  // namespace klad::client
