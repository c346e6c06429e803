#include "client/link_merge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using klad::v1::Link;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Link Base() {
  Link link;
  link.set_revision(1);
  link.set_name("vk");
  link.set_title("base");
  link.add_tags("a");
  link.add_tags("b");
  return link;
}

TEST(LinkMerge, ChangesOfDifferentFieldsAreBothKept) {
  Link mine = Base();
  mine.set_title("mine");
  Link theirs = Base();
  theirs.set_revision(2);
  theirs.set_purpose("theirs");
  theirs.set_until_ms(5);
  const MergedLink merged = MergeLinks(Base(), mine, theirs);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_EQ(merged.link.title(), "mine");
  EXPECT_EQ(merged.link.purpose(), "theirs");
  EXPECT_EQ(merged.link.until_ms(), 5);
  EXPECT_EQ(merged.link.revision(), 2u);
}

TEST(LinkMerge, FieldThatBothChangedIsAConflictWithBothTexts) {
  Link mine = Base();
  mine.set_title("mine");
  mine.set_owner("me");
  Link theirs = Base();
  theirs.set_title("theirs");
  theirs.set_owner("them");
  const MergedLink merged = MergeLinks(Base(), mine, theirs);
  ASSERT_EQ(merged.conflicts.size(), 2u);
  EXPECT_EQ(merged.conflicts[0].field, "title");
  EXPECT_EQ(merged.conflicts[0].mine, "mine");
  EXPECT_EQ(merged.conflicts[0].theirs, "theirs");
  EXPECT_EQ(merged.conflicts[1].field, "owner");
  EXPECT_EQ(merged.conflicts[1].mine, "") << "an id is no text";
  EXPECT_EQ(merged.link.title(), "mine");
}

TEST(LinkMerge, SameChangeIsNoConflict) {
  Link both = Base();
  both.set_title("same");
  EXPECT_THAT(MergeLinks(Base(), both, both).conflicts, IsEmpty());
}

TEST(LinkMerge, TagsAreAddedAndTakenAwayWhateverTheOtherDid) {
  Link mine = Base();
  mine.mutable_tags()->RemoveLast();
  mine.add_tags("mine");
  Link theirs = Base();
  theirs.add_tags("theirs");
  EXPECT_THAT(MergeLinks(Base(), mine, theirs).link.tags(),
              ElementsAre("a", "theirs", "mine"));
}

}  // namespace
}  // namespace klad::client
