// Recovery kits after the founding: another one on paper, and the end of one
// that somebody has seen who must not be an owner.
#ifndef KLAD_CLIENT_KITS_H_
#define KLAD_CLIENT_KITS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/roster/state.h"

namespace klad::client {

// People name a kit by the entry of the roster that added it.
struct KitInfo {
  std::string id;
  uint64_t entry = 0;
  int64_t since_ms = 0;
  std::string by;  // login; empty for the founding's
  bool removed = false;
};

// In the order of their entries.
std::vector<KitInfo> Kits(const crypto::roster::State& roster);

// Exit kNotFound lists those that there are.
absl::StatusOr<KitInfo> FindKit(const crypto::roster::State& roster,
                                uint64_t entry);

// For paper: whoever reads it is an owner. Known to nobody but the caller when
// it fails with kUnavailable, though its entry may stand: then remove it.
struct NewKit {
  uint64_t entry = 0;
  Secret code;
};
absl::StatusOr<NewKit> AddKit(Vault* vault);

absl::Status RemoveKit(Vault* vault, const std::string& id);

}  // namespace klad::client

#endif  // KLAD_CLIENT_KITS_H_
