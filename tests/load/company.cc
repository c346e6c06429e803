#include "tests/load/company.h"

#include "absl/time/clock.h"
#include "client/fake_keyring.h"
#include "client/roster_writer.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/names.h"
#include "klad/v1/roster.pb.h"

namespace klad::load {
namespace {

using trust::v1::Entry;

constexpr int64_t kInvitationMs = 3'600'000;

std::string NewId() {
  return std::string(Secret::Random(crypto::kIdSize).Expose());
}

}  // namespace

absl::Status Company::Write(const Entry& entry) {
  return vault_.roster_writer().Write([&](const auto&) { return entry; });
}

absl::StatusOr<std::string> Company::Join(const std::string& login,
                                          Machine* machine) {
  client::Account& account = server_.account();
  trust::v1::Identity about = server_.identity().about();
  about.clear_founding();
  about.set_member(NewId());
  ASSIGN_OR_RETURN(crypto::Identity newcomer, crypto::Identity::Create(about));
  newcomer.set_founding(account.roster().founding());
  const std::string member = about.member();
  about.set_member(NewId());
  ASSIGN_OR_RETURN(const crypto::Identity invitation,
                   crypto::Identity::Create(about));
  Entry invited;
  trust::v1::Invited* in = invited.mutable_invited();
  in->set_invitation(invitation.about().member());
  in->set_member(member);
  in->set_login(login);
  *in->mutable_keys() = invitation.PublicKeys();
  in->set_name_hash(
      crypto::HashDisplayName(std::string(crypto::kNameSaltSize, 's'), login)
          .str());
  in->add_roles()->set_role("marketer");
  in->set_until_ms(account.NowMs() + kInvitationMs);
  RETURN_IF_ERROR(Write(invited));
  Entry joined;
  joined.mutable_joined()->set_invitation(invitation.about().member());
  *joined.mutable_joined()->mutable_keys() = newcomer.PublicKeys();
  RETURN_IF_ERROR(vault_.roster_writer().Write(
      [&](const auto&) { return joined; },
      {invitation.about().member(), &invitation.signing_key(),
       &newcomer.signing_key()}));
  if (machine != nullptr) {
    RETURN_IF_ERROR(Open(std::move(newcomer), machine));
  }
  return member;
}

absl::Status Company::Open(crypto::Identity identity, Machine* machine) {
  klad::v1::RenewRequest request;
  request.set_member(identity.about().member());
  klad::v1::RenewResponse response;
  RETURN_IF_ERROR(server_.account().Call("klad.v1.RosterService/Renew", request,
                                         &response));
  client::v1::Account record;
  record.set_organisation(identity.about().organisation());
  record.set_member(identity.about().member());
  record.set_certificate(response.certificate());
  ASSIGN_OR_RETURN(machine->state, client::State::Open(folder_ + "/leaver"));
  machine->keyring = std::make_unique<client::FakeKeyring>();
  ASSIGN_OR_RETURN(machine->account,
                   client::Account::Open({.state = machine->state.get(),
                                          .keyring = machine->keyring.get(),
                                          .passphrase = nullptr,
                                          .now = absl::Now},
                                         std::move(identity), record));
  return absl::OkStatus();
}

}  // namespace klad::load
