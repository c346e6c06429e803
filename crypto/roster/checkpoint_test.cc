#include "crypto/roster/checkpoint.h"

#include <sstream>

#include "crypto/roster/testing/cast.h"
#include "crypto/roster/testing/random_history.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::absl::StatusCode;
using ::klad::testing::StatusIs;

constexpr int kSteps = 300;

absl::StatusOr<State> Unpack(const std::string& bytes) {
  std::istringstream in(bytes);
  return UnpackState(in);
}

State AfterHistory(int seed) {
  RandomHistory history(seed);
  for (int i = 0; i < kSteps; ++i) {
    history.Step();
    if (i % 40 == 39) history.RenewDue();
  }
  return history.org().state();
}

// As if the safe had credentials.
template <typename Message>
void SetHead(Message* message) {
  message->mutable_head()->set_sequence(3);
  message->mutable_head()->set_link(std::string(Digest::kSize, 'l'));
  message->set_root(std::string(Digest::kSize, 'r'));
}

// With the kinds that random histories lack.
State AfterCast() {
  Cast cast;
  TestOrganisation& org = cast.org;
  const Id credential = org.FreshId();
  for (const Entry& entry :
       {Shared(org, cast.safe, credential, cast.mira.id, cast.maks_end_ms),
        Unshared(org, cast.safe, credential, cast.mira.id),
        PolicySet(org, "unlock.idle.minutes", 5),
        RoleChanged(org, "marketer", {"link.read"}),
        NewServerKeys(org, std::string(32, 'c'), std::string(32, 'a'))}) {
    EXPECT_OK(org.Add(cast.founder, entry));
  }
  Entry epoch = org.DraftSafeEpoch(cast.safe);
  SetHead(epoch.mutable_safe_epoch());
  EXPECT_OK(org.Add(cast.founder, epoch));
  EXPECT_OK(org.Add(cast.founder, SafeRenamed(org, cast.safe, 2)));
  Entry restored = Restored(org, {cast.safe});
  SetHead(restored.mutable_restored()->mutable_safes(0));
  EXPECT_OK(org.Add(cast.founder, restored));
  return org.state();
}

TEST(CheckpointTest, UnpackedIsTheSame) {
  for (int seed = 1; seed <= 6; ++seed) {
    const State state = AfterHistory(seed);
    ASSERT_OK_AND_ASSIGN(const State unpacked, Unpack(PackState(state)));
    EXPECT_TRUE(unpacked.facts() == state.facts()) << seed;
  }
  const State state = AfterCast();
  ASSERT_OK_AND_ASSIGN(const State unpacked, Unpack(PackState(state)));
  EXPECT_TRUE(unpacked.facts() == state.facts());
}

TEST(CheckpointTest, UnpackedGoesOn) {
  RandomHistory history(7);
  for (int i = 0; i < kSteps; ++i) history.Step();
  ASSERT_OK_AND_ASSIGN(State unpacked,
                       Unpack(PackState(history.org().state())));
  const size_t packed = history.org().entries().size();
  for (int i = 0; i < kSteps; ++i) history.Step();
  const auto& entries = history.org().entries();
  ASSERT_GT(entries.size(), packed);
  for (size_t i = packed; i < entries.size(); ++i) {
    ASSERT_OK(unpacked.Apply(entries[i]));
  }
  EXPECT_TRUE(unpacked.facts() == history.org().state().facts());
}

// By their size, since keys and nonces are drawn anew. A program that packs
// under another number is replayed instead of misread.
TEST(CheckpointTest, WhateverChangesTheBytesChangesTheirNumber) {
  constexpr char kAdvice[] =
      "raise kFormat in checkpoint.cc, unless only the test changed";
  EXPECT_EQ(PackState(AfterHistory(1)).size(), 61450u) << kAdvice;
  EXPECT_EQ(PackState(AfterCast()).size(), 23119u) << kAdvice;
}

TEST(CheckpointTest, BytesOfAnotherFormatAreRefused) {
  std::string bytes = PackState(AfterCast());
  for (size_t i = 0; i < sizeof(uint32_t); ++i) {
    std::string other = bytes;
    other[i] ^= 2;
    EXPECT_THAT(Unpack(other), StatusIs(StatusCode::kDataLoss)) << i;
  }
}

TEST(CheckpointTest, BytesCutShortOrTooLongAreRefused) {
  const std::string bytes = PackState(TestOrganisation().state());
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_THAT(Unpack(bytes.substr(0, size)),
                StatusIs(StatusCode::kDataLoss))
        << size;
  }
  EXPECT_THAT(Unpack(bytes + "x"), StatusIs(StatusCode::kDataLoss));
  EXPECT_OK(Unpack(bytes));
}

}  // namespace
}  // namespace klad::crypto::roster
