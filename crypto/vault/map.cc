#include "crypto/vault/map.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/vault/map_hash.h"

namespace klad::crypto::vault {
namespace {

// How many of the sorted leaves go left at this depth.
size_t CountLeft(absl::Span<const MapLeaf> sorted, size_t depth) {
  const auto right = std::partition_point(
      sorted.begin(), sorted.end(),
      [=](const auto& leaf) { return !BitOf(leaf.key, depth); });
  return static_cast<size_t>(right - sorted.begin());
}

}  // namespace

absl::StatusOr<std::vector<MapLeaf>> SafeMap::Sorted(
    absl::Span<const Entry> entries) const {
  std::vector<Leaf> leaves;
  leaves.reserve(entries.size());
  for (const Entry& entry : entries) {
    leaves.push_back({MapKey(safe_, entry.credential), entry.header});
  }
  const auto less = [](const Leaf& a, const Leaf& b) { return a.key < b.key; };
  const auto same = [](const Leaf& a, const Leaf& b) { return a.key == b.key; };
  std::sort(leaves.begin(), leaves.end(), less);
  if (std::adjacent_find(leaves.begin(), leaves.end(), same) != leaves.end()) {
    return absl::DataLossError("a credential stands twice");
  }
  return leaves;
}

absl::Status SafeMap::Put(absl::Span<const Entry> entries) {
  ASSIGN_OR_RETURN(const std::vector<Leaf> puts, Sorted(entries));
  root_ = PutAt(root_, 0, puts);
  return absl::OkStatus();
}

absl::StatusOr<Digest> SafeMap::RootAfter(
    absl::Span<const Entry> entries) const {
  ASSIGN_OR_RETURN(const std::vector<Leaf> puts, Sorted(entries));
  return HashAfter(root_, 0, puts);
}

absl::optional<Digest> SafeMap::Find(absl::string_view credential) const {
  const Digest key = MapKey(safe_, credential);
  const Ref end = Walk(key, nullptr);
  if (end == 0 || LeafAt(end).key != key) return absl::nullopt;
  return LeafAt(end).header;
}

MapProof SafeMap::Prove(absl::string_view credential) const {
  MapProof proof;
  const Ref end = Walk(MapKey(safe_, credential), &proof.siblings);
  if (end != 0) proof.end = LeafAt(end);
  return proof;
}

SafeMap::Ref SafeMap::Walk(const Digest& key,
                           std::vector<Digest>* siblings) const {
  Ref ref = root_;
  for (size_t depth = 0; ref > 0; ++depth) {
    const Node& node = nodes_[ref - 1];
    const bool right = BitOf(key, depth);
    if (siblings != nullptr) siblings->push_back(HashOf(node.children[!right]));
    ref = node.children[right];
  }
  return ref;
}

Digest SafeMap::HashOf(Ref ref) const {
  if (ref == 0) return Digest{};
  if (ref > 0) return nodes_[ref - 1].hash;
  return LeafHash(safe_, LeafAt(ref).key, LeafAt(ref).header);
}

// A lone leaf stands for the subtree on its side.
SafeMap::Pair SafeMap::ChildrenOf(Ref ref, size_t depth) const {
  if (ref > 0) {
    const Node& node = nodes_[ref - 1];
    return {node.children[0], node.children[1]};
  }
  if (ref == 0) return {0, 0};
  return BitOf(LeafAt(ref).key, depth) ? Pair{0, ref} : Pair{ref, 0};
}

// Whether the subtree will be one leaf: the one that is put.
bool SafeMap::EndsHere(Ref ref, Leaves puts) const {
  return puts.size() == 1 &&
         (ref == 0 || (ref < 0 && LeafAt(ref).key == puts[0].key));
}

Digest SafeMap::HashAfter(Ref ref, size_t depth, Leaves puts) const {
  if (puts.empty()) return HashOf(ref);
  if (EndsHere(ref, puts)) {
    return LeafHash(safe_, puts[0].key, puts[0].header);
  }
  const Pair children = ChildrenOf(ref, depth);
  const size_t left = CountLeft(puts, depth);
  return NodeHash(HashAfter(children.left, depth + 1, puts.subspan(0, left)),
                  HashAfter(children.right, depth + 1, puts.subspan(left)));
}

SafeMap::Ref SafeMap::PutAt(Ref ref, size_t depth, Leaves puts) {
  if (puts.empty()) return ref;
  if (EndsHere(ref, puts)) return SetLeaf(ref, puts[0]);
  Pair children = ChildrenOf(ref, depth);
  const size_t left = CountLeft(puts, depth);
  children.left = PutAt(children.left, depth + 1, puts.subspan(0, left));
  children.right = PutAt(children.right, depth + 1, puts.subspan(left));
  return SetNode(ref, children);
}

SafeMap::Ref SafeMap::SetLeaf(Ref ref, const Leaf& leaf) {
  if (ref == 0) {
    leaves_.push_back(leaf);
    return -static_cast<Ref>(leaves_.size());
  }
  leaves_[-ref - 1] = leaf;
  return ref;
}

SafeMap::Ref SafeMap::SetNode(Ref ref, Pair children) {
  if (ref <= 0) {
    nodes_.emplace_back();
    ref = static_cast<Ref>(nodes_.size());
  }
  nodes_[ref - 1] = {NodeHash(HashOf(children.left), HashOf(children.right)),
                     {children.left, children.right}};
  return ref;
}

}  // namespace klad::crypto::vault
