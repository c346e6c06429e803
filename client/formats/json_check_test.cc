#include "client/formats/json_check.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/formats/read_fixture.h"
#include "client/formats/wiped_json.h"
#include "client/title.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

// By the parser that reads the rows; an infinite number is none.
bool ParserTakes(const std::string& text) {
  return !WipedJson::parse(text, nullptr, /*allow_exceptions=*/false)
              .is_discarded();
}

TEST(JsonCheck, TakesWhatTheParserTakes) {
  for (const char* text :
       {"{}", "[]", " [ ] ", "null", "true", "false", "0", "-0", "1.5e3",
        "1E+9", "-12.25", "\"\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
        "\"\\ud83d\\ude00\"", "{\"a\":{\"b\":[1,2,{}]},\"c\":null}",
        "123456789012345678901234567890", "1e-999", "\"Почта\""}) {
    EXPECT_OK(CheckJson(text)) << text;
    EXPECT_TRUE(ParserTakes(text)) << text;
  }
}

TEST(JsonCheck, RefusesWhatTheParserRefuses) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[",
                           "[1,]",
                           "[,1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{1:2}",
                           "[1 2]",
                           "[1][2]",
                           "nul",
                           "tru e",
                           "+1",
                           "01",
                           "-",
                           "1.",
                           ".5",
                           "1e",
                           "1e+",
                           "0x10",
                           "1e999",
                           "-1e999",
                           "\"",
                           "\"\\x\"",
                           "\"\\u12g4\"",
                           "\"\\u12\"",
                           "\"\\ud83d\"",
                           "\"\\ud83d\\u0041\"",
                           "\"\\ude00\"",
                           "\"a\nb\"",
                           "'a'",
                           "[1]x",
                           "\"\\",
                           "\"\\u"}) {
    EXPECT_EQ(ExitCodeOf(CheckJson(text)), ExitCode::kUsage) << text;
    EXPECT_FALSE(ParserTakes(text)) << text;
  }
}

TEST(JsonCheck, NamesTheLine) {
  EXPECT_EQ(CheckJson("{\"a\": 1,\n\n \"b\" 2}").message(),
            "the file is not JSON: line 3");
}

TEST(JsonCheck, AgreesWithTheParserOnAnyDamage) {
  std::mt19937 random(20260301);
  int taken = 0;
  for (const char* name : {"bitwarden.json", "keeper.json", "enpass.json",
                           "proton.json", "dashlane.json"}) {
    const std::string whole = Fixture(name);
    for (int round = 0; round < 400; ++round) {
      std::string text = whole;
      for (int n = 0; n < 1 + round % 2; ++n) {
        text[random() % text.size()] = "{}[]\",:\\0tne+-.19u \n"[random() % 20];
      }
      if (!IsUtf8(text)) continue;
      EXPECT_EQ(CheckJson(text).ok(), ParserTakes(text)) << text;
      taken += CheckJson(text).ok() ? 1 : 0;
    }
  }
  EXPECT_GT(taken, 100);
}

WipedJson ByNlohmann(absl::string_view text) {
  return WipedJson::parse(text.begin(), text.end(), nullptr,
                          /*allow_exceptions=*/false);
}

// What ParseWipedJson() builds, written and read again.
WipedJson ThereAndBack(const std::string& text) {
  return ByNlohmann(ViewOf(ContentOf(ParseWipedJson(text))));
}

TEST(ParseWipedJson, BuildsWhatNlohmannBuilds) {
  for (const char* text :
       {"{}",
        "[ ]",
        "null",
        " true ",
        "[false]",
        "0",
        "-0",
        "-7",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "1.5e3",
        "-12.25",
        "1e-999",
        "\"\"",
        "\"a\\\"b\\\\\"",
        "\"\\/\\b\\f\\n\\r\\t\\u0041\\u044f\\u20ac\\u0000x\"",
        "\"\\ud83d\\ude00!\"",
        "{\"a\":1,\"b\":[{},[],\"\"]}",
        "{\"\\u0061\": 1 , \"b\" :\n2}"}) {
    ASSERT_OK(CheckJson(text));
    const std::string list = absl::StrCat("[", text, "]");
    EXPECT_EQ(ThereAndBack(list), ByNlohmann(list)) << text;
  }
}

TEST(ParseWipedJson, KeepsNumbersAsTheyAreWritten) {
  for (const char* text :
       {"0", "-7", "1.50", "1.5e3", "18446744073709551616", "true", "false",
        "123456789012345678901234567890.10"}) {
    EXPECT_EQ(TextOf(ParseWipedJson(text)), text);
    const std::string list = absl::StrCat("[", text, ",\"", text, "\"]");
    EXPECT_EQ(ViewOf(ContentOf(ParseWipedJson(list))), list);
  }
}

TEST(ParseWipedJson, LeavesOutWhatIsSetAside) {
  const WipedJson json = ParseWipedJson(
      R"({"a":{"x":1},"x":[{"x":[1]},2],"b":[3],"x":"s","c":null})", "x");
  EXPECT_EQ(ViewOf(ContentOf(json)), R"({"a":{"x":1},"b":[3],"c":null})");
}

TEST(ParseWipedJson, BuildsEveryFixtureAndDamagedOnesAlike) {
  std::mt19937 random(20260302);
  int built = 0;
  for (const char* name : {"bitwarden.json", "keeper.json", "enpass.json",
                           "proton.json", "dashlane.json"}) {
    const std::string whole = Fixture(name);
    EXPECT_EQ(ThereAndBack(whole), ByNlohmann(whole));
    for (int round = 0; round < 400; ++round) {
      std::string text = whole;
      text[random() % text.size()] = "\\0tne+-.19u \n"[random() % 12];
      if (!IsUtf8(text) || !CheckJson(text).ok()) continue;
      EXPECT_EQ(ThereAndBack(text), ByNlohmann(text)) << text;
      ++built;
    }
  }
  EXPECT_GT(built, 100);
}

}  // namespace
}  // namespace klad::client
