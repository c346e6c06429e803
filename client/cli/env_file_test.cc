#include "client/cli/env_file.h"

#include "absl/strings/match.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

TEST(EnvFile, LinesAsInAShell) {
  ASSERT_OK_AND_ASSIGN(const auto settings,
                       ParseEnvFile(Secret::Copy(
                           "# comment\n\nA=plain = text\n"
                           "export B=\"klad://ads/Яндекс Директ/password\"\r\n"
                           "  C='quoted'\nD=\n")));
  ASSERT_EQ(settings.size(), 4);
  EXPECT_EQ(settings[0].name, "A");
  EXPECT_EQ(settings[0].value.Expose(), "plain = text");
  EXPECT_EQ(settings[1].name, "B");
  EXPECT_EQ(settings[1].reference->credential, "ads/Яндекс Директ");
  EXPECT_EQ(settings[2].value.Expose(), "quoted");
  EXPECT_TRUE(settings[3].value.empty());
  EXPECT_FALSE(settings[3].reference.has_value());
}

TEST(EnvFile, WrongLineIsNamedWithoutItsValue) {
  for (const char* file : {"A=1\ncanary\n", "A=1\n2B=canary\n",
                           "A=1\nB C=canary\n", "A=1\n=canary"}) {
    const auto settings = ParseEnvFile(Secret::Copy(file));
    EXPECT_EQ(client::ExitCodeOf(settings.status()), client::ExitCode::kUsage);
    EXPECT_TRUE(absl::StrContains(settings.status().message(), "line 2"));
    EXPECT_FALSE(absl::StrContains(settings.status().message(), "canary"));
  }
}

TEST(EnvFile, CommandLineTakesReferencesOnly) {
  ASSERT_OK_AND_ASSIGN(const auto setting,
                       ParseSetting("PASSWORD=klad://ads/vk/password"));
  EXPECT_EQ(setting.name, "PASSWORD");
  EXPECT_EQ(setting.reference->field, "password");
  for (const char* text : {"PASSWORD", "PASSWORD=canary", "=klad://a/b/c"}) {
    EXPECT_EQ(client::ExitCodeOf(ParseSetting(text).status()),
              client::ExitCode::kUsage)
        << text;
  }
}

}  // namespace
}  // namespace klad::cli
