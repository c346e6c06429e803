// The authenticated map of one safe: which version of each credential is the
// newest. Its root stands in every change; whoever has the headers can compute
// it. See map_hash.h for the hashes.
//
// In memory only; interior nodes are derived and cached. A leaf costs about
// 125 bytes. Const methods may run at once on several threads.
#ifndef KLAD_CRYPTO_VAULT_MAP_H_
#define KLAD_CRYPTO_VAULT_MAP_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "crypto/digest.h"
#include "crypto/vault/map_proof.h"

namespace klad::crypto::vault {

class SafeMap {
 public:
  struct Entry {
    std::string credential;
    Digest header;  // HashHeader of its newest version
  };

  explicit SafeMap(absl::string_view safe) : safe_(safe) {}

  // Inserts or replaces; O(entries * log n) hashes, each node hashed once.
  // kDataLoss, and nothing has changed, when a credential stands twice.
  absl::Status Put(absl::Span<const Entry> entries);

  // The root that Put would lead to.
  absl::StatusOr<Digest> RootAfter(absl::Span<const Entry> entries) const;

  Digest root() const { return HashOf(root_); }
  size_t size() const { return leaves_.size(); }

  // Hash of the newest header.
  absl::optional<Digest> Find(absl::string_view credential) const;

  // That the credential is here with its newest header, or that it is not.
  MapProof Prove(absl::string_view credential) const;

 private:
  using Leaf = MapLeaf;
  using Leaves = absl::Span<const Leaf>;
  // 0: nothing; n > 0: nodes_[n - 1]; n < 0: leaves_[-n - 1].
  using Ref = int32_t;
  struct Node {
    Digest hash;
    Ref children[2];
  };
  struct Pair {
    Ref left, right;
  };

  absl::StatusOr<std::vector<Leaf>> Sorted(
      absl::Span<const Entry> entries) const;
  const Leaf& LeafAt(Ref ref) const { return leaves_[-ref - 1]; }
  Digest HashOf(Ref ref) const;
  Pair ChildrenOf(Ref ref, size_t depth) const;
  bool EndsHere(Ref ref, Leaves puts) const;
  Digest HashAfter(Ref ref, size_t depth, Leaves puts) const;
  Ref PutAt(Ref ref, size_t depth, Leaves puts);
  Ref SetLeaf(Ref ref, const Leaf& leaf);
  Ref SetNode(Ref ref, Pair children);
  // The leaf or nothing where the path of `key` ends; gathers the siblings.
  Ref Walk(const Digest& key, std::vector<Digest>* siblings) const;

  std::string safe_;
  Ref root_ = 0;
  std::deque<Leaf> leaves_;  // grows without a second copy
  std::deque<Node> nodes_;
};

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_MAP_H_
