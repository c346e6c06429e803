#include "crypto/token.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

Token Made() {
  trust::v1::Identity about;
  about.set_organisation(std::string(kIdSize, 'o'));
  about.set_member(std::string(kIdSize, 't'));
  about.set_founding(std::string(Digest::kSize, 'f'));
  about.set_server("127.0.0.1:7443");
  about.set_ca(std::string(Digest::kSize, 'c'));
  Token token = {*Identity::Create(about), {}, "a certificate"};
  token.roster.set_sequence(7);
  token.roster.set_link(std::string(Digest::kSize, 'l'));
  return token;
}

TEST(Token, IsOneLineThatGivesBackWhatWentIn) {
  const Token made = Made();
  const Secret line = FormatToken(made);
  EXPECT_EQ(std::string(line.Expose()).find_first_of(" \n"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(
      const Token read,
      ParseToken(Secret::Copy(absl::StrCat(" ", line.Expose(), "\n"))));
  EXPECT_TRUE(read.identity.Pack().Equals(made.identity.Pack()));
  EXPECT_EQ(read.roster.SerializeAsString(), made.roster.SerializeAsString());
  EXPECT_EQ(read.certificate, made.certificate);
}

TEST(Token, EveryFlippedOrMissingCharacterIsNoticed) {
  const std::string line(FormatToken(Made()).Expose());
  for (size_t i = 0; i < line.size(); ++i) {
    std::string other = line;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(ParseToken(Secret::Copy(other)).status().code(),
              absl::StatusCode::kInvalidArgument)
        << i;
    EXPECT_EQ(ParseToken(Secret::Copy(line.substr(0, i))).status().code(),
              absl::StatusCode::kInvalidArgument)
        << i;
  }
}

TEST(Token, AnotherKindOfLineIsNamed) {
  EXPECT_THAT(
      std::string(ParseToken(Secret::Copy("klad1.AAAA")).status().message()),
      ::testing::HasSubstr("not a token"));
}

}  // namespace
}  // namespace klad::crypto
