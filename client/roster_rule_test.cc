#include "client/roster_rule.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every word with which crypto/roster refuses, by its sources.
std::set<std::string> RulesInForce() {
  const std::regex rule("(?:RULE|Broken)\\(\\s*\"([a-z-]+)\"");
  std::set<std::string> rules;
  for (const auto& file :
       std::filesystem::directory_iterator("crypto/roster")) {
    const std::string name = file.path().filename();
    if (file.path().extension() != ".cc" ||
        name.find("_test") != std::string::npos) {
      continue;
    }
    const std::string text = Read(file.path());
    for (std::sregex_iterator it(text.begin(), text.end(), rule), end;
         it != end; ++it) {
      rules.insert((*it)[1]);
    }
  }
  return rules;
}

TEST(RosterRule, EveryRuleOfTheAuthorityTableHasASentenceAndAHint) {
  const std::set<std::string> rules = RulesInForce();
  EXPECT_GE(rules.size(), 52u);
  for (const std::string& rule : rules) {
    EXPECT_TRUE(IsKnownRule(rule)) << rule;
    const absl::Status said = RuleError(rule);
    EXPECT_THAT(std::string(said.message()), Not(HasSubstr(rule + ")")));
    EXPECT_NE(said.message(), "") << rule;
    EXPECT_NE(HintOf(said), "") << rule;
  }
}

TEST(RosterRule, WhoNeedsAnEndIsToldOfUntil) {
  const absl::Status said = RuleError("needs-end");
  EXPECT_EQ(ExitCodeOf(said), ExitCode::kUsage);
  EXPECT_THAT(HintOf(said), HasSubstr("--until"));
}

TEST(RosterRule, UnknownWordIsShownAndASentenceIsNot) {
  EXPECT_THAT(std::string(RuleError("brand-new").message()),
              HasSubstr("brand-new"));
  EXPECT_THAT(std::string(RuleError("call +7 999 now").message()),
              Not(HasSubstr("999")));
}

}  // namespace
}  // namespace klad::client
