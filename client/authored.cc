#include "client/authored.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {
namespace {

using trust::v1::Header;

// Of a safe, those that were changed since.
absl::StatusOr<std::vector<std::string>> ChangedSince(Mirror& mirror,
                                                      int64_t since_ms) {
  std::vector<std::string> changed;
  ASSIGN_OR_RETURN(const MirrorItems* items, mirror.Items());
  for (const auto& [id, item] : *items) {
    ASSIGN_OR_RETURN(const Header newest,
                     crypto::vault::ParseHeader(item.header()));
    if (newest.time_ms() >= since_ms) changed.push_back(id);
  }
  return changed;
}

}  // namespace

absl::StatusOr<std::vector<Header>> VersionsBy(Vault* vault,
                                               absl::string_view member,
                                               int64_t since_ms) {
  std::vector<Header> authored;
  ASSIGN_OR_RETURN(const auto safes, vault->Safes());
  for (const SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault->OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(const auto changed, ChangedSince(*mirror, since_ms));
    for (const std::string& id : changed) {
      ASSIGN_OR_RETURN(const auto versions, vault->History(mirror, id));
      for (const Vault::Version& version : versions) {
        const Header& header = version.header;
        // What it was in another safe stands there.
        if (header.safe() == safe.id && header.author() == member &&
            header.time_ms() >= since_ms) {
          authored.push_back(header);
        }
      }
    }
  }
  return authored;
}

absl::StatusOr<std::vector<AuthoredEntry>> EntriesBy(Account* account,
                                                     absl::string_view member,
                                                     int64_t since_ms) {
  std::vector<AuthoredEntry> authored;
  ASSIGN_OR_RETURN(const auto* entries, account->Entries());
  const auto& times = account->roster().facts().times;
  for (size_t i = 0; i < entries->size(); ++i) {
    if ((*entries)[i].author() == member && times[i] >= since_ms) {
      authored.push_back({i + 1, times[i]});
    }
  }
  return authored;
}

}  // namespace klad::client
