#include "client/overview_merge.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using trust::v1::Overview;

void SetField(const char* name, const char* value, Overview* overview) {
  for (auto& field : *overview->mutable_fields()) {
    if (field.name() == name) return field.set_value(value);
  }
  auto* field = overview->add_fields();
  field->set_name(name);
  field->set_value(value);
}

Overview Base() {
  Overview base;
  base.set_title("title");
  base.set_phone("1");
  base.set_email("a@x.ru");
  for (const char* tag : {"one", "two", "three"}) base.add_tags(tag);
  SetField("port", "22", &base);
  base.set_strength(1);
  return base;
}

TEST(OverviewMerge, DifferentFieldsGoTogether) {
  Overview mine = Base();
  Overview theirs = Base();
  mine.set_phone("2");
  mine.set_archived(true);
  SetField("host", "h", &mine);
  theirs.set_email("b@x.ru");
  theirs.set_strength(4);
  SetField("port", "2222", &theirs);
  const MergedOverview merged = MergeOverviews(Base(), mine, theirs);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  Overview both = Base();
  both.set_phone("2");
  both.set_archived(true);
  both.set_email("b@x.ru");
  both.set_strength(4);
  SetField("port", "2222", &both);
  SetField("host", "h", &both);
  EXPECT_EQ(merged.overview.SerializeAsString(), both.SerializeAsString());
}

TEST(OverviewMerge, ListsKeepWhatEachAddedAndLoseWhatEachTookAway) {
  Overview mine = Base();
  Overview theirs = Base();
  mine.mutable_tags()->Clear();
  for (const char* tag : {"two", "three", "mine", "same"}) mine.add_tags(tag);
  theirs.mutable_tags()->Clear();
  for (const char* tag : {"one", "two", "theirs", "same"}) {
    theirs.add_tags(tag);
  }
  const MergedOverview merged = MergeOverviews(Base(), mine, theirs);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_THAT(merged.overview.tags(),
              ElementsAre("two", "theirs", "same", "mine"));
}

TEST(OverviewMerge, OneFieldToTwoValuesIsAConflict) {
  Overview mine = Base();
  Overview theirs = Base();
  mine.set_phone("2");
  theirs.set_phone("3");
  SetField("port", "1", &mine);
  SetField("port", "2", &theirs);
  const MergedOverview merged = MergeOverviews(Base(), mine, theirs);
  ASSERT_THAT(merged.conflicts, SizeIs(2));
  EXPECT_EQ(merged.conflicts[0].field, "phone");
  EXPECT_EQ(merged.conflicts[0].mine, "2");
  EXPECT_EQ(merged.conflicts[0].theirs, "3");
  EXPECT_EQ(merged.conflicts[1].field, "port");
  EXPECT_EQ(merged.overview.phone(), "2");
}

TEST(OverviewMerge, TheSameChangeTwiceIsNone) {
  Overview mine = Base();
  mine.set_phone("2");
  const MergedOverview merged = MergeOverviews(Base(), mine, mine);
  EXPECT_THAT(merged.conflicts, IsEmpty());
  EXPECT_EQ(merged.overview.SerializeAsString(), mine.SerializeAsString());
}

TEST(OverviewMerge, AFieldThatOneRemovedAndTheOtherChangedIsAConflict) {
  Overview mine = Base();
  mine.clear_fields();
  Overview theirs = Base();
  SetField("port", "2", &theirs);
  const MergedOverview merged = MergeOverviews(Base(), mine, theirs);
  ASSERT_THAT(merged.conflicts, SizeIs(1));
  EXPECT_THAT(merged.overview.fields(), IsEmpty());
}

}  // namespace
}  // namespace klad::client
