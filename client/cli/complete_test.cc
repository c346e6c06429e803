#include "client/cli/complete.h"

#include "client/cli/commands.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

struct FakeNames : Names {
  Words Safes() override { return {"ads", "Пресса"}; }
  Words Titles(absl::string_view safe, bool archived) override {
    if (safe != "ads") return {};
    if (archived) return {"old"};
    return {"Мой тест", "Мойка", "it's", "a:b"};
  }
  Words Logins() override { return {"anna", "boris"}; }
  Words Roles() override { return {"marketer", "owner"}; }
  Words Links() override { return {"metrika", "Отчёт Q3"}; }
  Words LinkCategories() override { return {"ads", "ads/search"}; }
  Words Playbooks() override { return {"weekly-report", "Отчёт"}; }
  Words PlaybookCategories() override { return {"ads/reports"}; }
};

Words At(const Words& before, const std::string& current) {
  FakeNames names;
  return Complete(AllCommands(), before, current, names);
}

TEST(Complete, CommandsAndTheirSecondWords) {
  EXPECT_THAT(At({}, "li"), ElementsAre("link", "list"));
  EXPECT_THAT(At({}, "cred"), ElementsAre("credential"));
  EXPECT_THAT(At({"credential"}, "arch"), ElementsAre("archive"));
  EXPECT_THAT(At({}, "complete"), IsEmpty());
}

TEST(Complete, OptionsAndTheirValues) {
  EXPECT_THAT(At({"list"}, "--ar"), ElementsAre("--archived"));
  EXPECT_THAT(At({"list"}, "--"), Contains("--output"));
  EXPECT_THAT(At({"list", "--kind"}, "s"), ElementsAre("server", "ssh-key"));
  EXPECT_THAT(At({"list", "-o"}, ""), ElementsAre("json", "table"));
  EXPECT_THAT(At({"credential", "new", "--note-from"}, ""), IsEmpty());
  EXPECT_THAT(At({"import", "x", "--from"}, "lastp"),
              ElementsAre("lastpass-csv"));
  EXPECT_THAT(At({"generate", "--language"}, ""), ElementsAre("en", "ru"));
}

TEST(Complete, PeopleRolesAndPolicyWords) {
  EXPECT_THAT(At({"person", "show"}, ""), ElementsAre("anna", "boris"));
  EXPECT_THAT(At({"role", "give"}, "m"), ElementsAre("marketer"));
  EXPECT_THAT(At({"role", "give", "pr"}, "b"), ElementsAre("boris"));
  EXPECT_THAT(At({"person", "invite", "vera", "--role"}, "o"),
              ElementsAre("owner"));
  EXPECT_THAT(At({"policy", "set"}, "unlock"),
              ElementsAre("unlock.idle.minutes"));
  EXPECT_THAT(At({"role", "new", "intern", "--permission"}, ""), IsEmpty());
}

TEST(Complete, PlaybooksTheirCategoriesAndStates) {
  EXPECT_THAT(At({"playbook", "show"}, "отч"), ElementsAre("Отчёт"));
  EXPECT_THAT(At({"playbook", "diff"}, "w"), ElementsAre("weekly-report"));
  EXPECT_THAT(At({"playbook", "diff", "weekly-report"}, ""), IsEmpty());
  EXPECT_THAT(At({"playbook", "list"}, ""), ElementsAre("ads/reports"));
  EXPECT_THAT(At({"playbook", "list", "--state"}, "in"),
              ElementsAre("in-review"));
}

TEST(Complete, LinksAndTheirCategories) {
  EXPECT_THAT(At({"go"}, "отчет"), ElementsAre("Отчёт Q3"));
  EXPECT_THAT(At({"go", "metrika"}, "m"), IsEmpty()) << "an argument";
  EXPECT_THAT(At({"link", "edit", "metrika"}, "m"), ElementsAre("metrika"));
  EXPECT_THAT(At({"link", "move"}, "ads/"), ElementsAre("ads/search"));
  EXPECT_THAT(At({"link", "move", "ads"}, "m"), ElementsAre("metrika"));
  EXPECT_THAT(At({"link", "list"}, ""), ElementsAre("ads", "ads/search"));
  EXPECT_THAT(At({"link", "new", "x", "y", "--category"}, "ads"),
              ElementsAre("ads", "ads/search"));
  EXPECT_THAT(At({"link", "new"}, ""), IsEmpty());
}

