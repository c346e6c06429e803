#include "client/founding.h"

#include <map>
#include <utility>

#include "client/door_session.h"
#include "client/error.h"
#include "client/new_identity.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/kit.h"
#include "crypto/names.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/policy.h"
#include "crypto/roster/signing.h"
#include "crypto/roster/state.h"

namespace klad::client {
namespace {

using crypto::Identity;
using crypto::roster::KeyName;

using Seeds = std::map<std::string, Secret>;  // by role

trust::v1::Entry FoundingEntry(const FoundingPlan& plan,
                               const Identity& founder, const Identity& kit,
                               Seeds* seeds) {
  trust::v1::Entry entry;
  entry.set_time_ms(plan.now_ms);
  trust::v1::Founded* founded = entry.mutable_founded();
  founded->set_organisation(plan.door.organisation());
  founded->set_name(plan.organisation);
  founded->set_founder(founder.about().member());
  founded->set_login(plan.login);
  *founded->mutable_keys() = founder.PublicKeys();
  founded->set_name_hash(
      crypto::HashDisplayName(Secret::Random(crypto::kNameSaltSize).Expose(),
                              plan.login)
          .str());
  founded->set_kit(kit.about().member());
  *founded->mutable_kit_keys() = kit.PublicKeys();
  for (const auto& role : crypto::roster::BuiltInRoles()) {
    *founded->add_roles() = role;
    const Secret& seed =
        seeds->emplace(role.role(), Secret::Random(32)).first->second;
    *founded->add_role_keys() =
        crypto::NameRoleKey(crypto::roster::NameOf(plan.door.organisation(),
                                                   KeyName::Role(role.role())),
                            1, seed, nullptr);
  }
  founded->mutable_server()->set_ca(plan.door.ca());
  founded->mutable_server()->set_audit_key(plan.door.audit_key());
  return entry;
}

absl::Status AddEnvelopes(const crypto::roster::State& roster,
                          const Seeds& seeds, klad::v1::FoundRequest* request) {
  std::map<std::string, trust::v1::EpochEnvelopes> epochs;
  for (const crypto::roster::Sealing& sealing : roster.needed()) {
    trust::v1::EpochEnvelopes& epoch = epochs[sealing.key.name];
    *epoch.mutable_key() = crypto::roster::ToProto(sealing.key);
    epoch.set_epoch(sealing.epoch);
    ASSIGN_OR_RETURN(*epoch.add_envelopes(), crypto::roster::SealEnvelope(
                                                 roster.organisation(), sealing,
                                                 seeds.at(sealing.key.name)));
  }
  for (auto& [role, epoch] : epochs) {
    *request->add_envelopes() = std::move(epoch);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Founding> Founding::Make(FoundingPlan plan) {
  ASSIGN_OR_RETURN(Identity founder,
                   Identity::Create(AboutMember(plan.door, NewId())));
  const crypto::Kit kit = crypto::Kit::Create();
  ASSIGN_OR_RETURN(const Identity kit_identity,
                   kit.ToIdentity(AboutMember(plan.door, NewId())));
  Seeds seeds;
  const trust::v1::Entry entry =
      FoundingEntry(plan, founder, kit_identity, &seeds);
  crypto::roster::Slot slot;
  slot.organisation = plan.door.organisation();
  klad::v1::FoundRequest request;
  *request.mutable_entry() = crypto::roster::SignEntry(
      slot, founder.about().member(), founder.signing_key(), entry,
      &kit_identity.signing_key());
  const auto roster = crypto::roster::State::Found(
      slot.organisation, std::nullopt, request.entry());
  if (!roster.ok()) {
    return Error(ExitCode::kUsage,
                 Say("this cannot be founded: $0", roster.status().message()),
                 Tr("a login is 1 to 32 of a-z 0-9 . _ -"));
  }
  RETURN_IF_ERROR(AddEnvelopes(*roster, seeds, &request));
  founder.set_founding(roster->founding());
  Secret code = kit.Code(roster->founding());
  return Founding(std::move(plan), std::move(founder), std::move(code),
                  std::move(request));
}

absl::StatusOr<client::v1::Account> Founding::Send() const {
  ASSIGN_OR_RETURN(const std::unique_ptr<Session> session,
                   OpenDoor(plan_.door));
  klad::v1::AppendResponse response;
  RETURN_IF_ERROR(Explain(
      session->Call("klad.v1.RosterService/Found", request_, &response)));
  client::v1::Account account;
  account.set_organisation(identity_.about().organisation());
  account.set_member(identity_.about().member());
  account.set_certificate(response.certificate());
  account.set_ca(session->ca_der());
  return account;
}

}  // namespace klad::client
