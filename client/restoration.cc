#include "client/restoration.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/error.h"
#include "client/refusal.h"
#include "client/undone.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
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
               Tr("the server shows another past, not an older backup"),
               Tr("do not go on with this server; tell the other owners"));
}

// The server's changes of a safe, each verified.
class Walk {
 public:
  Walk(Account& account, const RosterState& roster, const std::string& safe)
      : account_(account),
        judge_(roster, safe),
        state_({account.organisation(), safe}),
        known_(account.memory().safe(safe)) {}

  absl::Status Run() {
    for (bool more = true; more;) {
      klad::v1::FollowRequest request;
      request.set_safe(state_.name.safe);
      *request.mutable_after() = state_.head;
      request.set_without_overviews(true);
      klad::v1::FollowResponse response;
      RETURN_IF_ERROR(account_.Call("klad.v1.CredentialService/Follow", request,
                                    &response));
      for (const trust::v1::Signed& change : response.safe().changes()) {
        RETURN_IF_ERROR(Step(change));
      }
      more = !response.safe().changes().empty() &&
             state_.head.sequence() < response.safe().sequence();
    }
    return absl::OkStatus();
  }

  // That the head is what the roster says: so once an owner has spoken.
  absl::Status CheckHead() const {
    return crypto::vault::CheckHead(state_, judge_).ok() ? absl::OkStatus()
                                                         : AnotherPast();
  }

  // How many of the changes known here are none of those, all behind `since`.
  absl::StatusOr<uint64_t> Lost(uint64_t since) const {
    if (met_ || known_.sequence() == 0) return 0;
    if (known_.sequence() <= since) return AnotherPast();
    return known_.sequence() - since;
  }

  trust::v1::SafeHead head() const {
    trust::v1::SafeHead head;
    head.set_safe(state_.name.safe);
    *head.mutable_head() = state_.head;
    head.set_root(state_.map.root().str());
    return head;
  }

 private:
  absl::Status Step(const trust::v1::Signed& change) {
    const auto checked = crypto::vault::CheckChange(
        state_, judge_,
        [&](absl::string_view id) -> absl::StatusOr<std::string> {
          return newest_[std::string(id)];
        },
        change);
    if (!checked.ok()) return AnotherPast();
    crypto::vault::Accept(*checked, &state_);
    for (const auto& header : checked->headers) {
      newest_[header.header.credential()] = header.bytes;
    }
    met_ = met_ || (state_.head.sequence() == known_.sequence() &&
                    state_.head.link() == known_.link());
    return absl::OkStatus();
  }

  Account& account_;
  const crypto::vault::RosterJudge judge_;
  crypto::vault::SafeState state_;
  const trust::v1::Position known_;
  std::map<std::string, std::string> newest_;
  bool met_ = false;
};

// Where a safe went on from, as the owners said whose word is new here.
uint64_t WentOnFrom(const Loss& loss, uint64_t shared, const std::string& safe,
                    uint64_t head) {
  for (const auto& restored : loss.log.roster.facts().restorations) {
    if (restored.sequence <= shared) continue;
    for (const auto& named : restored.safes) {
      if (named.safe == safe) head = std::min(head, named.head.sequence);
    }
  }
  return head;
}

std::string NameOf(Vault& vault, absl::string_view safe) {
  const auto name = vault.NameOf(safe);
  return name.ok() ? *name : Say("a safe");
}

absl::Status FindLostChanges(Vault& vault, uint64_t shared, Loss* loss) {
  Account& account = vault.account();
  const RosterState& roster = loss->log.roster;
  for (const auto& [id, safe] : roster.facts().safes) {
    if (roster.Access(account.member(), id, account.NowMs()) ==
        trust::v1::LEVEL_UNSPECIFIED) {
      continue;
    }
    Walk walk(account, roster, id);
    RETURN_IF_ERROR(walk.Run());
    if (loss->restored != 0) RETURN_IF_ERROR(walk.CheckHead());
    loss->heads.push_back(walk.head());
    const uint64_t head = walk.head().head().sequence();
    ASSIGN_OR_RETURN(const uint64_t lost,
                     walk.Lost(WentOnFrom(*loss, shared, id, head)));
    if (lost > 0) loss->safes.push_back({NameOf(vault, id), lost});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> HandBack(Vault* vault) {
  Account& account = vault->account();
  ASSIGN_OR_RETURN(const auto* all, account.Entries());
  const auto& entries = *all;
  ASSIGN_OR_RETURN(ServerLog log, account.FetchLog());
  const uint64_t shared = SharedEntries(log, entries);
  if (shared < log.entries.size()) return 0;
  RosterState& state = log.roster;
  for (uint64_t i = shared; i < entries.size(); ++i) {
    klad::v1::AppendRequest request;
    *request.mutable_previous() = crypto::roster::ToProto(state.head());
    *request.mutable_entry() = entries[i];
    RETURN_IF_ERROR(state.Apply(entries[i]));
    // Made anew: those of the time went with the entries.
    const auto envelopes = SealNeeded(state, &vault->keychain());
    if (ExitCodeOf(envelopes.status()) == ExitCode::kUnavailable) {
      return envelopes.status();
    }
    if (!envelopes.ok()) return i - shared;
    *request.mutable_envelopes() = {envelopes->begin(), envelopes->end()};
    klad::v1::AppendResponse response;
    const absl::Status sent =
        account.Call("klad.v1.RosterService/Append", request, &response);
    // It does not know that it was restored, or this was signed since.
    if (ReasonOf(sent) == klad::v1::REASON_CLOCK ||
        ReasonOf(sent) == klad::v1::REASON_RESTORED) {
      return i - shared;
    }
    RETURN_IF_ERROR(sent);
  }
  return entries.size() - shared;
}

absl::StatusOr<Loss> FindLoss(Vault* vault) {
  Account& account = vault->account();
  ASSIGN_OR_RETURN(const auto* all, account.Entries());
  const auto& entries = *all;
  ASSIGN_OR_RETURN(ServerLog log, account.FetchLog());
  const uint64_t shared = SharedEntries(log, entries);
  const uint64_t restored = UnknownRestored(log, entries, &account.roster());
  if (shared < std::min(entries.size(), log.entries.size()) && restored == 0) {
    return AnotherPast();
  }
  Loss loss{.log = std::move(log), .restored = restored};
  for (uint64_t i = shared; i < entries.size(); ++i) {
    loss.undone.push_back(
        Describe(account.roster(), entries[i],
                 [&](absl::string_view safe) { return NameOf(*vault, safe); }));
  }
  const uint64_t known = account.Known().ledger().sequence();
  const uint64_t ledger = loss.log.ledger.position().sequence();
  loss.ledger_records = known > ledger ? known - ledger : 0;
  RETURN_IF_ERROR(FindLostChanges(*vault, shared, &loss));
  return loss;
}

absl::Status AcceptLoss(Vault* vault, Loss loss) {
  Account& account = vault->account();
  account.StartOver(std::move(loss.log), loss.heads);
  if (loss.restored != 0) return account.CatchUp();
  return vault->roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        trust::v1::Restored* signed_word = entry.mutable_restored();
        *signed_word->mutable_roster() = crypto::roster::ToProto(roster.head());
        *signed_word->mutable_safes() = {loss.heads.begin(), loss.heads.end()};
        return entry;
      });
}

}  // namespace klad::client
