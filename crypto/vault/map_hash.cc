#include "crypto/vault/map_hash.h"

namespace klad::crypto::vault {

Digest MapKey(absl::string_view safe, absl::string_view credential) {
  return Hash(kMapKeyDomain, {safe, credential});
}

Digest LeafHash(absl::string_view safe, const Digest& key,
                const Digest& header) {
  return Hash(kMapLeafDomain, {safe, key.view(), header.view()});
}

Digest NodeHash(const Digest& left, const Digest& right) {
  return Hash(kMapNodeDomain, {left.view(), right.view()});
}

bool BitOf(const Digest& key, size_t depth) {
  return (key.bytes[depth / 8] >> (7 - depth % 8) & 1) != 0;
}

}  // namespace klad::crypto::vault
