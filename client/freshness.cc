#include "client/freshness.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"

namespace klad::client {
namespace {

absl::StatusOr<int64_t> NewestEntryMs(Account& account) {
  ASSIGN_OR_RETURN(const auto* entries, account.Entries());
  const auto& times = account.roster().facts().times;
  for (size_t i = entries->size(); i-- > 0;) {
    if ((*entries)[i].author() != account.member()) return times[i];
  }
  return 0;
}

}  // namespace

absl::StatusOr<int64_t> NewestOfOthersMs(Vault* vault, int64_t enough_ms) {
  ASSIGN_OR_RETURN(int64_t newest_ms, NewestEntryMs(vault->account()));
  ASSIGN_OR_RETURN(const auto safes, vault->Safes());
  for (const SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault->OpenSafe(safe.id));
    ASSIGN_OR_RETURN(const MirrorItems* items, mirror->Items());
    for (const auto& [id, item] : *items) {
      if (newest_ms >= enough_ms) return newest_ms;
      if (item.changed_ms() <= newest_ms) continue;
      ASSIGN_OR_RETURN(const auto header,
                       crypto::vault::ParseHeader(item.header()));
      if (header.author() == vault->account().member()) continue;
      newest_ms = std::max(newest_ms, item.changed_ms());
    }
  }
  return newest_ms;
}

}  // namespace klad::client
