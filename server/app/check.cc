#include <cstdio>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/app/commands.h"
#include "server/app/count.h"
#include "server/app/data.h"
#include "server/app/stored_safe_heads.h"
#include "server/audit/chain.h"
#include "server/credential/checker.h"
#include "server/exposure/checker.h"
#include "server/link/checker.h"
#include "server/playbook/checker.h"
#include "server/roster/checker.h"
#include "server/roster/roster.h"
#include "server/rotation/checker.h"

namespace klad::app {

// What opens at all is unsealed and replayed; then every chain is walked.
absl::Status Check(const Options& options) {
  SystemClock clock;
  ASSIGN_OR_RETURN(Data data, OpenData(FolderOf(options.Get("data")), &clock,
                                       /*on_failure=*/nullptr));
  ASSIGN_OR_RETURN(const audit::ChainHead ledger,
                   audit::VerifyChain(data.store.get()));
  ASSIGN_OR_RETURN(
      const std::unique_ptr<audit::Ledger> queue,
      audit::Ledger::Open(data.store.get(), &clock, data.keys.get()));
  const StoredSafeHeads heads(data.store.get());
  ASSIGN_OR_RETURN(
      const std::unique_ptr<roster::Roster> roster,
      roster::Roster::Open(data.keys->organisation(), data.store.get(),
                           queue.get(), &heads, &clock));
  printf("ledger       %s\n",
         Count(ledger.sequence, "record", "records").c_str());
  const auto now = roster->Now();
  if (now.state == nullptr) {
    printf("roster       not founded\n");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const credential::Counts counts,
      credential::CheckAll(data.keys->organisation(), data.store.get(),
                           *now.state, now.restored_ms != 0));
  printf("roster       %s\nsafes        %s\nchanges      %s\n",
         Count(now.state->head().sequence, "entry", "entries").c_str(),
         absl::StrCat(counts.safes).c_str(),
         absl::StrCat(counts.changes).c_str());
  if (now.restored_ms != 0) {
    printf("restored     waits for an owner's klad restore accept\n");
  }
  ASSIGN_OR_RETURN(const uint64_t envelopes,
                   roster::CheckEnvelopes(data.store.get(), *now.state));
  ASSIGN_OR_RETURN(const uint64_t exposures,
                   exposure::CheckAll(data.keys->organisation(),
                                      data.store.get(), *now.state));
  ASSIGN_OR_RETURN(const rotation::Counts departures,
                   rotation::CheckAll(data.keys->organisation(),
                                      data.store.get(), *now.state));
  ASSIGN_OR_RETURN(const uint64_t links,
                   link::CheckAll(data.store.get(), data.seal));
  ASSIGN_OR_RETURN(const uint64_t playbooks,
                   playbook::CheckAll(data.store.get(), data.seal));
  printf("credentials  %s\nsecrets      %s\nattachments  %s\nexposures    %s\n",
         absl::StrCat(counts.credentials).c_str(),
         absl::StrCat(counts.secrets).c_str(),
         absl::StrCat(counts.attachments).c_str(),
         absl::StrCat(exposures).c_str());
  printf("envelopes    %s\ndepartures   %s\nrotations    %s\nlinks        %s\n",
         absl::StrCat(envelopes).c_str(),
         absl::StrCat(departures.departures).c_str(),
         absl::StrCat(departures.rotations).c_str(),
         absl::StrCat(links).c_str());
  printf("playbooks    %s\n", absl::StrCat(playbooks).c_str());
  return absl::OkStatus();
}

}  // namespace klad::app
