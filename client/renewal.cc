#include "client/renewal.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/roster/epoch_keys.h"

namespace klad::client {
namespace {

using crypto::roster::KeyName;
using RosterState = crypto::roster::State;

uint32_t EpochOf(const RosterState& roster, const KeyName& key) {
  return key.is_role() ? roster.FindRole(key.name)->epoch().number
                       : roster.FindSafe(key.name)->epoch().number;
}

bool MayRenew(const Account& account, const KeyName& key) {
  const RosterState& roster = account.roster();
  return roster.IsOwner(account.member()) ||
         (!key.is_role() &&
          roster.Access(account.member(), key.name, account.NowMs()) ==
              trust::v1::LEVEL_MANAGE);
}

// What is due takes a walk over all holders: not for those who may do nothing.
bool MayRenewAny(const Account& account) {
  const RosterState& roster = account.roster();
  const auto& safes = roster.facts().safes;
  return roster.IsOwner(account.member()) ||
         std::any_of(safes.begin(), safes.end(), [&](const auto& safe) {
           return MayRenew(account, KeyName::Safe(safe.first));
         });
}

absl::StatusOr<trust::v1::Entry> NewEpoch(Vault& vault, const KeyName& key,
                                          uint32_t epoch, const Secret& secret,
                                          const Secret& previous) {
  const crypto::EpochKeyName name =
      crypto::roster::NameOf(vault.account().organisation(), key);
  trust::v1::Entry entry;
  if (key.is_role()) {
    *entry.mutable_role_epoch() =
        crypto::NameRoleKey(name, epoch, secret, &previous);
    return entry;
  }
  ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(key.name));
  ASSIGN_OR_RETURN(const auto* state, mirror->State());
  trust::v1::SafeKey* named = entry.mutable_safe_epoch();
  *named = crypto::NameSafeKey(name, epoch, secret, &previous);
  *named->mutable_head() = mirror->head();
  named->set_root(state->map.root().str());
  return entry;
}

absl::Status Renew(Vault& vault, const KeyName& key) {
  const uint32_t before = EpochOf(vault.account().roster(), key);
  ASSIGN_OR_RETURN(const Secret* previous, vault.keychain().Open(key, before));
  const Secret* secret =
      vault.keychain().Add(key, before + 1, Secret::Random(32));
  absl::Status written = vault.roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        // Learns what the roster has by then too: so it comes first.
        if (!key.is_role()) {
          ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(key.name));
          RETURN_IF_ERROR(mirror->Follow());
        }
        if (EpochOf(roster, key) != before) {
          return Error(ExitCode::kConflict,
                       Tr("another owner is renewing the same keys"),
                       Tr("run the command again"));
        }
        return NewEpoch(vault, key, before + 1, *secret, *previous);
      });
  if (!written.ok()) vault.keychain().Drop(key, before + 1);
  return written;
}

}  // namespace

std::vector<std::string> ClosedKeys(Vault* vault) {
  const Account& account = vault->account();
  const RosterState& roster = account.roster();
  std::vector<std::string> closed;
  if (!roster.IsOwner(account.member())) return closed;
  const auto is_closed = [&](const KeyName& key,
                             const crypto::roster::KeyEpoch& epoch) {
    return epoch.term.from > account.saved_entries() &&
           !vault->keychain().Open(key, epoch.number).ok();
  };
  for (const auto& [name, role] : roster.facts().roles) {
    if (is_closed(KeyName::Role(name), role.epoch())) {
      closed.push_back(Say("the role $0", name));
    }
  }
  for (const auto& [id, safe] : roster.facts().safes) {
    if (is_closed(KeyName::Safe(id), safe.epoch())) {
      closed.push_back(Say("the safe $0", absl::BytesToHexString(id)));
    }
  }
  return closed;
}

absl::StatusOr<int> RenewDue(Vault* vault) {
  Account& account = vault->account();
  if (!MayRenewAny(account)) return 0;
  std::vector<KeyName> due;
  for (const crypto::roster::DueKey& key :
       account.roster().Due(account.NowMs())) {
    if (MayRenew(account, key.key)) due.push_back(key.key);
  }
  for (const KeyName& key : due) RETURN_IF_ERROR(Renew(*vault, key));
  return static_cast<int>(due.size());
}

}  // namespace klad::client
