#include "server/words/near_names.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::words {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NearNamesTest, SlipsAndPartsAreNear) {
  const NearNames near("metrika");
  EXPECT_EQ(near.Apart("metrika"), 0u);
  EXPECT_EQ(near.Apart("metrica"), 1u);
  EXPECT_EQ(near.Apart("metirka"), 1u);
  EXPECT_EQ(near.Apart("yandexmetrikareport"), 19u) << "a part of it";
  EXPECT_EQ(near.Apart("trello"), std::nullopt);
}

TEST(NearNamesTest, NothingIsNearNothing) {
  EXPECT_EQ(NearNames("").Apart("a"), std::nullopt);
}

TEST(NearNamesTest, TheThreeNearestAreTaken) {
  NearNames near("a");
  EXPECT_THAT(near.Take(), IsEmpty());
  near.Add(2, "c");
  near.Add(1, "b");
  near.Add(0, "a");
  near.Add(3, "d");
  EXPECT_THAT(near.Take(), ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace klad::words
