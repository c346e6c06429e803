#include "client/cli/reference.h"

#include "absl/strings/match.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

TEST(Reference, NamesAreTakenAsTheyStandOrEncoded) {
  ASSERT_OK_AND_ASSIGN(
      auto plain, ParseValueReference("klad://Реклама/Яндекс Директ/password"));
  EXPECT_EQ(plain.credential, "Реклама/Яндекс Директ");
  EXPECT_EQ(plain.field, "password");
  ASSERT_OK_AND_ASSIGN(
      auto encoded,
      ParseValueReference("klad://ads/a%2fb%25%D0%9A%7B/API%20key"));
  EXPECT_EQ(encoded.credential, "ads/a/b%К{");
  EXPECT_EQ(encoded.field, "API key");
}

TEST(Reference, IdIsTakenWithItsPrefix) {
  const std::string id = client::CredentialIdText("0123456789abcdef");
  ASSERT_OK_AND_ASSIGN(auto reference,
                       ParseValueReference("klad:" + id + "/code"));
  EXPECT_EQ(reference.credential, "klad:" + id);
  EXPECT_EQ(reference.field, "code");
}

TEST(Reference, WhatIsNoneIsSaid) {
  for (const char* text :
       {"", "ads/x/password", "klad:", "klad://", "klad://ads/x",
        "klad://ads/x/", "klad:///x/password", "klad://ads//password",
        "klad://ads/x/y/password", "klad://ads/x%2/password",
        "klad://ads/x%ff/password", "klad:short/password",
        "klad:0123456789abcdefghjkmnpqrs", "http://ads/x/password"}) {
    const auto reference = ParseValueReference(text);
    EXPECT_EQ(client::ExitCodeOf(reference.status()), client::ExitCode::kUsage)
        << text;
    EXPECT_TRUE(absl::StrContains(reference.status().message(), text));
  }
  EXPECT_TRUE(LooksLikeReference("klad://ads"));
  EXPECT_FALSE(LooksLikeReference("kladovka"));
}

}  // namespace
}  // namespace klad::cli
