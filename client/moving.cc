// The old machine's half.
#include "client/moving.h"

#include <optional>
#include <utility>

#include "client/error.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/move.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/signing.h"
#include "crypto/strict.h"
#include "klad/v1/move.pb.h"

namespace klad::client {
namespace {

absl::Status Tampered() {
  return Error(ExitCode::kIntegrity,
               Tr("what came from the new machine is not what it must be"),
               Tr("do not go on; begin again with klad identity move"));
}

// The entry that the new machine proposes, for the place it names.
absl::StatusOr<trust::v1::Entry> EntryOf(
    const trust::v1::MoveProposal& proposal) {
  trust::v1::Entry entry;
  if (!crypto::ParseStrict(proposal.body(), &entry).ok() ||
      !entry.has_moved()) {
    return Tampered();
  }
  return entry;
}

class Mover {
 public:
  Mover(Vault* vault, const trust::v1::Move& line)
      : vault_(vault),
        account_(vault->account()),
        secret_(Secret::Copy(line.secret()), line.organisation(),
                line.member()) {}

  // The entry's link when the member has moved by the newest proposal.
  absl::StatusOr<std::optional<crypto::Digest>> Step() {
    klad::v1::LookMoveResponse response;
    RETURN_IF_ERROR(account_.Call("klad.v1.MoveService/Look",
                                  klad::v1::LookMoveRequest(), &response));
    if (response.proposal().empty() || response.proposal() == seen_) {
      return std::nullopt;
    }
    seen_ = response.proposal();
    const auto proposal = secret_.Open(seen_);
    if (!proposal.ok()) return Tampered();
    ASSIGN_OR_RETURN(const trust::v1::Entry entry, EntryOf(*proposal));
    RETURN_IF_ERROR(account_.CatchUp());
    return Sign(*proposal, entry);
  }

 private:
  // Made on another head by now, it is proposed again.
  absl::StatusOr<std::optional<crypto::Digest>> Sign(const trust::v1::MoveProposal& proposal,
                                                     const trust::v1::Entry&
                                                         entry) {
    const crypto::roster::Slot slot = account_.roster().slot();
    if (proposal.previous().sequence() + 1 != slot.sequence ||
        proposal.previous().link() != slot.previous.view()) {
      return std::nullopt;
    }
    trust::v1::Signed made = crypto::roster::SignEntry(
        slot, account_.member(), account_.identity().signing_key(), entry);
    if (made.body() != proposal.body()) return Tampered();
    made.set_countersignature(proposal.countersignature());
    const absl::Status sent = vault_->roster_writer().Take(made);
    if (ReasonOf(sent) == klad::v1::REASON_ROSTER_MOVED) return std::nullopt;
    RETURN_IF_ERROR(sent);
    return crypto::NextLink(slot.previous.view(), made);
  }

  Vault* const vault_;
  Account& account_;
  const crypto::MoveSecret secret_;
  std::string seen_;
};

}  // namespace

absl::StatusOr<trust::v1::Move> ReadMove(absl::string_view line) {
  auto move = crypto::ParseMove(line);
  if (move.ok()) return move;
  if (absl::IsUnimplemented(move.status())) {
    return Error(ExitCode::kUsage, Tr("this line needs a newer klad"));
  }
  return Error(ExitCode::kUsage,
               Tr("this is not a whole line of a move: something is missing or "
                  "mistyped"),
               Tr("copy the whole line that klad identity move printed; it "
                  "begins with klad1-move."));
}

absl::StatusOr<trust::v1::Move> BeginMove(Account* account) {
  const Secret secret = Secret::Random(crypto::kMoveSecretSize);
  trust::v1::Move line;
  line.set_organisation(account->organisation());
  line.set_server(account->identity().about().server());
  line.set_ca(account->roster().server_keys().ca);
  line.set_member(account->member());
  *line.mutable_head() = crypto::roster::ToProto(account->roster().head());
  line.set_secret(std::string(secret.Expose()));
  const crypto::MoveSecret move(Secret::Copy(line.secret()),
                                line.organisation(), line.member());
  ASSIGN_OR_RETURN(const crypto::TlsKey tls, move.Tls());
  klad::v1::BeginMoveRequest request;
  request.set_tls(tls.public_key());
  klad::v1::BeginMoveResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.MoveService/Begin", request, &response));
  line.set_certificate(response.certificate());
  return line;
}

absl::StatusOr<crypto::Digest> AwaitMove(Vault* vault, const trust::v1::Move& line,
                       const Waiting& wait) {
  Mover mover(vault, line);
  for (;;) {
    ASSIGN_OR_RETURN(const std::optional<crypto::Digest> moved, mover.Step());
    if (moved.has_value()) return *moved;
    if (absl::Status ended = wait(); !ended.ok()) {
      klad::v1::EndMoveResponse response;
      RETURN_IF_ERROR(vault->account().Call(
          "klad.v1.MoveService/End", klad::v1::EndMoveRequest(), &response));
      return ended;
    }
  }
}

}  // namespace klad::client
