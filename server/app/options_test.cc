#include "server/app/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::app {
namespace {

using ::klad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Command kCommand = {.name = "copy",
                          .usage = "",
                          .help = "",
                          .required = {"data"},
                          .optional = {"listen"},
                          .switches = {"verbose"},
                          .positional = 1,
                          .run = nullptr};

TEST(OptionsTest, NamedPositionalAndSwitches) {
  ASSERT_OK_AND_ASSIGN(
      const Options options,
      ParseOptions(kCommand, {"there", "--verbose", "--data", "d"}));
  EXPECT_EQ(options.Get("data"), "d");
  EXPECT_TRUE(options.Has("verbose"));
  EXPECT_FALSE(options.Has("listen"));
  EXPECT_EQ(options.Get("listen"), "");
  EXPECT_THAT(options.positional, ElementsAre("there"));
}

TEST(OptionsTest, SaysWhatIsWrong) {
  const auto refused = [](const std::vector<std::string>& arguments,
                          const std::string& sentence) {
    EXPECT_THAT(
        ParseOptions(kCommand, arguments),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(sentence)));
  };
  refused({"there"}, "--data is missing");
  refused({"--data", "d"}, "takes 1 argument(s), not 0");
  refused({"there", "--data"}, "--data of what?");
  refused({"there", "--data", "d", "--data", "e"}, "--data twice");
  refused({"there", "--date", "d"}, "there is no --date");
}

}  // namespace
}  // namespace klad::app
