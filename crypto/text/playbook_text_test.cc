#include "crypto/text/playbook_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> NamesIn(absl::string_view text) {
  std::vector<std::string> names;
  for (const TextReference& each : FindReferences(text)) {
    names.push_back(each.word + "=" + each.name);
  }
  return names;
}

std::vector<std::string> StepTexts(absl::string_view text) {
  std::vector<std::string> texts;
  for (const TextStep& step : FindSteps(text)) texts.push_back(step.text);
  return texts;
}

TEST(PlaybookTextTest, ReferencesAreFoundInBothLanguages) {
  EXPECT_THAT(NamesIn("see [[link:Отчёт Q3]], [[доступ: ads/bank ]]\n"
                      "and [[регламент:x]] [[other:y]] [[link:no\nend]]"),
              ElementsAre("link=Отчёт Q3", "доступ=ads/bank", "регламент=x"));
}

TEST(PlaybookTextTest, WhatStandsInCodeIsLeftAlone) {
  EXPECT_THAT(NamesIn("`[[link:a]]` ``x` [[link:b]]`` [[link:c]] `open\n"
                      "```sh\n[[link:d]]\n```\n[[link:e]]\n"
                      "~~~\n[[link:f]]\n"),
              ElementsAre("link=c", "link=e"));
}

TEST(PlaybookTextTest, NamesWithBracketsComeThrough) {
  const std::string text = "a [[link:x]] b";
  const std::string renamed = Renamed(text, FindReferences(text),
                                      [](const auto&) { return "a]] 100%5D"; });
  EXPECT_EQ(renamed, "a [[link:a%5D%5D 100%255D]] b");
  EXPECT_THAT(NamesIn(renamed), ElementsAre("link=a]] 100%5D"));
}

TEST(PlaybookTextTest, BackticksOfTwoNamesDoNotMakeCode) {
  const std::string text = "[[link:a]] and [[link:b]]";
  const std::string renamed =
      Renamed(text, FindReferences(text),
              [](const TextReference& each) { return each.name + "`"; });
  EXPECT_THAT(NamesIn(renamed), ElementsAre("link=a`", "link=b`"));
}

TEST(PlaybookTextTest, NameIsReadAsItIsWritten) {
  EXPECT_THAT(NamesIn("[[link:a`b`c]] `[[link:d]]`"),
              ElementsAre("link=a`b`c"));
}

TEST(PlaybookTextTest, IdsAreNamesToo) {
  const std::string id(16, '\x5a');
  const std::string other(16, '\x01');
  TextReference link;
  link.name = NameOfId(id);
  EXPECT_EQ(link.name, "klad:5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
  EXPECT_THAT(IdsInName(link), ElementsAre(id));
  TextReference credential;
  credential.kind = Refers::kToCredential;
  credential.name = NameOfIds(id, other);
  EXPECT_THAT(IdsInName(credential), ElementsAre(id, other));
  for (const char* name : {"klad:5a5a", "metrika",
                           "klad:", "klad:5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A"}) {
    link.name = name;
    EXPECT_THAT(IdsInName(link), IsEmpty()) << name;
  }
  credential.name = NameOfId(id);
  EXPECT_THAT(IdsInName(credential), IsEmpty());
}

TEST(PlaybookTextTest, StepsAreNumberedItemsAtTheLeftEdge) {
  EXPECT_THAT(
      StepTexts("# Title\n"
                "1. one\n"
                "   more of it\n"
                "\n"
                "   - a point\n"
                "2) two\n"
                "lazy\n"
                "## Next\n"
                "text 3. no\n"
                "  4. indented is none\n"
                "5.none\n"
                "```\n6. code\n```\n"
                "7. seven\n"
                "\n"
                "behind it\n"),
      ElementsAre("one\n   more of it\n\n   - a point", "two\nlazy", "seven"));
}

TEST(PlaybookTextTest, StepSaysWhoWhenAndWhetherItMust) {
  const auto steps = FindSteps(
      "1. Write [[link:vk]] (@role:pr-2), due:+3d. (required)\n"
      "2. Проверить @роль:head срок:+0д (обязательно)\n"
      "3. mail@role:x overdue:+3d due: tomorrow `@role:y`\n");
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].role, "pr-2");
  EXPECT_EQ(steps[0].due_days, 3u);
  EXPECT_TRUE(steps[0].required);
  ASSERT_EQ(steps[0].references.size(), 1u);
  EXPECT_EQ(steps[0].text.substr(steps[0].references[0].begin, 11),
            "[[link:vk]]");
  EXPECT_EQ(steps[1].role, "head");
  EXPECT_EQ(steps[1].due_days, 0u);
  EXPECT_TRUE(steps[1].required);
  EXPECT_EQ(steps[2].role, "");
  EXPECT_FALSE(steps[2].due_days.has_value());
  EXPECT_FALSE(steps[2].required);
  for (const TextStep& step : steps) EXPECT_EQ(step.broken, "");
}

TEST(PlaybookTextTest, MarksThatCannotBeReadAreNamed) {
  const auto broken = [](absl::string_view step) {
    return std::string(FindSteps(step).at(0).broken);
  };
  EXPECT_EQ(broken("1. @role: x"), "step-role");
  EXPECT_EQ(broken("1. @role:a @role:b"), "step-role");
  EXPECT_EQ(broken("1. due:+soon"), "step-due");
  EXPECT_EQ(broken("1. due:+3"), "step-due");
  EXPECT_EQ(broken("1. due:+3days"), "step-due");
  EXPECT_EQ(broken("1. due:+9999d"), "step-due");
  EXPECT_EQ(broken("1. due:+99999999999d"), "step-due");
  EXPECT_EQ(broken("1. due:+1d due:+2d"), "step-due");
}

TEST(PlaybookTextTest, OddTextsAreNoTrouble) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("1."), std::string("`"),
        std::string("[["), std::string("[[link:]]"), std::string("1. \n2. "),
        std::string("\xff\xfe[[link:\xff]]"), std::string(3000, '`'),
        std::string("1. @role:"), std::string("~~~")}) {
    FindSteps(text);
    FindReferences(text);
  }
  EXPECT_THAT(NamesIn("[[link:]]"), ElementsAre("link="));
  EXPECT_THAT(StepTexts("1.\n2. x"), ElementsAre("", "x"));
}

// Each pass is along the text once, whatever it is made of.
TEST(PlaybookTextTest, LongTextsOfSignsTakeNoTime) {
  for (const char* piece : {"[[", "`", "[[link:", "1. ", "@role:a ", "\n"}) {
    std::string text;
    while (text.size() < kMaxPlaybookText) text += piece;
    FindSteps(text);
    FindReferences(text);
  }
}

}  // namespace
}  // namespace klad::text
