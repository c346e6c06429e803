// What it costs to try one passphrase: the only tunable of Argon2id (RFC 9106),
// compiled in, so that no file and no server can lower it.
//
// Programs link klad_cost (256 MiB, 3 passes). In-process tests link
// klad_cheap_cost; the shipped `klad` cannot open the files they write.
#ifndef KLAD_CRYPTO_COST_COST_H_
#define KLAD_CRYPTO_COST_COST_H_

#include <cstddef>
#include <cstdint>

namespace klad::crypto {

struct PassphraseCost {
  size_t memory;  // bytes
  uint64_t passes;
};

extern const PassphraseCost kPassphraseCost;

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_COST_COST_H_
