#include "client/credential_id.h"

#include "crypto/base/secret.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

TEST(CredentialId, ComesBackFromItsText) {
  for (int i = 0; i < 100; ++i) {
    const std::string id(Secret::Random(16).Expose());
    const std::string text = CredentialIdText(id);
    EXPECT_EQ(text.size(), 26u);
    EXPECT_EQ(ParseCredentialId(text), id);
  }
}

TEST(CredentialId, IsAlwaysWrittenTheSame) {
  EXPECT_EQ(CredentialIdText(std::string(16, '\0')),
            "00000000000000000000000000");
  EXPECT_EQ(CredentialIdText(std::string(16, '\xff')),
            "zzzzzzzzzzzzzzzzzzzzzzzzzw");
}

TEST(CredentialId, ForgivesWhatPeopleMistype) {
  EXPECT_EQ(ParseCredentialId("ZZZZZZZZZZZZZZZZZZZZZZZZZW"),
            std::string(16, '\xff'));
  EXPECT_EQ(ParseCredentialId("O0000000000000000000000000"),
            std::string(16, '\0'));
}

TEST(CredentialId, OtherTextsAreNone) {
  EXPECT_FALSE(ParseCredentialId("").has_value());
  EXPECT_FALSE(ParseCredentialId("0000000000000000000000000").has_value());
  EXPECT_FALSE(ParseCredentialId("u0000000000000000000000000").has_value());
  // Bits behind the sixteenth byte.
  EXPECT_FALSE(ParseCredentialId("zzzzzzzzzzzzzzzzzzzzzzzzzz").has_value());
  EXPECT_FALSE(ParseCredentialId("00000000-00000000-0000000 ").has_value());
}

}  // namespace
}  // namespace klad::client
