#include "crypto/vault/map_proof.h"

#include "crypto/vault/map_hash.h"

namespace klad::crypto::vault {
namespace {

bool SharesPath(const Digest& a, const Digest& b, size_t depth) {
  for (size_t i = 0; i < depth; ++i) {
    if (BitOf(a, i) != BitOf(b, i)) return false;
  }
  return true;
}

Digest Climb(Digest hash, const Digest& key,
             const std::vector<Digest>& siblings) {
  for (size_t depth = siblings.size(); depth-- > 0;) {
    const Digest& sibling = siblings[depth];
    hash =
        BitOf(key, depth) ? NodeHash(sibling, hash) : NodeHash(hash, sibling);
  }
  return hash;
}

absl::Status Refused() { return absl::DataLossError("a proof does not hold"); }

}  // namespace

absl::Status VerifyProof(const Digest& root, absl::string_view safe,
                         absl::string_view credential,
                         const absl::optional<Digest>& header,
                         const MapProof& proof) {
  const Digest key = MapKey(safe, credential);
  const size_t depth = proof.siblings.size();
  if (depth > kMapDepth) return Refused();
  if (proof.end && !SharesPath(proof.end->key, key, depth)) return Refused();
  absl::optional<Digest> found;
  if (proof.end && proof.end->key == key) found = proof.end->header;
  if (found != header) return Refused();
  const Digest end =
      proof.end ? LeafHash(safe, proof.end->key, proof.end->header) : Digest{};
  if (Climb(end, key, proof.siblings) != root) return Refused();
  return absl::OkStatus();
}

}  // namespace klad::crypto::vault
