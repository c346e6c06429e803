#include "client/links.h"

#include "gtest/gtest.h"

namespace klad::client {
namespace {

TEST(TypedAddress, HostAloneIsCompleted) {
  EXPECT_EQ(TypedAddress("example.com"), "https://example.com");
  EXPECT_EQ(TypedAddress(" пример.рф/отчёт?x=1:2 "),
            "https://пример.рф/отчёт?x=1:2");
  EXPECT_EQ(TypedAddress("example.com:8080/x"), "https://example.com:8080/x");
}

TEST(TypedAddress, AnythingElseStaysAsItIs) {
  for (const char* typed :
       {"http://example.com", "mailto:a@example.com", "tel:+7999", "nonsense",
        "javascript:a.b", "", ".", "a b.c", "file:///etc/x.y"}) {
    EXPECT_EQ(TypedAddress(typed), typed);
  }
}

}  // namespace
}  // namespace klad::client
