#include "client/playbooks/playbook_file.h"

#include "client/error.h"
#include "client/playbooks/front_matter.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PlaybookFileTest, WhatIsWrittenIsReadBack) {
  PlaybookFile playbook;
  playbook.name = "Отчёт: \"недельный\"";
  playbook.title = "- a, [b] # c";
  playbook.category = "ads/отчёты";
  playbook.tags = {"q3", "a: b", "it's", "back\\slash"};
  playbook.owner = "anna";
  playbook.reviewers = {"hans"};
  playbook.roles = {"marketer", "pr"};
  playbook.review_days = 90;
  playbook.text = "---\nno front matter\n---\n\n1. one\n";
  const std::string file = WritePlaybookFile(playbook);
  ASSERT_OK_AND_ASSIGN(const PlaybookFile read,
                       ReadPlaybookFile("other.md", file));
  EXPECT_EQ(read, playbook) << file;
  EXPECT_EQ(WritePlaybookFile(read), file);
}

TEST(PlaybookFileTest, FileWithoutFrontMatterIsCalledByItself) {
  ASSERT_OK_AND_ASSIGN(
      const PlaybookFile read,
      ReadPlaybookFile("a/b/week.report.md",
                       "\xef\xbb\xbf\r\n\r\n# Weekly \r\n\r\n1. x \r\n\r\n"));
  EXPECT_EQ(read.name, "week.report");
  EXPECT_EQ(read.title, "Weekly");
  EXPECT_EQ(read.text, "# Weekly \n\n1. x\n");
  EXPECT_THAT(read.tags, IsEmpty());
}

TEST(PlaybookFileTest, FrontMatterOfOtherProgramsIsUnderstood) {
  ASSERT_OK_AND_ASSIGN(const PlaybookFile read,
                       ReadPlaybookFile("x.md",
                                        "---\n"
                                        "# a remark\n"
                                        "Title:  'It''s: weekly'\n"
                                        "categories: [ \"Ads / Figures\" ]\n"
                                        "tags:\n"
                                        "  - q3\n"
                                        "  - \"a \\\"b\\\"\"\n"
                                        "roles: []\n"
                                        "review: 90\n"
                                        "---\n"
                                        "text\n"));
  EXPECT_EQ(read.title, "It's: weekly");
  EXPECT_EQ(read.category, "Ads/Figures");
  EXPECT_THAT(read.tags, ElementsAre("q3", "a \"b\""));
  EXPECT_EQ(read.review_days, 90u);
  EXPECT_EQ(read.text, "text\n");
}

TEST(PlaybookFileTest, WhatIsNotUnderstoodIsSaid) {
  const auto said = [](const std::string& matter) {
    return std::string(
        ReadPlaybookFile("x.md", "---\n" + matter + "---\ntext\n")
            .status()
            .message());
  };
  EXPECT_EQ(said("name: |\n"), "line 2 of the front matter is not understood");
  EXPECT_EQ(said("name: a\nname: b\n"),
            "line 3 of the front matter is not understood");
  EXPECT_EQ(said("a line\n"), "line 2 of the front matter is not understood");
  EXPECT_EQ(said("tags: [a, b\n"),
            "line 2 of the front matter is not understood");
  EXPECT_EQ(said("tags: [a,, b]\n"),
            "line 2 of the front matter is not understood");
  EXPECT_EQ(said("- a\n"), "line 2 of the front matter is not understood");
  EXPECT_EQ(said("name: 'open\n"),
            "line 2 of the front matter is not understood");
  EXPECT_EQ(said("layout: page\n"),
            "the front matter of a playbook has no layout");
  EXPECT_EQ(said("name: [a, b]\n"),
            "name of the front matter is one text, not a list");
  EXPECT_EQ(said("review: soon\n"), "\"soon\" is no review period");
  EXPECT_EQ(ReadPlaybookFile("x.md", "---\nname: a\n").status().message(),
            "the front matter does not end");
}

TEST(PlaybookFileTest, TooMuchTextIsRefusedWithTheLimit) {
  const auto read = ReadPlaybookFile("x.md", std::string(204801, 'x'));
  EXPECT_EQ(ExitCodeOf(read.status()), ExitCode::kUsage);
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr("204802 bytes, and a playbook may have 204800"));
}

TEST(PlaybookFileTest, PictureIsNoPlaybook) {
  const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xd8", 19);
  EXPECT_FALSE(ReadPlaybookFile("x.md", png).ok());
}

TEST(PlaybookFileTest, NamesMakeFileNames) {
  EXPECT_EQ(PlaybookFileName("Отчёт Q3"), "Отчёт Q3.md");
  EXPECT_EQ(PlaybookFileName("../a:b"), "_.-a-b.md");
}

}  // namespace
}  // namespace klad::client
