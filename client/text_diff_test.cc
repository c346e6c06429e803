#include "client/text_diff.h"

#include <random>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/text_merge.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Diff(absl::string_view from, absl::string_view to) {
  return UnifiedDiff(from, to, "a", "b");
}

// What a patch makes of a text.
std::string Patched(absl::string_view from, absl::string_view diff) {
  std::vector<absl::string_view> old = LinesOf(from);
  std::vector<absl::string_view> out;
  size_t at = 0;
  for (const absl::string_view line : LinesOf(diff)) {
    if (line.substr(0, 3) == "---" || line.substr(0, 3) == "+++") continue;
    if (line.substr(0, 4) == "@@ -") {
      const std::vector<absl::string_view> numbers =
          absl::StrSplit(line.substr(4), absl::ByAnyChar(", "));
      const size_t begin = std::stoul(std::string(numbers[0]));
      const size_t before = numbers[1] == "0" ? begin : begin - 1;
      while (at < before) out.push_back(old[at++]);
    } else if (line[0] == '+') {
      out.push_back(line.substr(1));
    } else {
      EXPECT_EQ(line.substr(1), old[at]);
      if (line[0] == ' ') out.push_back(old[at]);
      ++at;
    }
  }
  while (at < old.size()) out.push_back(old[at++]);
  return out.empty() ? "" : absl::StrJoin(out, "\n") + "\n";
}

std::string RandomText(std::mt19937& random) {
  std::string text;
  for (size_t lines = random() % 30; lines > 0; --lines) {
    text += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
  }
  return text;
}

TEST(TextDiffTest, ChangeStandsWithThreeLinesAroundIt) {
  EXPECT_EQ(Diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(TextDiffTest, EmptyAndEqualTexts) {
  EXPECT_EQ(Diff("", ""), "");
  EXPECT_EQ(Diff("a\n", "a\n"), "");
  EXPECT_EQ(Diff("", "a\n"), "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+a\n");
  EXPECT_EQ(Diff("a\n", ""), "--- a\n+++ b\n@@ -1,1 +0,0 @@\n-a\n");
}

TEST(TextDiffTest, FarChangesAreHunksOfTheirOwn) {
  std::string from;
  for (int i = 0; i < 40; ++i) from += std::to_string(i) + "\n";
  std::string to = "new\n" + from + "end\n";
  const std::string diff = Diff(from, to);
  EXPECT_THAT(diff, HasSubstr("@@ -1,3 +1,4 @@\n+new\n"));
  EXPECT_THAT(diff, HasSubstr("@@ -38,3 +39,4 @@\n"));
}

TEST(TextDiffTest, RandomDiffsMakeTheOtherText) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    const std::string from = RandomText(random);
    const std::string to = RandomText(random);
    ASSERT_EQ(Patched(from, Diff(from, to)), to) << from << "--\n" << to;
  }
}

TEST(TextDiffTest, TextsWithNothingInCommonTakeNoTime) {
  std::string from;
  std::string to;
  for (int i = 0; i < 20000; ++i) {
    from += "a" + std::to_string(i) + "\n";
    to += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(Patched(from, Diff(from, to)), to);
}

TEST(TextMergeTest, ChangesOfDifferentLinesAreBothKept) {
  const MergedText merged = MergeText("1\n2\n3\n4\n5\n", "1\nmine\n3\n4\n5\n",
                                      "1\n2\n3\n4\ntheirs\n", "me", "anna");
  EXPECT_EQ(merged.conflicts, 0);
  EXPECT_EQ(merged.text, "1\nmine\n3\n4\ntheirs\n");
}

TEST(TextMergeTest, TheSameChangeIsOne) {
  const MergedText merged =
      MergeText("1\n2\n", "1\nx\n", "1\nx\n", "me", "anna");
  EXPECT_EQ(merged.conflicts, 0);
  EXPECT_EQ(merged.text, "1\nx\n");
}

TEST(TextMergeTest, ChangesOfOneLineStandBetweenMarks) {
  const MergedText merged =
      MergeText("1\n2\n3\n", "1\nmine\n3\n", "1\ntheirs\n3\n", "me", "anna");
  EXPECT_EQ(merged.conflicts, 1);
  EXPECT_EQ(merged.text,
            "1\n<<<<<<< me\nmine\n=======\ntheirs\n>>>>>>> anna\n3\n");
  EXPECT_TRUE(HasConflictMarks(merged.text));
  EXPECT_FALSE(HasConflictMarks("a\n=======\n<<<<\n"));
}

TEST(TextMergeTest, LinesAddedAndTakenAway) {
  EXPECT_EQ(MergeText("", "a\n", "", "me", "you").text, "a\n");
  EXPECT_EQ(MergeText("a\n", "", "a\n", "me", "you").text, "");
  EXPECT_EQ(MergeText("a\nb\n", "a\n", "a\nb\nc\n", "me", "you").conflicts, 1);
}

// Whoever changed nothing gets what the other wrote.
TEST(TextMergeTest, RandomTextsAgainstNoChange) {
  std::mt19937 random(11);
  for (int i = 0; i < 2000; ++i) {
    const std::string base = RandomText(random);
    const std::string other = RandomText(random);
    ASSERT_EQ(MergeText(base, base, other, "a", "b").text, other);
    ASSERT_EQ(MergeText(base, other, base, "a", "b").text, other);
    ASSERT_EQ(MergeText(base, other, other, "a", "b").text, other);
  }
}

}  // namespace
}  // namespace klad::client
