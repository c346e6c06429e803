#include "client/joining.h"

#include <optional>
#include <utility>

#include "client/error.h"
#include "client/keychain.h"
#include "client/new_identity.h"
#include "client/refusal.h"
#include "client/roster_writer.h"
#include "client/server_log.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/invitation.h"
#include "crypto/roster/state.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::Identity;
using RosterState = crypto::roster::State;

absl::Status Over() {
  return Error(ExitCode::kDenied, Tr("the time of this invitation has passed"),
               Tr("ask an owner for a new one"));
}

absl::Status Another() {
  return Error(ExitCode::kIntegrity,
               Tr("the server shows another organisation than the invitation "
                  "names, or the line was tampered with"),
               Tr("do not go on; tell the owner who invited you"));
}

absl::Status Alarm() {
  return Error(ExitCode::kConflict,
               Tr("somebody else joined with this invitation before you: that "
                  "is an alarm"),
               Tr("tell the owner who invited you at once; klad person replace "
                  "shuts out whoever it was and invites you anew"));
}

absl::Status OtherUnfinished(const State& state) {
  return Error(ExitCode::kConflict,
               Say("the folder $0 holds an identity of something else that was "
                   "begun",
                   state.folder()),
               Tr("finish it with its own line, or name an empty folder in "
                  "KLAD_HOME"));
}

class Joining {
 public:
  explicit Joining(const JoiningPlan& plan)
      : plan_(plan), state_(plan.parts.state) {}

  absl::StatusOr<std::unique_ptr<Account>> Run() {
    RETURN_IF_ERROR(CheckNobodyHere(*state_));
    RETURN_IF_ERROR(Connect());
    auto log = FetchLog(session_.get(), plan_.line.organisation(),
                        std::nullopt);
    if (IsUsed(log.status())) return Finish(std::nullopt);
    RETURN_IF_ERROR(log.status());
    RETURN_IF_ERROR(CheckLine(log->roster));
    RETURN_IF_ERROR(MakeIdentity(log->roster));
    const auto certificate = Send(*log);
    if (certificate.ok()) {
      return Settle(AccountWith(*session_, *identity_, *certificate),
                    *std::move(log));
    }
    if (!IsUsed(certificate.status()) && !IsUsedByNow()) {
      return WithWayOn(certificate.status());
    }
    return Finish(*std::move(log));
  }

 private:
  static bool IsUsed(const absl::Status& status) {
    return ReasonOf(status) == klad::v1::REASON_INVITATION_USED;
  }

  // Whatever Send said: the answer may be lost, or somebody was faster while
  // it looked for keys.
  bool IsUsedByNow() const {
    klad::v1::ReplayResponse response;
    return IsUsed(session_->Call("klad.v1.RosterService/Replay",
                                 klad::v1::ReplayRequest(), &response));
  }

  static absl::Status WithWayOn(absl::Status sent) {
    if (ExitCodeOf(sent) != ExitCode::kUnavailable) return sent;
    return WithHint(std::move(sent),
                    Tr("run klad join again with the same line; it takes up "
                       "what happened"));
  }

  absl::Status Connect() {
    const auto facts = crypto::ReadCertificate(plan_.line.certificate());
    if (!facts.ok() ||
        facts->subject.kind != crypto::Subject::Kind::kInvitation) {
      return Another();
    }
    if (absl::ToUnixMillis(plan_.parts.now()) >= facts->until_ms) return Over();
    ASSIGN_OR_RETURN(
        invitation_,
        crypto::InvitationIdentity(Secret::Copy(plan_.line.secret()),
                                   AboutMember(plan_.line, facts->subject.id)));
    if (facts->public_key != invitation_->tls_key().public_key()) {
      return Another();
    }
    ASSIGN_OR_RETURN(const crypto::Digest ca,
                     crypto::Digest::From(plan_.line.ca()));
    auto session =
        Session::Connect({.server = plan_.line.server(),
                          .organisation = plan_.line.organisation(),
                          .ca_hash = ca,
                          .ca_der = "",
                          .certificate_der = plan_.line.certificate(),
                          .key = &invitation_->tls_key()});
    if (!session.ok()) return Explain(session.status());
    session_ = *std::move(session);
    return absl::OkStatus();
  }

  // The very entry, in the very past, that the owner saw.
  absl::Status CheckLine(const RosterState& roster) const {
    ASSIGN_OR_RETURN(const crypto::Digest link,
                     crypto::Digest::From(plan_.line.entry().link()));
    const auto* invited = roster.FindInvitation(invitation_->about().member());
    if (!roster.Contains({plan_.line.entry().sequence(), link}) ||
        invited == nullptr ||
        invited->term.from != plan_.line.entry().sequence() ||
        invited->keys.sign != invitation_->PublicKeys().sign() ||
        invited->keys.box != invitation_->PublicKeys().box()) {
      return Another();
    }
    return absl::OkStatus();
  }

