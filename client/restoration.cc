#include "client/restoration.h"

#include <algorithm>
#include <utility>

#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/vault/check.h"
#include "crypto/vault/roster_judge.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;

absl::Status AnotherPast() {
  return Error(ExitCode::kIntegrity,
               "the server shows another past, not an older backup",
               "do not go on with this server; tell the other owners");
}

// How many entries the server has: each must be the one that is known here.
absl::StatusOr<uint64_t> RosterOfServer(Account& account,
                                        uint64_t* ledger_sequence) {
  uint64_t sequence = 0;
  for (bool more = true; more;) {
    klad::v1::ReplayRequest request;
    request.mutable_known()->mutable_roster()->set_sequence(sequence);
    klad::v1::ReplayResponse response;
    RETURN_IF_ERROR(
        account.Call("klad.v1.RosterService/Replay", request, &response));
    for (const trust::v1::Signed& entry : response.news().roster()) {
      if (sequence >= account.entries().size() ||
          crypto::HashSigned(entry) !=
              crypto::HashSigned(account.entries()[sequence])) {
        return AnotherPast();
      }
      ++sequence;
    }
    *ledger_sequence = response.news().ledger().position().sequence();
    more = !response.news().roster().empty() &&
           sequence < response.news().roster_sequence();
  }
  return sequence;
}

// Verifies every change that the server has of a safe.
absl::StatusOr<trust::v1::SafeHead> HeadOnServer(Account& account,
                                                 const std::string& safe) {
  crypto::vault::SafeState state({account.organisation(), safe});
  const crypto::vault::RosterJudge judge(account.roster(), safe);
  std::map<std::string, std::string> newest;
  for (bool more = true; more;) {
    klad::v1::FollowRequest request;
    request.set_safe(safe);
    *request.mutable_after() = state.head;
    request.set_without_overviews(true);
    klad::v1::FollowResponse response;
    RETURN_IF_ERROR(
        account.Call("klad.v1.CredentialService/Follow", request, &response));
    for (const trust::v1::Signed& change : response.safe().changes()) {
      const auto checked = crypto::vault::CheckChange(
          state, judge,
          [&](absl::string_view id) -> absl::StatusOr<std::string> {
            return newest[std::string(id)];
          },
          change);
      if (!checked.ok()) return AnotherPast();
      crypto::vault::Accept(*checked, &state);
      for (const auto& header : checked->headers) {
        newest[header.header.credential()] = header.bytes;
      }
    }
    more = !response.safe().changes().empty() &&
           state.head.sequence() < response.safe().sequence();
  }
  trust::v1::SafeHead head;
  head.set_safe(safe);
  *head.mutable_head() = state.head;
  head.set_root(state.map.root().str());
  return head;
}

// Entry by entry on the server's head; the envelopes are made anew, since
// those of the time went with the entries.
absl::Status HandBack(Vault& vault, uint64_t from) {
  Account& account = vault.account();
  const auto& entries = account.entries();
  ASSIGN_OR_RETURN(
      RosterState state,
      RosterState::Replay(account.organisation(), std::nullopt,
                          absl::MakeConstSpan(entries).first(from), {}));
  for (uint64_t i = from; i < entries.size(); ++i) {
    klad::v1::AppendRequest request;
    *request.mutable_previous() = crypto::roster::ToProto(state.head());
    *request.mutable_entry() = entries[i];
    RETURN_IF_ERROR(state.Apply(entries[i]));
    ASSIGN_OR_RETURN(const auto envelopes,
                     SealNeeded(state, &vault.keychain()));
    *request.mutable_envelopes() = {envelopes.begin(), envelopes.end()};
    klad::v1::AppendResponse response;
    RETURN_IF_ERROR(
        account.Call("klad.v1.RosterService/Append", request, &response));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Loss> FindLoss(Vault* vault) {
  Account& account = vault->account();
  Loss loss;
  uint64_t ledger = 0;
  ASSIGN_OR_RETURN(const uint64_t sequence, RosterOfServer(account, &ledger));
  loss.roster_entries = account.entries().size() - sequence;
  const uint64_t known = account.Known().ledger().sequence();
  loss.ledger_records = known > ledger ? known - ledger : 0;
  for (const auto& [id, safe] : account.roster().facts().safes) {
    // One that the server has never heard of has no changes there.
    trust::v1::SafeHead head;
    head.set_safe(id);
    head.set_root(crypto::Digest().str());
    if (safe.term.from <= sequence) {
      ASSIGN_OR_RETURN(head, HeadOnServer(account, id));
    }
    const uint64_t mine = account.memory().safe(id).sequence();
    if (mine > head.head().sequence()) {
      loss.safes.push_back({id, mine - head.head().sequence()});
    }
    head.mutable_head();
    loss.heads.push_back(std::move(head));
  }
  return loss;
}

absl::Status AcceptLoss(Vault* vault, const Loss& loss) {
  Account& account = vault->account();
  RETURN_IF_ERROR(
      HandBack(*vault, account.entries().size() - loss.roster_entries));
  RETURN_IF_ERROR(account.Forget(loss.heads));
  return vault->roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        trust::v1::Restored* restored = entry.mutable_restored();
        *restored->mutable_roster() = crypto::roster::ToProto(roster.head());
        *restored->mutable_safes() = {loss.heads.begin(), loss.heads.end()};
        return entry;
      });
}

}  // namespace klad::client
