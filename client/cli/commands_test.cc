#include "client/cli/commands.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

TEST(AllCommands, EveryRowIsComplete) {
  std::set<absl::string_view> paths;
  for (const Command& command : AllCommands()) {
    EXPECT_TRUE(paths.insert(command.path).second) << command.path;
    EXPECT_NE(command.handler, nullptr) << command.path;
    ASSERT_FALSE(command.summary.empty()) << command.path;
    EXPECT_FALSE(absl::ascii_isupper(command.summary.english()[0]))
        << command.path;
    EXPECT_FALSE(absl::EndsWith(command.summary.english(), "."))
        << command.path;
    EXPECT_TRUE(absl::StrContains(command.help.english(),
                                  absl::StrCat("klad ", command.path)))
        << command.path << " has no example";
  }
}

TEST(AllCommands, ArgumentsStandInTheRightOrder) {
  for (const Command& command : AllCommands()) {
    Arity last = Arity::kOne;
    for (const Argument& argument : command.arguments) {
      EXPECT_LE(last, argument.arity) << command.path;
      EXPECT_FALSE(last == Arity::kMany) << command.path;
      last = argument.arity;
    }
  }
}

TEST(AllCommands, OptionsDoNotHideOneAnother) {
  for (const Command& command : AllCommands()) {
    std::set<std::string> names;
    std::vector<Option> all = command.options;
    all.insert(all.end(), GlobalOptions().begin(), GlobalOptions().end());
    for (const Option& option : all) {
      EXPECT_TRUE(names.insert(std::string(option.name)).second)
          << command.path << " --" << option.name;
      if (option.letter == 0) continue;
      EXPECT_TRUE(names.insert(std::string(1, option.letter)).second)
          << command.path << " -" << option.letter;
    }
  }
}

}  // namespace
}  // namespace klad::cli
