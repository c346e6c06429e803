#include "client/server_log.h"

#include <algorithm>
#include <utility>

#include "client/error.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/vault/exposure.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

using RosterState = crypto::roster::State;

absl::Status NotValid(const absl::Status& why) {
  return Error(ExitCode::kIntegrity,
               Say("the roster is not valid: $0", why.message()),
               Tr("do not trust this server"));
}

absl::StatusOr<RosterState> ReplayAll(
    absl::string_view organisation,
    const std::optional<crypto::Digest>& founding,
    const std::vector<trust::v1::Signed>& entries,
    const trust::v1::LedgerHead& ledger) {
  auto roster = RosterState::Replay(organisation, founding, entries, {});
  if (!roster.ok()) return NotValid(roster.status());
  const absl::Status signature = crypto::vault::VerifyLedgerHead(
      organisation, roster->server_keys().audit_key, ledger);
  if (!signature.ok()) return NotValid(signature);
  return roster;
}

}  // namespace

absl::StatusOr<ServerLog> FetchLog(
    Session* session, absl::string_view organisation,
    const std::optional<crypto::Digest>& founding) {
  std::vector<trust::v1::Signed> entries;
  klad::v1::News last;
  for (bool more = true; more;) {
    klad::v1::ReplayRequest request;
    request.mutable_known()->mutable_roster()->set_sequence(entries.size());
    klad::v1::ReplayResponse response;
    RETURN_IF_ERROR(Explain(
        session->Call("klad.v1.RosterService/Replay", request, &response)));
    last = std::move(*response.mutable_news());
    entries.insert(entries.end(), last.roster().begin(), last.roster().end());
    more = !last.roster().empty() && entries.size() < last.roster_sequence();
  }
  ASSIGN_OR_RETURN(RosterState roster,
                   ReplayAll(organisation, founding, entries, last.ledger()));
  return ServerLog{std::move(entries), std::move(roster), last.ledger(),
                   last.restored()};
}

uint64_t SharedEntries(const ServerLog& log,
                       const std::vector<trust::v1::Signed>& known) {
  const size_t both = std::min(log.entries.size(), known.size());
  size_t shared = 0;
  while (shared < both && crypto::HashSigned(log.entries[shared]) ==
                              crypto::HashSigned(known[shared])) {
    ++shared;
  }
  return shared;
}

uint64_t UnknownRestored(const ServerLog& log,
                         const std::vector<trust::v1::Signed>& known,
                         const RosterState* roster) {
  const uint64_t shared = SharedEntries(log, known);
  const auto& words = log.roster.facts().restorations;
  const auto first = std::find_if(
      words.begin(), words.end(),
      [&](const auto& restored) { return restored.sequence > shared; });
  if (first == words.end()) return 0;
  if (shared < known.size() &&
      (first->sequence != shared + 1 ||
       !roster->IsOwner(log.entries[shared].author()))) {
    return 0;
  }
  return words.back().sequence;
}

}  // namespace klad::client
