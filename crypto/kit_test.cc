#include "crypto/kit.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::MatchesRegex;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

trust::v1::Identity About() {
  trust::v1::Identity about;
  about.set_organisation(std::string(16, 'o'));
  about.set_member(std::string(16, 'k'));
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return about;
}

class KitTest : public ::testing::Test {
 protected:
  const Kit kit_ = Kit::Create();
  const Digest founding_ = Hash(kSignedDomain, {"founding"});
  const std::string code_{kit_.Code(founding_).Expose()};
};

TEST_F(KitTest, CodeIsFourteenGroupsOfFour) {
  EXPECT_THAT(code_, MatchesRegex("KLAD-KIT ([0-9A-HJKMNP-TV-Z]{4}-){13}"
                                  "[0-9A-HJKMNP-TV-Z]{4}"));
}

TEST_F(KitTest, PaperGivesTheSameKeysBack) {
  ASSERT_OK_AND_ASSIGN(const Kit parsed, Kit::Parse(code_));
  ASSERT_OK_AND_ASSIGN(const Identity made, kit_.ToIdentity(About()));
  ASSERT_OK_AND_ASSIGN(const Identity read, parsed.ToIdentity(About()));
  EXPECT_EQ(made.PublicKeys().SerializeAsString(),
            read.PublicKeys().SerializeAsString());
}

TEST_F(KitTest, KeysDependOnTheOrganisation) {
  trust::v1::Identity other = About();
  other.set_organisation(std::string(16, 'p'));
  ASSERT_OK_AND_ASSIGN(const Identity a, kit_.ToIdentity(About()));
  ASSERT_OK_AND_ASSIGN(const Identity b, kit_.ToIdentity(other));
  EXPECT_NE(a.PublicKeys().sign(), b.PublicKeys().sign());
  EXPECT_NE(a.PublicKeys().box(), b.PublicKeys().box());
  EXPECT_NE(a.PublicKeys().tls(), b.PublicKeys().tls());
}

TEST_F(KitTest, KnowsItsFounding) {
  ASSERT_OK_AND_ASSIGN(const Kit parsed, Kit::Parse(code_));
  EXPECT_TRUE(parsed.MadeFor(founding_));
  EXPECT_FALSE(parsed.MadeFor(Hash(kSignedDomain, {"another"})));
  EXPECT_FALSE(kit_.MadeFor(founding_));
}

TEST_F(KitTest, TypedAsPeopleTypeIsRead) {
  EXPECT_OK(Kit::Parse(absl::AsciiStrToLower(code_)));
  EXPECT_OK(Kit::Parse(code_.substr(9)));
  EXPECT_OK(Kit::Parse(absl::StrReplaceAll(code_, {{"-", " "}}).substr(9)));
  EXPECT_OK(Kit::Parse(
      "  klad-kit\n" +
      absl::StrReplaceAll(code_.substr(9), {{"0", "o"}, {"1", "l"}}) + "\n"));
}

TEST_F(KitTest, EverySingleMistypedSymbolIsNoticed) {
  for (size_t i = 9; i < code_.size(); ++i) {
    if (code_[i] == '-') continue;
    std::string mistyped = code_;
    mistyped[i] = code_[i] == 'Z' ? 'Y' : 'Z';
    EXPECT_THAT(Kit::Parse(mistyped), StatusIs(kInvalid)) << i;
  }
}

TEST_F(KitTest, IncompleteOrForeignCodeIsRefused) {
  EXPECT_THAT(Kit::Parse(code_.substr(0, code_.size() - 1)),
              StatusIs(kInvalid));
  EXPECT_THAT(Kit::Parse(code_ + "0"), StatusIs(kInvalid));
  EXPECT_THAT(Kit::Parse(""), StatusIs(kInvalid));
  EXPECT_THAT(Kit::Parse("klad1.abcdef"), StatusIs(kInvalid));
}

}  // namespace
}  // namespace klad::crypto
