// The new machine's half of a move.
#include <algorithm>
#include <optional>
#include <utility>

#include "client/door_session.h"
#include "client/error.h"
#include "client/moving.h"
#include "client/new_identity.h"
#include "client/refusal.h"
#include "client/server_log.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/move.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/signing.h"
#include "klad/v1/move.pb.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::Identity;

absl::Status Another() {
  return Error(ExitCode::kIntegrity,
               Tr("the server shows another organisation than the line names, "
                  "or the line was tampered with"),
               Tr("do not go on; begin again on the old machine with klad "
                  "identity move"));
}

absl::Status Alarm() {
  return Error(ExitCode::kConflict,
               Tr("another machine used this line before: that is an alarm"),
               Tr("tell an owner at once; klad person replace shuts out "
                  "whoever it was and invites you anew"));
}

class Taking {
 public:
  explicit Taking(const TakingPlan& plan)
      : plan_(plan),
        state_(plan.parts.state),
        secret_(Secret::Copy(plan.line.secret()), plan.line.organisation(),
                plan.line.member()) {}

  absl::StatusOr<std::unique_ptr<Account>> Run() {
    RETURN_IF_ERROR(CheckNobodyHere(*state_));
    RETURN_IF_ERROR(Connect());
    auto log =
        FetchLog(session_.get(), plan_.line.organisation(), std::nullopt);
    if (ReasonOf(log.status()) == klad::v1::REASON_INVITATION_USED) {
      return Finish(std::nullopt);
    }
    RETURN_IF_ERROR(log.status());
    RETURN_IF_ERROR(CheckLine(log->roster));
    RETURN_IF_ERROR(MakeIdentity(log->roster));
    for (;;) {
      ASSIGN_OR_RETURN(const bool open, Ask(&*log));
      if (!open) return Finish(*std::move(log));
      RETURN_IF_ERROR(plan_.wait());
    }
  }

 private:
  absl::Status Connect() {
    const auto facts = crypto::ReadCertificate(plan_.line.certificate());
    if (!facts.ok() || facts->subject.kind != crypto::Subject::Kind::kMove) {
      return Another();
    }
    if (absl::ToUnixMillis(plan_.parts.now()) >= facts->until_ms) {
      return Error(ExitCode::kDenied, Tr("the time of this line has passed"),
                   Tr("begin again on the old machine with klad identity "
                      "move"));
    }
    ASSIGN_OR_RETURN(const crypto::TlsKey key, secret_.Tls());
    if (facts->public_key != key.public_key()) return Another();
    ASSIGN_OR_RETURN(const crypto::Digest ca,
                     crypto::Digest::From(plan_.line.ca()));
    auto session =
        Session::Connect({.server = plan_.line.server(),
                          .organisation = plan_.line.organisation(),
                          .ca_hash = ca,
                          .ca_der = "",
                          .certificate_der = plan_.line.certificate(),
                          .key = &key});
    if (!session.ok()) return Explain(session.status());
    session_ = *std::move(session);
    return absl::OkStatus();
  }

  absl::Status CheckLine(const crypto::roster::State& roster) const {
    ASSIGN_OR_RETURN(const crypto::Digest link,
                     crypto::Digest::From(plan_.line.head().link()));
    const auto* member = roster.FindMember(plan_.line.member());
    if (!roster.Contains({plan_.line.head().sequence(), link}) ||
        member == nullptr || member->identity() == nullptr) {
      return Another();
    }
    return absl::OkStatus();
  }

  absl::Status MakeIdentity(const crypto::roster::State& roster) {
    if (HasIdentity(*state_).ok()) return TakeUpIdentity();
    ASSIGN_OR_RETURN(
        identity_,
        Identity::Create(AboutMember(plan_.line, plan_.line.member())));
    identity_->set_founding(roster.founding());
    ASSIGN_OR_RETURN(const Secret passphrase, plan_.new_passphrase());
    return WriteNewIdentity(state_, *identity_, passphrase);
  }

  absl::Status TakeUpIdentity() {
    ASSIGN_OR_RETURN(const Secret passphrase, plan_.passphrase());
    ASSIGN_OR_RETURN(identity_, ReadIdentity(*state_, passphrase));
    if (identity_->about().member() == plan_.line.member()) {
      return absl::OkStatus();
    }
    return Error(ExitCode::kConflict,
                 Say("the folder $0 holds an identity of something else that "
                     "was begun",
                     state_->folder()),
                 Tr("finish it with its own line, or name an empty folder in "
                    "KLAD_HOME"));
  }

  // Proposes the entry for the head as it is now, if it was not proposed for
  // it. False when the move is over, by this machine or another.
  absl::StatusOr<bool> Ask(ServerLog* log) {
    const uint64_t before = log->entries.size();
    const absl::Status read = ReadOn(log);
    if (ReasonOf(read) == klad::v1::REASON_INVITATION_USED) return false;
    RETURN_IF_ERROR(read);
    if (proposed_ && log->entries.size() == before) return true;
    klad::v1::ProposeMoveRequest request;
    request.set_proposal(secret_.Seal(Proposal(log->roster)));
    klad::v1::ProposeMoveResponse response;
    const absl::Status sent = Explain(session_->Call(
        "klad.v1.MoveService/Propose", request, &response));
    if (ReasonOf(sent) == klad::v1::REASON_INVITATION_USED) return false;
    RETURN_IF_ERROR(sent);
    proposed_ = true;
    return true;
  }

  // What the roster has grown by.
  absl::Status ReadOn(ServerLog* log) {
    klad::v1::ReplayRequest request;
    *request.mutable_known()->mutable_roster() =
        crypto::roster::ToProto(log->roster.head());
    klad::v1::ReplayResponse response;
    RETURN_IF_ERROR(Explain(session_->Call("klad.v1.RosterService/Replay",
                                           request, &response)));
    for (const trust::v1::Signed& entry : response.news().roster()) {
      if (!log->roster.Apply(entry).ok()) return Another();
      log->entries.push_back(entry);
    }
    return absl::OkStatus();
  }

  trust::v1::MoveProposal Proposal(const crypto::roster::State& roster) const {
    trust::v1::Entry entry;
    entry.set_time_ms(
        std::max(absl::ToUnixMillis(plan_.parts.now()), roster.newest_ms()));
    *entry.mutable_moved()->mutable_keys() = identity_->PublicKeys();
    const trust::v1::Signed made = crypto::roster::SignEntry(
        roster.slot(), plan_.line.member(), identity_->signing_key(), entry,
        &identity_->signing_key());
    trust::v1::MoveProposal proposal;
    *proposal.mutable_previous() = crypto::roster::ToProto(roster.head());
    proposal.set_body(made.body());
    proposal.set_countersignature(made.countersignature());
    return proposal;
  }

  absl::StatusOr<std::unique_ptr<Account>> Finish(
      std::optional<ServerLog> log) {
    if (!identity_.has_value()) {
      if (!HasIdentity(*state_).ok()) return Alarm();
      RETURN_IF_ERROR(TakeUpIdentity());
    }
    auto account = FetchAccount(session_.get(), *identity_);
    if (ExitCodeOf(account.status()) == ExitCode::kIntegrity) {
      RETURN_IF_ERROR(RemoveIdentity(state_));
      return Alarm();
    }
    RETURN_IF_ERROR(account.status());
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

  const TakingPlan& plan_;
  State* const state_;
  const crypto::MoveSecret secret_;
  std::optional<Identity> identity_;
  std::unique_ptr<Session> session_;
  bool proposed_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Account>> TakeMove(const TakingPlan& plan) {
  return Taking(plan).Run();
}

}  // namespace klad::client
