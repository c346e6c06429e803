#include "client/cli/output.h"

#include <sstream>

#include "client/error.h"
#include "client/words/words.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

using ::klad::testing::StatusIs;

struct Printed {
  std::string out;
  std::string err;
};

Printed Print(const Result& result, const OutputStyle& style = {}) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_OK(PrintResult(result, style, out, err));
  return {out.str(), err.str()};
}

std::string Error(const absl::Status& error, const OutputStyle& style = {}) {
  std::ostringstream err;
  PrintError(error, style, err);
  return err.str();
}

Result Safes() {
  Result result;
  result.columns = {"name", "credentials", "last_change"};
  result.AddRow("реклама", 12, absl::UnixEpoch());
  result.AddRow("x\x1b[2J", 7, Value());
  return result;
}

TEST(Output, TableIsAlignedAndEscaped) {
  Result result = Safes();
  result.rows[0].pop_back();
  result.rows[0].emplace_back("-");
  EXPECT_EQ(Print(result).out,
            "NAME      CREDENTIALS  LAST CHANGE\n"
            "реклама            12  -\n"
            "x\\x1b[2J            7  -\n");
}

TEST(Output, TableIsCutToTheTerminalOnly) {
  Result result;
  result.columns = {"title", "address"};
  result.AddRow("Яндекс Директ", std::string(40, 'a'));
  EXPECT_EQ(Print(result, {.width = 29}).out,
            "TITLE          ADDRESS\n"
            "Яндекс Директ  aaaaaaaaaaaaaa\n"
            "               aaaaaaaaaaaaaa\n"
            "               aaaaaaaaaaaa\n");
  EXPECT_NE(Print(result).out.find(std::string(40, 'a')), std::string::npos);
}

Result Listed() {
  Result result;
  result.columns = {"safe",  "title", "kind", "user_name",
                    "email", "phone", "tags", "changed"};
  result.spare = {"changed", "tags", "phone", "email"};
  for (const char* title : {"Яндекс Директ Москва", "Яндекс Метрика"}) {
    result.AddRow("реклама", title, "login", "ads@example.com",
                  "box@example.com", "+7 999 000-00-00",
                  std::vector<std::string>{"q3", "Реклама"}, absl::UnixEpoch());
  }
  return result;
}

TEST(Output, NarrowTerminalShowsTitlesWholeAndSaysWhatItLeavesOut) {
  const Printed printed = Print(Listed(), {.width = 80});
  EXPECT_EQ(printed.out,
            "SAFE     TITLE                 KIND   USER NAME        EMAIL\n"
            "реклама  Яндекс Директ Москва  login  ads@example.com  "
            "box@example.com\n"
            "реклама  Яндекс Метрика        login  ads@example.com  "
            "box@example.com\n");
  EXPECT_EQ(printed.err,
            "left out for want of room: phone, tags, changed; -o json has "
            "all\n");
}

TEST(Output, WideTerminalShowsEveryColumnWhole) {
  const Printed printed = Print(Listed(), {.width = 200});
  EXPECT_NE(printed.out.find("q3, Реклама"), std::string::npos);
  EXPECT_NE(printed.out.find("+7 999 000-00-00"), std::string::npos);
  EXPECT_EQ(printed.err, "");
}

TEST(Output, ReasonOfARowIsWrappedNotCut) {
  Result result;
  result.columns = {"row", "title", "state", "what"};
  result.AddRow(3, "Яндекс Директ Москва", "in doubt",
                "differs from the safe's, and nothing says which is newer: "
                "left as it is there");
  result.AddRow(12, "VK", "new", "");
  EXPECT_EQ(
      Print(result, {.width = 80}).out,
      "ROW  TITLE                 STATE     WHAT\n"
      "  3  Яндекс Директ Москва  in doubt  differs from the safe's, and "
      "nothing says\n"
      "                                     which is newer: left as it is "
      "there\n"
      " 12  VK                    new       -\n");
}

TEST(Output, DatesAreWholeOrNotThere) {
  Result result;
  result.columns = {"title", "user_name", "problems", "secret_changed"};
  result.spare = {"user_name"};
  result.AddRow("Кабинет ВКонтакте для магазина", "ads@example.com",
                std::vector<std::string>{"weak", "no-second-factor"},
                absl::FromCivil(absl::CivilMinute(2026, 11, 22, 10, 30),
                                absl::LocalTimeZone()));
  EXPECT_EQ(Print(result, {.width = 80}).out,
            "TITLE                           PROBLEMS                SECRET "
            "CHANGED\n"
            "Кабинет ВКонтакте для магазина  weak, no-second-factor  "
            "2026-11-22 10:30\n");
}

