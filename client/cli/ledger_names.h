// What the ids of the ledger are called here.
#ifndef KLAD_CLIENT_CLI_LEDGER_NAMES_H_
#define KLAD_CLIENT_CLI_LEDGER_NAMES_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/vault.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::cli {

// For one thread; the vault outlives it. Safes are followed when they are
// first named. What may not be opened here keeps its id, in hex.
class LedgerNames {
 public:
  explicit LedgerNames(client::Vault* vault) : vault_(vault) {}

  // The login.
  std::string Member(const std::string& id) const;
  // "member/HEX" as the ledger has it: the login; else what it says.
  std::string Caller(absl::string_view caller) const;
  absl::StatusOr<std::string> Safe(const std::string& id);
  // "SAFE/TITLE", of deleted ones too.
  absl::StatusOr<std::string> Credential(const std::string& safe,
                                         const std::string& credential);
  // Where a credential that was in `safe` is now, deleted or not. Where that
  // is not known here there is no mirror.
  struct Place {
    std::string safe;
    client::Mirror* mirror = nullptr;
    uint64_t generation = 0;  // the current one
  };
  absl::StatusOr<Place> WhereNow(const std::string& safe,
                                 const std::string& credential);
  // As Credential, by where it is now.
  absl::StatusOr<std::string> NameNow(const std::string& safe,
                                      const std::string& credential);
  // The generation that is current, wherever it was moved; nothing where that
  // is not known here.
  absl::StatusOr<absl::optional<uint64_t>> Generation(
      const std::string& safe, const std::string& credential);
  // "granted", "role_given": of the roster's entry at a position.
  absl::StatusOr<std::string> Entry(uint64_t position) const;

 private:
  bool MayOpen(const std::string& safe) const;
  absl::StatusOr<client::Mirror*> Follow(const std::string& safe);

  client::Vault* vault_;
  std::set<std::string> followed_;
};

// "show", "run", ...: words for scripts too.
std::string PurposeWord(trust::v1::Purpose purpose);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_LEDGER_NAMES_H_
