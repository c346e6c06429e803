#include "crypto/vault/map.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/vault/map_hash.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using Entries = std::vector<SafeMap::Entry>;

constexpr char kSafe[] = "sssssssssssssss1";

Digest HeaderOf(uint64_t n) {
  return Hash("test", {absl::StrCat("header ", n)});
}

std::string IdOf(uint64_t n) { return absl::StrCat("credential-", n); }

// The definition, word for word: a set of keys with their leaves, cut in two
// at each bit.
std::string NaiveBits(const std::string& key) {
  std::string bits;
  for (const unsigned char byte : key) {
    for (int mask = 128; mask != 0; mask /= 2) {
      bits += (byte & mask) != 0 ? '1' : '0';
    }
  }
  return bits;
}

std::string NaiveRoot(const std::map<std::string, std::string>& leaves,
                      const std::string& prefix = "") {
  if (leaves.empty()) return std::string(32, '\0');
  if (leaves.size() == 1) return leaves.begin()->second;
  std::map<std::string, std::string> halves[2];
  for (const auto& leaf : leaves) {
    halves[leaf.first[prefix.size()] - '0'].insert(leaf);
  }
  return Hash("klad1.map.node", {NaiveRoot(halves[0], prefix + "0"),
                                 NaiveRoot(halves[1], prefix + "1")})
      .str();
}

std::string NaiveRootOf(const std::map<std::string, Digest>& headers) {
  std::map<std::string, std::string> leaves;
  for (const auto& [id, header] : headers) {
    const std::string key = Hash("klad1.map.key", {kSafe, id}).str();
    leaves[NaiveBits(key)] =
        Hash("klad1.map.leaf", {kSafe, key, header.view()}).str();
  }
  return NaiveRoot(leaves);
}

Entries FirstEntries(size_t count) {
  Entries entries;
  for (size_t i = 0; i < count; ++i) entries.push_back({IdOf(i), HeaderOf(i)});
  return entries;
}

SafeMap MapOf(const Entries& entries) {
  SafeMap map(kSafe);
  EXPECT_OK(map.Put(entries));
  return map;
}

// Two credentials whose keys share at least `bits` bits.
std::pair<std::string, std::string> Neighbours(size_t bits) {
  std::map<std::string, std::string> seen;
  for (uint64_t i = 0;; ++i) {
    const Digest key = MapKey(kSafe, IdOf(i));
    const std::string prefix = NaiveBits(key.str()).substr(0, bits);
    const auto [at, is_new] = seen.emplace(prefix, IdOf(i));
    if (!is_new) return {at->second, IdOf(i)};
  }
}

TEST(SafeMapTest, EmptySafeIsNothing) {
  EXPECT_EQ(SafeMap(kSafe).root(), Digest{});
  EXPECT_EQ(SafeMap(kSafe).size(), 0u);
}

TEST(SafeMapTest, SingleLeafIsTheRoot) {
  const SafeMap map = MapOf(FirstEntries(1));
  EXPECT_EQ(map.root(), LeafHash(kSafe, MapKey(kSafe, IdOf(0)), HeaderOf(0)));
}

TEST(SafeMapTest, RandomHistoriesAgreeWithTheDefinition) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 40; ++round) {
    SafeMap map(kSafe);
    std::map<std::string, Digest> model;
    for (int step = 0; step < 12; ++step) {
      std::map<std::string, Digest> puts;
      for (uint64_t i = random() % 21; i > 0; --i) {
        puts[IdOf(random() % 60)] = HeaderOf(random());
      }
      Entries entries;
      for (const auto& [id, header] : puts) entries.push_back({id, header});
      std::shuffle(entries.begin(), entries.end(), random);
      for (const auto& [id, header] : puts) model[id] = header;
      ASSERT_OK_AND_ASSIGN(const Digest after, map.RootAfter(entries));
      ASSERT_OK(map.Put(entries));
      EXPECT_EQ(after, map.root());
      EXPECT_EQ(map.root().str(), NaiveRootOf(model));
      EXPECT_EQ(map.size(), model.size());
    }
    for (uint64_t i = 0; i < 60; ++i) {
      const auto at = model.find(IdOf(i));
      EXPECT_EQ(map.Find(IdOf(i)), at == model.end()
                                       ? absl::nullopt
                                       : absl::make_optional(at->second));
    }
  }
}

TEST(SafeMapTest, NeighboursGrowALongBranch) {
  const auto [a, b] = Neighbours(22);
  SafeMap map(kSafe);
  ASSERT_OK(map.Put({{a, HeaderOf(1)}}));
  ASSERT_OK(map.Put({{b, HeaderOf(2)}}));
  EXPECT_EQ(map.root().str(),
            NaiveRootOf({{a, HeaderOf(1)}, {b, HeaderOf(2)}}));
  EXPECT_EQ(MapOf({{a, HeaderOf(1)}, {b, HeaderOf(2)}}).root(), map.root());
  EXPECT_GE(map.Prove(a).siblings.size(), 23u);
  EXPECT_OK(VerifyProof(map.root(), kSafe, a, HeaderOf(1), map.Prove(a)));
}

TEST(SafeMapTest, OrderOfComingDoesNotMatter) {
  Entries entries = FirstEntries(300);
  const Digest root = MapOf(entries).root();
  std::reverse(entries.begin(), entries.end());
  SafeMap map(kSafe);
  for (const auto& entry : entries) ASSERT_OK(map.Put({&entry, 1}));
  EXPECT_EQ(map.root(), root);
}