TEST(Output, FreeFieldsKeepTheirNamesAndAreAListInJson) {
  Result result;
  result.Add("title", "VK");
  result.AddFree("title", "x", Free::kShown);
  result.AddFree("my_field", "y", Free::kShown);
  result.AddFree("my_field", Secret::Copy("z"), Free::kHidden);
  EXPECT_EQ(Print(result).out,
            "title     VK\n"
            "title     x\n"
            "my_field  y\n"
            "my_field  z\n");
  EXPECT_EQ(Print(result, {.json = true}).out, R"({
  "title": "VK",
  "fields": [
    {
      "name": "title",
      "value": "x",
      "hidden": false
    },
    {
      "name": "my_field",
      "value": "y",
      "hidden": false
    },
    {
      "name": "my_field",
      "value": "z",
      "hidden": true
    }
  ]
}
)");
}

TEST(Output, FieldsAreOneALineAndLongTextIsIndented) {
  Result result;
  result.Add("title", "Хостинг");
  result.Add("user_name", "u1");
  result.Add("second_factor", true);
  result.Add("notes", Secret::Copy("one\ntwo\x07"));
  EXPECT_EQ(Print(result).out,
            "title          Хостинг\n"
            "user name      u1\n"
            "second factor  yes\n"
            "notes          one\n"
            "               two\\x07\n");
}

TEST(Output, LongListsAreOneALineOrCounted) {
  const std::vector<std::string> few = {"ads/one", "ads/two\n"};
  const std::vector<std::string> many(3, "ads/" + std::string(30, 'a'));
  Result result;
  result.AddCounted("never_seen", few);
  result.Add("to_rotate", many);
  result.AddCounted("exported", many);
  EXPECT_EQ(Print(result).out,
            "never seen  ads/one, ads/two\\x0a\n"
            "to change   " +
                many[0] +
                "\n"
                "            " +
                many[0] +
                "\n"
                "            " +
                many[0] +
                "\n"
                "exported    3 (-o json names them)\n");
  EXPECT_EQ(Print(result, {.json = true}).out.find("3 ("), std::string::npos);
}

TEST(Output, MessagesGoToStandardError) {
  const Printed printed = Print(Result::Message("safe ads created"));
  EXPECT_EQ(printed.out, "");
  EXPECT_EQ(printed.err, "safe ads created\n");
}

TEST(Output, JsonRowsAreAnArray) {
  EXPECT_EQ(Print(Safes(), {.json = true}).out,
            R"([
  {
    "name": "реклама",
    "credentials": 12,
    "last_change": "1970-01-01T00:00:00Z"
  },
  {
    "name": "x\u001b[2J",
    "credentials": 7,
    "last_change": null
  }
]
)");
}

TEST(Output, JsonDoesNotFoolATerminal) {
  Result result;
  result.Add("title", "\u202egpj");
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"title\": \"\\u202egpj\"\n}\n");
}

TEST(Output, JsonOfNoRowsIsAnEmptyArray) {
  Result result;
  result.columns = {"name"};
  EXPECT_EQ(Print(result, {.json = true}).out, "[]\n");
}

TEST(Output, JsonFieldsAndRowsAreOneObject) {
  Result result;
  result.Add("rows", 2);
  result.Add("tags", std::vector<std::string>{"a", "b"});
  result.columns = {"what"};
  result.rows_name = "problems";
  result.AddRow("bad \xff");
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"rows\": 2,\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ],\n"
            "  \"problems\": [\n    {\n      \"what\": \"bad \ufffd\"\n    }\n"
            "  ]\n}\n");
}

TEST(Output, JsonOfAMessageAloneIsAnObject) {
  const Printed printed = Print(Result::Message("done"), {.json = true});
  EXPECT_EQ(printed.out, "{\n  \"message\": \"done\"\n}\n");
  EXPECT_EQ(printed.err, "");
}

TEST(Output, SingleValueIsItsBytesAndANewline) {
  const std::string bytes("p\x1b\x80\0w", 5);
  const Result result = Result::Single("password", Secret::Copy(bytes));
  EXPECT_EQ(Print(result).out, bytes + "\n");
}

TEST(Output, SingleValueIsEscapedOnATerminal) {
  const Result result = Result::Single("notes", Secret::Copy("a\nb\x1b[2J"));
  EXPECT_EQ(Print(result, {.width = 80}).out, "a\nb\\x1b[2J\n");
}

