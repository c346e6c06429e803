#include "crypto/identity_file.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::StatusCode kWrong = absl::StatusCode::kUnauthenticated;
constexpr absl::StatusCode kNoFile = absl::StatusCode::kInvalidArgument;
constexpr size_t kFrameSize = 32;

class IdentityFileTest : public ::testing::Test {
 protected:
  static Identity Make() {
    trust::v1::Identity about;
    about.set_organisation(std::string(16, 'o'));
    about.set_member(std::string(16, 'm'));
    about.set_founding(std::string(32, 'f'));
    about.set_server("klad.example:7443");
    about.set_ca(std::string(32, 'c'));
    return *Identity::Create(about);
  }

  const Identity identity_ = Make();
  const Secret passphrase_ = Secret::Copy("пароль из слов");
  const std::string file_ = *SealIdentity(identity_, passphrase_);
};

TEST_F(IdentityFileTest, PassphraseOpens) {
  ASSERT_OK_AND_ASSIGN(const Identity opened, OpenIdentity(file_, passphrase_));
  EXPECT_TRUE(opened.Pack().Equals(identity_.Pack()));
}

TEST_F(IdentityFileTest, AnotherPassphraseDoesNot) {
  EXPECT_THAT(OpenIdentity(file_, Secret::Copy("пароль из слог")),
              StatusIs(kWrong, HasSubstr("wrong passphrase")));
  EXPECT_THAT(OpenIdentity(file_, Secret()), StatusIs(kWrong));
}

TEST_F(IdentityFileTest, DamageLooksLikeAWrongPassphrase) {
  for (size_t i = kFrameSize - 16; i < file_.size(); ++i) {
    std::string damaged = file_;
    damaged[i] ^= 1;
    EXPECT_THAT(OpenIdentity(damaged, passphrase_), StatusIs(kWrong)) << i;
  }
}

TEST_F(IdentityFileTest, OtherFilesAndPartsOfOneAreToldApart) {
  EXPECT_THAT(OpenIdentity("", passphrase_), StatusIs(kNoFile));
  EXPECT_THAT(OpenIdentity("-----BEGIN PGP MESSAGE-----", passphrase_),
              StatusIs(kNoFile));
  EXPECT_THAT(OpenIdentity(file_ + "\n", passphrase_), StatusIs(kNoFile));
  std::string magic = file_;
  magic[14] = '2';
  EXPECT_THAT(OpenIdentity(magic, passphrase_), StatusIs(kNoFile));
  for (size_t size = 0; size < file_.size(); ++size) {
    EXPECT_THAT(OpenIdentity(file_.substr(0, size), passphrase_),
                StatusIs(kNoFile))
        << size;
  }
}

TEST_F(IdentityFileTest, SealedAnewUnderAnotherPassphrase) {
  const Secret other = Secret::Copy("другой");
  ASSERT_OK_AND_ASSIGN(const Identity opened, OpenIdentity(file_, passphrase_));
  ASSERT_OK_AND_ASSIGN(const std::string anew, SealIdentity(opened, other));
  EXPECT_NE(anew.substr(16, 16), file_.substr(16, 16));
  EXPECT_THAT(OpenIdentity(anew, passphrase_), StatusIs(kWrong));
  EXPECT_OK(OpenIdentity(anew, other));
}

}  // namespace
}  // namespace klad::crypto
