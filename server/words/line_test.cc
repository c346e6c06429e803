#include "server/words/line.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::words {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::StartsWith;

// The parts of the line that matched.
std::vector<std::string> Matched(const MatchedLine& line) {
  std::vector<std::string> parts;
  for (const text::Span& span : line.matched) {
    parts.emplace_back(span.Of(line.line));
  }
  return parts;
}

TEST(BestLine, HasMostOfTheWords) {
  const std::vector<std::string> lines = {"Метрика", "", "Отчёты по рекламе",
                                          "реклама"};
  const MatchedLine line = BestLine(SeekAll("отчет реклама"), lines);
  EXPECT_EQ(line.line, "Отчёты по рекламе");
  EXPECT_THAT(Matched(line), ElementsAre("Отчёты", "рекламе"));
}

TEST(BestLine, IsTheFirstWhenNoneMatches) {
  const MatchedLine line = BestLine(SeekAll("name"), {"", "first", "second"});
  EXPECT_EQ(line.line, "first");
  EXPECT_THAT(line.matched, ElementsAre());
  EXPECT_EQ(BestLine(SeekAll("name"), {"", ""}).line, "");
}

TEST(BestLine, ExactWordBeatsASlip) {
  EXPECT_EQ(BestLine(SeekAll("отчет"), {"очет", "отчет"}).line, "отчет");
}

TEST(BestLine, LongLineIsCutAroundTheFirstMatch) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "я ";
  text += "находка ";
  for (int i = 0; i < 500; ++i) text += "ю ";
  const MatchedLine line = BestLine(SeekAll("находка"), {text});
  EXPECT_LE(line.line.size(), 300u);
  EXPECT_THAT(line.line, StartsWith("…"));
  EXPECT_THAT(line.line, EndsWith("…"));
  EXPECT_THAT(Matched(line), ElementsAre("находка"));
}

TEST(BestLine, EndOfALongLineIsShownToItsEnd) {
  std::string text(1000, '-');
  text += " находка";
  EXPECT_THAT(BestLine(SeekAll("находка"), {text}).line, EndsWith("находка"));
}

}  // namespace
}  // namespace klad::words
