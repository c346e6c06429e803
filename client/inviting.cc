#include "client/inviting.h"

#include <utility>

#include "client/error.h"
#include "client/new_identity.h"
#include "client/people.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/invitation.h"
#include "crypto/roster/epoch_keys.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::roster::Member;
using crypto::roster::MemberState;
using RosterState = crypto::roster::State;

absl::Status Taken(const Account& account, const Member& member) {
  if (member.state() == MemberState::kWaiting) {
    return Error(ExitCode::kConflict,
                 Say("$0 is invited already", member.login),
                 Say("klad person withdraw $0 ends that invitation",
                     member.login));
  }
  return Error(
      ExitCode::kConflict, Say("the login $0 is taken", member.login),
      member.id == account.member() || member.active()
          ? Say("choose another; whoever lost a machine is let in again by "
                "klad person replace $0",
                member.login)
          : Tr("a login is never given twice: choose another"));
}

// The id of the member to be: new, or of somebody who waits.
absl::StatusOr<std::string> Invitee(const Account& account,
                                    const std::string& login,
                                    const std::string& fresh) {
  if (!IsName(login)) {
    return Error(ExitCode::kUsage, Say("$0 cannot be a login", login),
                 Tr("a login is 1 to 32 of a-z 0-9 . _ -"));
  }
  const Member* member = account.roster().FindByLogin(login);
  if (member == nullptr) return fresh;
  if (member->state() != MemberState::kWaiting ||
      OpenInvitation(account.roster(), member->id, account.NowMs()) !=
          nullptr) {
    return Taken(account, *member);
  }
  return member->id;
}

absl::StatusOr<std::string> CertificateOf(Account& account,
                                          const std::string& invitation) {
  klad::v1::RenewRequest request;
  request.set_member(invitation);
  klad::v1::RenewResponse response;
  RETURN_IF_ERROR(
      account.Call("klad.v1.RosterService/Renew", request, &response));
  return response.certificate();
}

}  // namespace

trust::v1::Entry InvitedEntry(const crypto::Identity& invitation,
                              const InvitationPlan& plan,
                              absl::string_view member, int64_t now_ms) {
  trust::v1::Entry entry;
  trust::v1::Invited* invited = entry.mutable_invited();
  invited->set_invitation(invitation.about().member());
  invited->set_member(std::string(member));
  invited->set_login(plan.login);
  *invited->mutable_keys() = invitation.PublicKeys();
  invited->set_name_hash(plan.name_hash);
  for (const crypto::roster::RoleUntil& given : plan.roles) {
    trust::v1::RoleUntil* role = invited->add_roles();
    role->set_role(given.role);
    role->set_until_ms(given.until_ms);
  }
  invited->set_until_ms(now_ms + plan.lasts_ms);
  return entry;
}

absl::StatusOr<trust::v1::Invitation> Invite(Vault* vault,
                                             const InvitationPlan& plan) {
  Account& account = vault->account();
  const Secret secret = Secret::Random(crypto::kInvitationSecretSize);
  ASSIGN_OR_RETURN(const crypto::Identity invitation,
                   crypto::InvitationIdentity(
                       secret, AboutMember(account.identity().about(),
                                           NewId())));
  const std::string& id = invitation.about().member();
  const std::string fresh = NewId();
  RETURN_IF_ERROR(vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        ASSIGN_OR_RETURN(const std::string member,
                         Invitee(account, plan.login, fresh));
        return InvitedEntry(invitation, plan, member, account.NowMs());
      }));
  ASSIGN_OR_RETURN(
      const crypto::roster::Position at,
      account.roster().At(account.roster().FindInvitation(id)->term.from));
  trust::v1::Invitation line;
  line.set_organisation(account.organisation());
  line.set_server(account.identity().about().server());
  line.set_ca(account.roster().server_keys().ca);
  *line.mutable_entry() = crypto::roster::ToProto(at);
  line.set_secret(std::string(secret.Expose()));
  ASSIGN_OR_RETURN(*line.mutable_certificate(), CertificateOf(account, id));
  return line;
}

const crypto::roster::Invitation* OpenInvitation(const RosterState& roster,
                                                 absl::string_view member,
                                                 int64_t now_ms) {
  for (const auto& [id, invitation] : roster.facts().invitations) {
    if (invitation.member == member &&
        crypto::roster::IsOpen(invitation, now_ms)) {
      return &invitation;
    }
  }
  return nullptr;
}

absl::Status Withdraw(Vault* vault, const Member& member) {
  const std::string id = member.id;
  const std::string login = member.login;
  const Account& account = vault->account();
  return vault->roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        const auto* open = OpenInvitation(roster, id, account.NowMs());
        if (open == nullptr) {
          return Error(ExitCode::kConflict,
                       Say("no invitation is open for $0", login),
                       Say("klad person show $0 says how it stands", login));
        }
        trust::v1::Entry entry;
        entry.mutable_withdrawn()->set_invitation(open->id);
        return entry;
      });
}

}  // namespace klad::client