TEST(Output, SingleValueIsAFieldInJson) {
  const Result result = Result::Single("password", Secret::Copy("x\""));
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"password\": \"x\\\"\"\n}\n");
}

TEST(Output, OnlyTheFirstSingleValueIsPrintedAlone) {
  Result result = Result::Single("code", "123456");
  result.single.push_back({"seconds_left", 12});
  EXPECT_EQ(Print(result).out, "123456\n");
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"code\": \"123456\",\n  \"seconds_left\": 12\n}\n");
}

TEST(Output, ExactBytesHaveNoNewlineOfOurs) {
  Result result;
  result.exact = Secret::Copy("a=\x1b\nb");
  EXPECT_EQ(Print(result).out, "a=\x1b\nb");
  EXPECT_EQ(Print(result, {.width = 80}).out, "a=\\x1b\nb");
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"text\": \"a=\\u001b\\nb\"\n}\n");
}

TEST(Output, WhatCannotBeWrittenIsAnError) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  std::ostringstream err;
  EXPECT_THAT(PrintResult(Safes(), {}, out, err),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(Output, ErrorIsASentenceAndAHint) {
  const absl::Status error = client::WithDetail(
      client::Error(client::ExitCode::kNotFound, "no safe \x1b", "list them"),
      "grpc: \u009b");
  EXPECT_EQ(Error(error), "klad: no safe \\x1b\nhint: list them\n");
  EXPECT_EQ(Error(error, {.verbose = true}),
            "klad: no safe \\x1b\nhint: list them\ndetail: grpc: \\u{9b}\n");
}

TEST(Output, ErrorInJsonHasItsCodeAndKind) {
  const absl::Status error = client::WithDetail(
      client::Error(client::ExitCode::kNotFound, "no safe", "list them"),
      "grpc");
  EXPECT_EQ(Error(error, {.json = true}),
            "{\n  \"error\": {\n    \"code\": 6,\n    \"kind\": "
            "\"not_found\",\n    \"message\": \"no safe\",\n    \"hint\": "
            "\"list them\"\n  }\n}\n");
  EXPECT_NE(Error(error, {.json = true, .verbose = true}).find("grpc"),
            std::string::npos);
}

class OutputInRussian : public ::testing::Test {
 protected:
  OutputInRussian() { client::Speak("ru"); }
  ~OutputInRussian() override { client::Speak(""); }
};

TEST_F(OutputInRussian, HeadingsAreTranslatedAndAligned) {
  Result result;
  result.Add("user_name", "анна");
  result.Add("second_factor", true);
  result.Add("club number", "4000");
  result.columns = {"title", "email"};
  result.AddRow("Ёлка", "a@example.com");
  EXPECT_EQ(Print(result).out,
            "логин          анна\n"
            "второй фактор  да\n"
            "club number    4000\n"
            "\n"
            "НАЗВАНИЕ  ЭЛ. ПОЧТА\n"
            "Ёлка      a@example.com\n");
}

TEST_F(OutputInRussian, WordsOfKladInCellsAreTranslatedButNotInJson) {
  Result result;
  result.columns = {"title", "kind", "problems", "found_in"};
  result.AddRow("weak", "login",
                std::vector<std::string>{"weak", "no-second-factor"},
                std::vector<std::string>{"user_name", "my_field"});
  EXPECT_EQ(Print(result).out,
            "НАЗВАНИЕ  ВИД    ЗАМЕЧАНИЯ                    НАЙДЕНО В\n"
            "weak      логин  слабый, без второго фактора  логин, my_field\n");
  const std::string json = Print(result, {.json = true}).out;
  EXPECT_NE(json.find("\"no-second-factor\""), std::string::npos);
  EXPECT_NE(json.find("\"user_name\""), std::string::npos);
}

TEST_F(OutputInRussian, JsonKeysAndExitCodesStay) {
  Result result;
  result.Add("user_name", "anna");
  EXPECT_EQ(Print(result, {.json = true}).out,
            "{\n  \"user_name\": \"anna\"\n}\n");
  const absl::Status error = client::Error(
      client::ExitCode::kNotFound, client::Say("no safe is called $0", "x"),
      client::Tr("klad safe list shows those you may open"));
  EXPECT_EQ(Error(error),
            "klad: нет сейфа с именем x\n"
            "подсказка: klad safe list покажет те, что вам открыты\n");
  EXPECT_NE(Error(error, {.json = true}).find("\"kind\": \"not_found\""),
            std::string::npos);
}

}  // namespace
}  // namespace klad::cli
