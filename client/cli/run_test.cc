#include "client/cli/run.h"

#include <sstream>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/fake_world.h"
#include "client/error.h"
#include "client/refusal.h"
#include "crypto/base/status_macros.h"
#include "crypto/base/version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

using ::klad::client::ExitCode;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

absl::StatusOr<Result> Echo(Context& context) {
  Result result;
  result.Add("name", context.Get("NAME"));
  result.Add("rest", absl::StrJoin(context.All("REST"), "|"));
  result.Add("note", context.Get("note"));
  result.Add("tags", absl::StrJoin(context.All("tag"), "|"));
  result.Add("deep", context.Has("deep"));
  context.Verbose("so it is");
  return result;
}

absl::StatusOr<Result> Retire(Context& context) {
  RETURN_IF_ERROR(
      context.Confirm(absl::StrCat("retire ", context.Get("NAME"), "?")));
  return Result::Message("retired");
}

absl::StatusOr<Result> Limit(Context& context) {
  ASSIGN_OR_RETURN(const int64_t n, context.Number("limit", 1, 10));
  return Result::Single("limit", n);
}

absl::StatusOr<Result> Refused(Context&) {
  klad::v1::Refusal refusal;
  refusal.set_reason(klad::v1::REASON_NO_ACCESS);
  absl::Status status = absl::PermissionDeniedError("server text");
  status.SetPayload(client::kRefusalUrl,
                    absl::Cord(refusal.SerializeAsString()));
  return status;
}

std::vector<Command> Table() {
  std::vector<Command> table = {
      {.path = "safe create",
       .summary = Mark("create a safe"),
       .help = Mark("Example:\n  klad safe create ads\n"),
       .arguments = {{"NAME", Mark("its name")},
                     {"REST", Mark("more"), Arity::kMany}},
       .options = {{"note", 'n', "TEXT", Mark("what it is for")},
                   {"tag", 0, "TAG", Mark("a tag"), true},
                   {"deep", 'd', "", Mark("deeply")}},
       .handler = Echo},
      {.path = "safe retire",
       .summary = Mark("retire a safe"),
       .help = Mark(""),
       .arguments = {{"NAME", Mark("its name")}},
       .handler = Retire},
      {.path = "list",
       .summary = Mark("list credentials"),
       .help = Mark(""),
       .options = {{"limit", 0, "N", Mark("how many")}},
       .handler = Limit},
      {.path = "get",
       .summary = Mark("get"),
       .help = Mark(""),
       .handler = Refused},
  };
  for (const auto& rows : {HelpCommands(), CompletionCommands()}) {
    table.insert(table.end(), rows.begin(), rows.end());
  }
  return table;
}

class RunTest : public ::testing::Test {
 protected:
  FakeWorld::Ended Run(const std::vector<std::string>& line) {
    return world_.Run(Table(), line);
  }

  void ExpectUsage(const std::vector<std::string>& line,
                   const std::string& sentence, const std::string& hint) {
    const FakeWorld::Ended ended = Run(line);
    EXPECT_EQ(ended.code, ExitCode::kUsage);
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(ended.err,
              absl::StrCat("klad: ", sentence, "\nhint: ", hint, "\n"));
  }

  FakeWorld world_;
};

TEST_F(RunTest, OptionsMayStandAnywhere) {
  const FakeWorld::Ended ended =
      Run({"-o", "json", "safe", "--verbose", "create", "-n", "для рекламы",
           "Реклама 1", "--tag=a", "b c", "--tag", "x=y"});
  EXPECT_EQ(ended.code, ExitCode::kOk);
  EXPECT_EQ(ended.out,
            "{\n  \"name\": \"Реклама 1\",\n  \"rest\": \"b c\",\n"
            "  \"note\": \"для рекламы\",\n  \"tags\": \"a|x=y\",\n"
            "  \"deep\": false\n}\n");
  EXPECT_EQ(ended.err, "so it is\n");
}

TEST_F(RunTest, AfterTwoDashesAllIsPlain) {
  const FakeWorld::Ended ended =
      Run({"safe", "create", "-d", "--", "--note", "-o", "json", "--help"});
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("name  --note\n"));
  EXPECT_THAT(ended.out, HasSubstr("rest  -o|json|--help\n"));
  EXPECT_THAT(ended.out, HasSubstr("deep  yes\n"));
}

TEST_F(RunTest, WhatHeadDoesNotWantIsNoError) {
  world_.terminal.output_is_cut = true;
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const auto run = [&] {
    out.setstate(std::ios::badbit);
    return cli::Run(Table(), {"list", "--limit", "3"},
                    {.in = in,
                     .out = out,
                     .err = err,
                     .terminal = world_.terminal,
                     .keyring = world_.keyring,
                     .environment = {}});
  };
  EXPECT_EQ(run(), ExitCode::kUnavailable);
  EXPECT_EQ(err.str(), "");
  world_.terminal.output_is_cut = false;
  EXPECT_EQ(run(), ExitCode::kUnavailable);
  EXPECT_THAT(err.str(), HasSubstr("could not be written"));
}

TEST_F(RunTest, ADashAloneIsAnArgument) {
  EXPECT_THAT(Run({"safe", "create", "-"}).out, StartsWith("name  -\n"));
}