  absl::Status MakeIdentity(const RosterState& roster) {
    invitation_->set_founding(roster.founding());
    const std::string& member =
        roster.FindInvitation(invitation_->about().member())->member;
    if (HasIdentity(*state_).ok()) return TakeUpIdentity(member);
    ASSIGN_OR_RETURN(identity_,
                     Identity::Create(AboutMember(plan_.line, member)));
    identity_->set_founding(roster.founding());
    ASSIGN_OR_RETURN(const Secret passphrase, plan_.new_passphrase());
    return WriteNewIdentity(state_, *identity_, passphrase);
  }

  // What a join that was interrupted has left.
  absl::Status TakeUpIdentity(absl::string_view member) {
    ASSIGN_OR_RETURN(const Secret passphrase, plan_.passphrase());
    ASSIGN_OR_RETURN(identity_, ReadIdentity(*state_, passphrase));
    if (identity_->about().organisation() != plan_.line.organisation() ||
        (!member.empty() && identity_->about().member() != member)) {
      return OtherUnfinished(*state_);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Send(const ServerLog& log) {
    AccountParts parts = plan_.parts;
    parts.guest = true;
    client::v1::Account account;
    account.set_organisation(plan_.line.organisation());
    account.set_member(invitation_->about().member());
    account.set_certificate(plan_.line.certificate());
    account.set_ca(session_->ca_der());
    ASSIGN_OR_RETURN(Identity invitation,
                     Identity::Unpack(invitation_->Pack()));
    ASSIGN_OR_RETURN(const auto guest,
                     Account::Open(std::move(parts), std::move(invitation),
                                   std::move(account), log));
    Keychain keychain(guest.get());
    return RosterWriter(guest.get(), &keychain)
        .Join(
            [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
              trust::v1::Entry entry;
              entry.mutable_joined()->set_invitation(guest->member());
              *entry.mutable_joined()->mutable_keys() = identity_->PublicKeys();
              return entry;
            },
            {guest->member(), &guest->identity().signing_key(),
             &identity_->signing_key()});
  }

  // The roster names somebody's keys by now: ours, or an alarm.
  absl::StatusOr<std::unique_ptr<Account>> Finish(
      std::optional<ServerLog> log) {
    if (!identity_.has_value()) {
      if (!HasIdentity(*state_).ok()) return Alarm();
      RETURN_IF_ERROR(TakeUpIdentity(""));
    }
    auto account = FetchAccount(session_.get(), *identity_);
    if (ExitCodeOf(account.status()) == ExitCode::kIntegrity) {
      RETURN_IF_ERROR(RemoveIdentity(state_));
      return Alarm();
    }
    return Settle(std::move(account), std::move(log));
  }

  absl::StatusOr<std::unique_ptr<Account>> Settle(
      absl::StatusOr<client::v1::Account> account,
      std::optional<ServerLog> log) {
    RETURN_IF_ERROR(WithWayOn(account.status()));
    RETURN_IF_ERROR(WriteAccount(state_, *account));
    if (!log.has_value()) {
      return Account::Open(plan_.parts, *std::move(identity_),
                           *std::move(account));
    }
    ASSIGN_OR_RETURN(
        auto opened,
        Account::Open(plan_.parts, *std::move(identity_), *std::move(account),
                      *std::move(log)));
    RETURN_IF_ERROR(opened->CatchUp());
    return opened;
  }

  const JoiningPlan& plan_;
  State* const state_;
  std::optional<Identity> invitation_;
  std::optional<Identity> identity_;
  std::unique_ptr<Session> session_;
};

}  // namespace

absl::StatusOr<trust::v1::Invitation> ReadInvitation(absl::string_view line) {
  auto invitation = crypto::ParseInvitation(line);
  if (invitation.ok()) return invitation;
  if (absl::IsUnimplemented(invitation.status())) {
    return Error(ExitCode::kUsage, Tr("this invitation needs a newer klad"));
  }
  return Error(ExitCode::kUsage,
               Tr("this is not a whole invitation: something is missing or "
                  "mistyped"),
               Tr("copy the whole line that klad person invite printed; it "
                  "begins with klad1-join."));
}

absl::StatusOr<std::unique_ptr<Account>> Join(const JoiningPlan& plan) {
  return Joining(plan).Run();
}

}  // namespace klad::client