TEST(Complete, SafesAndTitles) {
  EXPECT_THAT(At({"list"}, ""), ElementsAre("ads", "Пресса"));
  EXPECT_THAT(At({"get"}, ""), ElementsAre("ads/", "Пресса/"));
  EXPECT_THAT(At({"get", "-o", "json"}, "пр"), ElementsAre("Пресса/"));
  EXPECT_THAT(At({"get"}, "ads/Мой"), ElementsAre("ads/Мой тест", "ads/Мойка"));
  EXPECT_THAT(At({"get"}, "ads/Мой "), ElementsAre("ads/Мой тест"));
  EXPECT_THAT(At({"get"}, "ads/мойк"), ElementsAre("ads/Мойка"));
  EXPECT_THAT(At({"credential", "show"}, "ads/it"), ElementsAre("ads/it's"));
  EXPECT_THAT(At({"credential", "unarchive"}, "ads/"), ElementsAre("ads/old"));
}

TEST(Complete, FieldsBehindACredentialAndNothingBehindThem) {
  EXPECT_THAT(At({"get", "ads/x"}, "pass"), ElementsAre("password"));
  EXPECT_THAT(At({"get", "ads/x"}, "co"), ElementsAre("code"));
  EXPECT_THAT(At({"get", "ads/x", "password"}, ""), IsEmpty());
}

TEST(Complete, BehindTwoDashesNothingIsAnOption) {
  EXPECT_THAT(At({"get", "--"}, "--ou"), IsEmpty());
  EXPECT_THAT(At({"get", "--"}, "ad"), ElementsAre("ads/"));
}

ShellLine Split(absl::string_view line) {
  return SplitShellLine(line, " \t\n\"'><=;|&(:@");
}

TEST(ShellLine, QuotesAndBackslashesAreUndone) {
  EXPECT_THAT(Split("klad get ads/Мой\\ т").before, ElementsAre("klad", "get"));
  EXPECT_EQ(Split("klad get ads/Мой\\ т").current, "ads/Мой т");
  EXPECT_EQ(Split("klad get \"ads/Мой т").current, "ads/Мой т");
  EXPECT_EQ(Split("klad get 'a\\b").current, "a\\b");
  EXPECT_THAT(Split("klad get \"a b\" ").before,
              ElementsAre("klad", "get", "a b"));
  EXPECT_EQ(Split("klad get ").current, "");
  EXPECT_THAT(Split("klad get ''  ").before, ElementsAre("klad", "get", ""));
  EXPECT_EQ(Split("klad get a\\").current, "a");
}

TEST(ShellLine, WhatBashLeavesInPlaceIsKnown) {
  EXPECT_EQ(Split("klad get ads/a:b").fixed, "ads/a:");
  EXPECT_EQ(Split("klad get ads/me@x").fixed, "ads/me");
  EXPECT_EQ(Split("klad get \"ads/a:b").fixed, "");
  EXPECT_EQ(Split("klad get ads/a\\:b").fixed, "");
  EXPECT_EQ(Split("klad get x@y.ru pass").fixed, "");
}

TEST(ShellLine, AnOpenQuoteIsKnownAndWhereItBegan) {
  EXPECT_EQ(Split("klad get ads/x").quote, 0);
  EXPECT_EQ(Split("klad get 'ads/x").quote, '\'');
  EXPECT_EQ(Split("klad get \"ads/x").quote, '"');
  EXPECT_EQ(Split("klad get 'ads/x'").quote, 0);
  EXPECT_EQ(Split("klad get ads/\"Мой т").fixed, "ads/");
  EXPECT_EQ(Split("klad get ads/\"Мой т").current, "ads/Мой т");
}

TEST(ShellQuoted, ATitleStaysATitle) {
  EXPECT_EQ(ShellQuoted("ads/Мой тест"), "ads/Мой\\ тест");
  EXPECT_EQ(ShellQuoted("a$b"), "a\\$b");
  EXPECT_EQ(ShellQuoted("`rm x`;$(y)"), "\\`rm\\ x\\`\\;\\$\\(y\\)");
  EXPECT_EQ(ShellQuoted("~it's\"\\!"), "\\~it\\'s\\\"\\\\\\!");
}

}  // namespace
}  // namespace klad::cli
