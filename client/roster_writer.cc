#include "client/roster_writer.h"

#include <map>
#include <utility>

#include "client/error.h"
#include "client/refusal.h"
#include "client/roster_rule.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/signing.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using crypto::roster::Sealing;
using Shares = RosterWriter::Shares;
using RosterState = crypto::roster::State;

// Of many who write at once, one in each round is done.
constexpr int kTries = 32;
constexpr char kAppend[] = "klad.v1.RosterService/Append";

// Whether the entry may stand though nobody said so: the line was cut, or the
// server's time was up.
bool IsLost(const absl::Status& status) {
  const klad::v1::Reason reason = ReasonOf(status);
  return ExitCodeOf(status) == ExitCode::kUnavailable &&
         (reason == klad::v1::REASON_UNSPECIFIED ||
          reason == klad::v1::REASON_DEADLINE);
}

absl::Status Forbidden(const absl::Status& status) {
  if (absl::IsPermissionDenied(status)) return RuleError(status.message());
  return Error(ExitCode::kUsage,
               Say("this does not fit into the roster: $0", status.message()),
               Tr("correct it and try again"));
}

}  // namespace

absl::StatusOr<std::vector<trust::v1::EpochEnvelopes>> SealNeeded(
    const RosterState& after, Keychain* keychain) {
  std::map<std::pair<crypto::roster::KeyName, uint32_t>,
           trust::v1::EpochEnvelopes>
      epochs;
  for (const Sealing& sealing : after.needed()) {
    ASSIGN_OR_RETURN(const Secret* key,
                     keychain->Open(sealing.key, sealing.epoch));
    trust::v1::EpochEnvelopes& epoch = epochs[{sealing.key, sealing.epoch}];
    *epoch.mutable_key() = crypto::roster::ToProto(sealing.key);
    epoch.set_epoch(sealing.epoch);
    ASSIGN_OR_RETURN(
        *epoch.add_envelopes(),
        crypto::roster::SealEnvelope(after.organisation(), sealing, *key));
  }
  std::vector<trust::v1::EpochEnvelopes> list;
  list.reserve(epochs.size());
  for (auto& [id, epoch] : epochs) list.push_back(std::move(epoch));
  return list;
}

absl::Status RosterWriter::Write(const Decision& decide) {
  return Write(decide, Member());
}

absl::Status RosterWriter::WriteWith(const Decision& decide,
                                     const Shares* shares) {
  RETURN_IF_ERROR(Add(kAppend, decide, Member(), shares).status());
  return account_->CatchUp();
}

Signers RosterWriter::Member() const {
  return {account_->member(), &account_->identity().signing_key(), nullptr};
}

absl::Status RosterWriter::Write(const Decision& decide,
                                 const Signers& signers) {
  RETURN_IF_ERROR(Add(kAppend, decide, signers).status());
  return account_->CatchUp();
}

absl::Status RosterWriter::Take(const trust::v1::Signed& entry) {
  RosterState after = account_->roster();
  if (absl::Status status = after.Apply(entry); !status.ok()) {
    return Forbidden(status);
  }
  return Send(kAppend, entry, after).status();
}

absl::StatusOr<std::string> RosterWriter::Join(const Decision& decide,
                                               const Signers& signers) {
  return Add("klad.v1.RosterService/Join", decide, signers);
}

absl::StatusOr<std::string> RosterWriter::Add(absl::string_view method,
                                              const Decision& decide,
                                              const Signers& signers,
                                              const Shares* shares) {
  for (int tries = 1;; ++tries) {
    const RosterState& before = account_->roster();
    ASSIGN_OR_RETURN(trust::v1::Entry entry, decide(before));
    entry.set_time_ms(account_->NowMs());
    const trust::v1::Signed made =
        crypto::roster::SignEntry(before.slot(), signers.author, *signers.key,
                                  entry, signers.countersigner);
    RosterState after = before;
    if (absl::Status status = after.Apply(made); !status.ok()) {
      return Forbidden(status);
    }
    auto sent = Send(method, made, after, shares);
    // The very same entry once more: where it stands, that is harmless.
    if (method == kAppend && IsLost(sent.status())) {
      sent = Send(method, made, after, shares);
    }
    const klad::v1::Reason reason = ReasonOf(sent.status());
    const bool moved = reason == klad::v1::REASON_ROSTER_MOVED ||
                       reason == klad::v1::REASON_SAFE_MOVED;
    if (!moved || tries == kTries) return sent;
    RETURN_IF_ERROR(account_->CatchUp());
  }
}

absl::StatusOr<std::string> RosterWriter::Send(absl::string_view method,
                                               const trust::v1::Signed& entry,
                                               const RosterState& after,
                                               const Shares* shares) {
  klad::v1::AppendRequest request;
  const crypto::roster::Slot slot = account_->roster().slot();
  request.mutable_previous()->set_sequence(slot.sequence - 1);
  request.mutable_previous()->set_link(slot.previous.str());
  *request.mutable_entry() = entry;
  ASSIGN_OR_RETURN(const auto envelopes, SealNeeded(after, keychain_));
  *request.mutable_envelopes() = {envelopes.begin(), envelopes.end()};
  if (shares != nullptr) {
    *request.mutable_shares() = {shares->begin(), shares->end()};
  }
  klad::v1::AppendResponse response;
  RETURN_IF_ERROR(account_->Call(method, request, &response));
  RETURN_IF_ERROR(keychain_->Keep(envelopes));
  return response.certificate();
}

}  // namespace klad::client
