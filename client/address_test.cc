#include "client/address.h"

#include "gtest/gtest.h"

namespace klad::client {
namespace {

TEST(Address, HostIsWithoutUserAndPort) {
  EXPECT_EQ(HostAndPortOf("https://me:pass@a.example:8080/b?c=d@e#f"),
            "a.example:8080");
  EXPECT_EQ(HostOf("https://me:pass@a.example:8080/b"), "a.example");
  EXPECT_EQ(HostOf("android://hash==@com.example.app/"), "com.example.app");
  EXPECT_EQ(HostOf("a.example/b"), "a.example");
  EXPECT_EQ(HostOf("https://a.example?mail=me@b.example"), "a.example");
  EXPECT_EQ(HostOf(""), "");
}

TEST(Address, PasswordStandsBeforeTheHost) {
  EXPECT_TRUE(HasPassword("https://me:pass@a.example/b"));
  EXPECT_FALSE(HasPassword("https://me@a.example/b"));
  EXPECT_FALSE(HasPassword("https://a.example:80/me:pass@b"));
  EXPECT_FALSE(HasPassword("write to: me@a.example"));
  EXPECT_EQ(WithoutUser("https://me:p@ss@a.example:80/b@c"),
            "https://a.example:80/b@c");
  EXPECT_EQ(WithoutUser("https://a.example"), "https://a.example");
}

}  // namespace
}  // namespace klad::client
