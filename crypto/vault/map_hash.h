// The hashes of a safe's authenticated map.
//
//   k    = H(klad1.map.key, safe || credential)
//   leaf = H(klad1.map.leaf, safe || k || H(klad1.header, header))
//   node = H(klad1.map.node, left || right)
//
// The map is a binary tree over the bits of k, most significant bit of the
// first byte first. A subtree without leaves is 32 zero bytes, a subtree with
// one leaf is that leaf, every other is a node.
#ifndef KLAD_CRYPTO_VAULT_MAP_HASH_H_
#define KLAD_CRYPTO_VAULT_MAP_HASH_H_

#include "absl/strings/string_view.h"
#include "crypto/digest.h"

namespace klad::crypto::vault {

inline constexpr size_t kMapDepth = 8 * Digest::kSize;

Digest MapKey(absl::string_view safe, absl::string_view credential);
Digest LeafHash(absl::string_view safe, const Digest& key,
                const Digest& header);
Digest NodeHash(const Digest& left, const Digest& right);

// Bit `depth` of the path; depth < kMapDepth.
bool BitOf(const Digest& key, size_t depth);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_MAP_HASH_H_