TEST_F(RunTest, WhatIsMissingOrTooMuchIsAUsageError) {
  const std::string help = "klad safe create --help shows how it is used";
  ExpectUsage({"safe", "create"}, "NAME is missing", help);
  ExpectUsage({"safe", "create", "a", "--note"}, "--note needs a value: TEXT",
              help);
  ExpectUsage({"safe", "create", "a", "--deep=1"}, "--deep takes no value",
              help);
  ExpectUsage({"safe", "create", "a", "-n", "x", "--note=y"},
              "--note was given twice", help);
  ExpectUsage({"list", "a"}, "\"a\" is one word too many",
              "put a name with spaces in quotes");
  ExpectUsage({}, "no command given", "klad --help shows all commands");
  ExpectUsage({"safe", "create", "\xff"}, "word 3 of the command is not UTF-8",
              "set the terminal and the locale to UTF-8");
  ExpectUsage({"list", "-o", "xml"}, "no output form \"xml\"",
              "-o json or -o table");
}

TEST_F(RunTest, ANearMissSuggests) {
  ExpectUsage({"lst"}, "no command \"klad lst\"", "did you mean klad list?");
  ExpectUsage({"safe", "crate"}, "no command \"klad safe crate\"",
              "there is klad safe create|retire");
  ExpectUsage({"safe"}, "klad safe needs one more word",
              "there is klad safe create|retire");
  ExpectUsage({"list", "--limt", "3"}, "no option --limt",
              "did you mean --limit?");
  ExpectUsage({"quux"}, "no command \"klad quux\"",
              "klad --help shows all commands");
}

TEST_F(RunTest, NumbersAreChecked) {
  EXPECT_EQ(Run({"list", "--limit", "10"}).out, "10\n");
  for (const char* bad : {"0", "11", "x", ""}) {
    const FakeWorld::Ended ended = Run({"list", "--limit", bad});
    EXPECT_EQ(ended.code, ExitCode::kUsage) << bad;
    EXPECT_THAT(ended.err, HasSubstr("limit must be a whole number from 1"));
  }
}

TEST_F(RunTest, DestructiveStepAsksFirst) {
  world_.terminal.interactive = true;
  world_.terminal.answers = {"n", "", "да", "Y"};
  EXPECT_EQ(Run({"safe", "retire", "a"}).code, ExitCode::kAborted);
  EXPECT_EQ(Run({"safe", "retire", "a"}).code, ExitCode::kAborted);
  EXPECT_EQ(Run({"safe", "retire", "a"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"safe", "retire", "a"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"safe", "retire", "a"}).code, ExitCode::kAborted);  // Ctrl-C
  EXPECT_EQ(world_.terminal.prompts[0], "retire a? [y/N] ");
}

TEST_F(RunTest, YesAsksNobodyAndNobodyToAskIsAnError) {
  EXPECT_EQ(Run({"safe", "retire", "a", "--yes"}).code, ExitCode::kOk);
  const FakeWorld::Ended ended = Run({"safe", "retire", "a"});
  EXPECT_EQ(ended.code, ExitCode::kUsage);
  EXPECT_THAT(ended.err, HasSubstr("give --yes"));
}

TEST_F(RunTest, ARefusalOfTheServerIsExplained) {
  const FakeWorld::Ended ended = Run({"get"});
  EXPECT_EQ(ended.code, ExitCode::kDenied);
  EXPECT_THAT(ended.err, StartsWith("klad: this safe is not open to you\n"));
  EXPECT_THAT(Run({"get", "-v"}).err, HasSubstr("detail: server text\n"));
}

TEST_F(RunTest, ErrorsAreJsonWhereJsonWasAsked) {
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"get", "-o", "json"},
        {"nothing", "--output=json"}}) {
    const FakeWorld::Ended ended = Run(line);
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, StartsWith("{\n  \"error\": {\n    \"code\": "));
  }
}

TEST_F(RunTest, HelpComesFromTheTable) {
  const std::string page =
      "klad safe create NAME [REST...] [options]\n\n"
      "create a safe\n\n"
      "arguments:\n"
      "  NAME       its name\n"
      "  [REST...]  more\n\n"
      "options:\n"
      "  -n, --note TEXT  what it is for\n"
      "  --tag TAG        a tag\n"
      "  -d, --deep       deeply\n\n"
      "Example:\n  klad safe create ads\n\n"
      "Options of every command: klad --help\n";
  EXPECT_EQ(Run({"safe", "create", "--help"}).out, page);
  EXPECT_EQ(Run({"help", "safe", "create"}).out, page);
  EXPECT_EQ(Run({"-h", "safe", "create"}).out, page);
  EXPECT_EQ(Run({"safe", "--help"}).out,
            "klad safe:\n  safe create  create a safe\n"
            "  safe retire  retire a safe\n");
  EXPECT_EQ(Run({"--version"}).out, absl::StrCat("klad ", kVersion, "\n"));
  EXPECT_EQ(Run({"list", "--version"}).out, Run({"--version"}).out);
  EXPECT_THAT(Run({"--help"}).out, HasSubstr("  list         list cred"));
  EXPECT_EQ(Run({"help"}).out, Run({"--help"}).out);
  EXPECT_EQ(Run({"help", "saef"}).code, ExitCode::kUsage);
}

TEST_F(RunTest, CompletionAsksForWords) {
  EXPECT_THAT(Run({"completion", "bash"}).out,
              HasSubstr("klad complete-words bash"));
  EXPECT_THAT(Run({"completion", "zsh"}).out,
              HasSubstr("klad complete-words zsh"));
  EXPECT_EQ(Run({"completion", "fish"}).code, ExitCode::kUsage);
}

TEST_F(RunTest, WordsAreCompletedWhereNobodyHasJoined) {
  const auto words = Run({"complete-words", "zsh", "--", "safe", "cr"});
  EXPECT_EQ(words.out, "create\n");
  EXPECT_EQ(words.code, ExitCode::kOk);
  EXPECT_THAT(Run({"--help"}).out, Not(HasSubstr("complete-words")));
}

}  // namespace
}  // namespace klad::cli