TEST(SafeMapTest, RootAfterChangesNothing) {
  const SafeMap map = MapOf(FirstEntries(10));
  const Digest root = map.root();
  ASSERT_OK(map.RootAfter(FirstEntries(20)));
  EXPECT_EQ(map.root(), root);
  EXPECT_EQ(map.size(), 10u);
}

TEST(SafeMapTest, CredentialThatStandsTwiceIsRefused) {
  SafeMap map = MapOf(FirstEntries(3));
  const Digest root = map.root();
  const Entries twice = {{IdOf(7), HeaderOf(7)}, {IdOf(7), HeaderOf(8)}};
  EXPECT_THAT(map.Put(twice), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(map.RootAfter(twice), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(map.root(), root);
}

TEST(SafeMapTest, SameCredentialInAnotherSafeIsAnotherLeaf) {
  SafeMap other("sssssssssssssss2");
  ASSERT_OK(other.Put(FirstEntries(1)));
  EXPECT_NE(other.root(), MapOf(FirstEntries(1)).root());
}

TEST(MapProofTest, ProvesPresenceAndAbsence) {
  for (const size_t size : {0, 1, 2, 3, 50}) {
    const SafeMap map = MapOf(FirstEntries(size));
    for (size_t i = 0; i < 100; ++i) {
      const auto header =
          i < size ? absl::make_optional(HeaderOf(i)) : absl::nullopt;
      const MapProof proof = map.Prove(IdOf(i));
      EXPECT_OK(VerifyProof(map.root(), kSafe, IdOf(i), header, proof));
      EXPECT_THAT(
          VerifyProof(map.root(), kSafe, IdOf(i), HeaderOf(i + 1), proof),
          StatusIs(absl::StatusCode::kDataLoss));
    }
  }
}

TEST(MapProofTest, AbsenceOfWhatIsThereIsRefused) {
  const SafeMap map = MapOf(FirstEntries(50));
  for (size_t i = 0; i < 50; ++i) {
    MapProof proof = map.Prove(IdOf(i));
    EXPECT_THAT(VerifyProof(map.root(), kSafe, IdOf(i), absl::nullopt, proof),
                StatusIs(absl::StatusCode::kDataLoss));
    proof.end.reset();
    EXPECT_THAT(VerifyProof(map.root(), kSafe, IdOf(i), absl::nullopt, proof),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

// A writer who puts a leaf on the wrong side could prove the absence of what
// is there: the hashes come out, only the comparison of paths refuses it.
TEST(MapProofTest, LeafOffThePathIsRefused) {
  const Digest key = MapKey(kSafe, IdOf(0));
  const Digest leaf = LeafHash(kSafe, key, HeaderOf(0));
  const Digest other = HeaderOf(1);
  const bool right = BitOf(key, 0);
  const Digest root = right ? NodeHash(leaf, other) : NodeHash(other, leaf);
  MapProof proof;
  proof.siblings = {other};
  proof.end = MapLeaf{key, HeaderOf(0)};
  uint64_t i = 1;
  while (BitOf(MapKey(kSafe, IdOf(i)), 0) == right) ++i;
  EXPECT_THAT(VerifyProof(root, kSafe, IdOf(i), absl::nullopt, proof),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(MapProofTest, MutatedProofsAreRefused) {
  const SafeMap map = MapOf(FirstEntries(40));
  const MapProof proof = map.Prove(IdOf(3));
  const auto verify = [&](const MapProof& changed) {
    return VerifyProof(map.root(), kSafe, IdOf(3), HeaderOf(3), changed);
  };
  ASSERT_OK(verify(proof));
  for (size_t i = 0; i < proof.siblings.size(); ++i) {
    for (size_t byte = 0; byte < Digest::kSize; ++byte) {
      MapProof changed = proof;
      changed.siblings[i].bytes[byte] ^= 1;
      EXPECT_THAT(verify(changed), StatusIs(absl::StatusCode::kDataLoss));
    }
    MapProof shorter = proof;
    shorter.siblings.erase(shorter.siblings.begin() + i);
    EXPECT_THAT(verify(shorter), StatusIs(absl::StatusCode::kDataLoss));
    MapProof longer = proof;
    longer.siblings.insert(longer.siblings.begin() + i, Digest{});
    EXPECT_THAT(verify(longer), StatusIs(absl::StatusCode::kDataLoss));
  }
  MapProof endless = proof;
  endless.siblings.resize(kMapDepth + 1);
  EXPECT_THAT(verify(endless), StatusIs(absl::StatusCode::kDataLoss));
  MapProof other_key = proof;
  other_key.end->key.bytes[31] ^= 1;
  EXPECT_THAT(verify(other_key), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(MapProofTest, ProofOfAnotherRootOrSafeIsRefused) {
  const SafeMap map = MapOf(FirstEntries(40));
  const MapProof proof = map.Prove(IdOf(3));
  EXPECT_THAT(VerifyProof(Digest{}, kSafe, IdOf(3), HeaderOf(3), proof),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(
      VerifyProof(map.root(), "sssssssssssssss2", IdOf(3), HeaderOf(3), proof),
      StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::crypto::vault
