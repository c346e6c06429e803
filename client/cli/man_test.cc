#include "client/cli/man.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/cli/commands.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

TEST(Man, EveryCommandHasAPageAndStandsInTheFirst) {
  const auto pages = ManPages(AllCommands());
  EXPECT_THAT(pages, Contains(Key("klad-credential-new.1")));
  EXPECT_THAT(pages, Not(Contains(Key("klad-complete-words.1"))));
  for (const Command& command : AllCommands()) {
    if (command.hidden) continue;
    std::string words(command.path);
    for (size_t at = 0; (at = words.find('-', at)) != std::string::npos;
         at += 2) {
      words.insert(at, "\\");
    }
    EXPECT_THAT(pages.at("klad.1"), HasSubstr("klad " + words + "\n"));
  }
}

// What man-pages(7) wants, and that no text is taken for a request.
TEST(Man, EveryPageIsWellFormed) {
  for (const auto& [name, text] : ManPages(AllCommands())) {
    const std::vector<std::string> lines = absl::StrSplit(text, '\n');
    EXPECT_THAT(lines[1], HasSubstr(".TH KLAD")) << name;
    EXPECT_EQ(lines[2], ".SH NAME") << name;
    EXPECT_THAT(lines[3], HasSubstr(" \\- ")) << name;
    for (const std::string& line : lines) {
      if (!absl::StartsWith(line, ".")) continue;
      const std::string request = line.substr(0, line.find(' '));
      EXPECT_THAT((std::vector<std::string>{".TH", ".SH", ".TP", ".B", ".BR",
                                            ".PP", ".RS", ".RE", ".nf", ".fi"}),
                  Contains(request))
          << name << ": " << line;
    }
  }
}

TEST(Man, WhatTroffWouldObeyIsText) {
  const std::vector<Command> commands = {
      {.path = "x",
       .summary = Mark("a \\fBbold\\fP Ёж"),
       .help = Mark(".sp 9\n'quoted'\n\nExample:\n  klad x --y\n  .so file")}};
  const std::string page = ManPages(commands).at("klad-x.1");
  EXPECT_THAT(page, HasSubstr("a \\efBbold\\efP Ёж\n"));
  EXPECT_THAT(page, HasSubstr("\n\\&.sp 9\n\\(aqquoted\\(aq\n"));
  EXPECT_THAT(page, HasSubstr(".nf\nklad x \\-\\-y\n\\&.so file\n.fi\n.RE\n"));
}

}  // namespace
}  // namespace klad::cli
