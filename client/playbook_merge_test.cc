#include "client/playbook_merge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PlaybookMergeTest, ChangesOfDifferentFieldsAreBothKept) {
  klad::v1::Playbook base;
  base.set_revision(1);
  base.add_tags("old");
  base.add_roles("pr");
  klad::v1::Playbook mine = base;
  mine.set_title("mine");
  mine.clear_tags();
  mine.add_reviewers("hans");
  klad::v1::Playbook theirs = base;
  theirs.set_revision(2);
  theirs.set_owner("anna");
  theirs.set_review_days(90);
  theirs.add_tags("new");
  theirs.add_roles("head");
  const MergedPlaybook merged = MergePlaybooks(base, mine, theirs);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_EQ(merged.playbook.revision(), 2u);
  EXPECT_EQ(merged.playbook.title(), "mine");
  EXPECT_EQ(merged.playbook.owner(), "anna");
  EXPECT_EQ(merged.playbook.review_days(), 90u);
  EXPECT_THAT(merged.playbook.tags(), ElementsAre("new"));
  EXPECT_THAT(merged.playbook.roles(), ElementsAre("pr", "head"));
  EXPECT_THAT(merged.playbook.reviewers(), ElementsAre("hans"));
}

TEST(PlaybookMergeTest, FieldsThatBothChangedAreNamed) {
  klad::v1::Playbook base;
  klad::v1::Playbook mine = base;
  mine.set_category("ads");
  mine.set_title("same");
  mine.set_review_days(1);
  klad::v1::Playbook theirs = base;
  theirs.set_category("sales");
  theirs.set_title("same");
  theirs.set_review_days(2);
  EXPECT_THAT(MergePlaybooks(base, mine, theirs).conflicts,
              ElementsAre("category", "review"));
}

}  // namespace
}  // namespace klad::client
