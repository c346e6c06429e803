#include "crypto/base/secret.h"

#include <string>
#include <utility>
#include <vector>

#include "crypto/base/arena.h"
#include "gtest/gtest.h"

namespace klad {
namespace {

TEST(SecretTest, MovesWithoutCopying) {
  Secret a = Secret::Copy("hoard");
  const void* where = a.Expose().data();
  Secret b = std::move(a);
  EXPECT_EQ(b.Expose().data(), where);
  EXPECT_EQ(b.Expose(), "hoard");
}

TEST(SecretTest, EqualOnlyWhenSizeAndBytesAre) {
  EXPECT_TRUE(Secret::Copy("hoard").Equals(Secret::Copy("hoard")));
  EXPECT_FALSE(Secret::Copy("hoard").Equals(Secret::Copy("hoare")));
  EXPECT_FALSE(Secret::Copy("hoard").Equals(Secret::Copy("hoards")));
  EXPECT_TRUE(Secret().Equals(Secret()));
}

TEST(SecretTest, TenThousandFitAtOnce) {
  std::vector<Secret> many;
  for (int i = 0; i < 10000; ++i) many.push_back(Secret::Random(32));
  EXPECT_EQ(many.back().size(), 32u);
}

TEST(ArenaTest, FreedBytesAreWipedAndReused) {
  Arena arena(4096);
  unsigned char* first = arena.Allocate(4096);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(arena.Allocate(1), nullptr);
  first[100] = 7;
  arena.Free(first, 4096);
  EXPECT_EQ(first[100], 0);
  EXPECT_EQ(arena.Allocate(4096), first);
}

TEST(ArenaTest, NeighboursMergeInAnyOrder) {
  Arena arena(4096);
  unsigned char* a = arena.Allocate(1024);
  unsigned char* b = arena.Allocate(1024);
  unsigned char* c = arena.Allocate(2048);
  arena.Free(a, 1024);
  arena.Free(c, 2048);
  arena.Free(b, 1024);
  EXPECT_EQ(arena.Allocate(4096), a);
}

}  // namespace
}  // namespace klad
