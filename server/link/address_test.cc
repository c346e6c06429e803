#include "server/link/address.h"

#include "gtest/gtest.h"

namespace klad::link {
namespace {

TEST(Address, WhatPeopleKeepIsTaken) {
  for (const char* address :
       {"https://example.com", "http://localhost:8080/x?y=1#z",
        "https://пример.рф/отчёт", "https://[::1]:443/", "mailto:a@example.com",
        "tel:+79990000000", "tg://resolve?domain=x", "sftp://user@host/dir",
        "https://x.example/?utm_campaign={campaign}&a={пол-е_1}",
        "https://{region}.example.com/"}) {
    EXPECT_EQ(BrokenRule(address), "") << address;
  }
}

TEST(Address, WhatIsNoneIsNamed) {
  for (const char* address :
       {"", "example.com", "https://", "https:///path", "https:example.com",
        ":x", "https://a b", "https://a\nb", "https://host:port/",
        "tel:", "https://host:123456/", "https://a\x1b"}) {
    EXPECT_EQ(BrokenRule(address), "address") << address;
  }
  for (const char* address :
       {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
        "file:///etc/passwd", "vbscript:x", "chrome://settings", "c:\\x"}) {
    EXPECT_EQ(BrokenRule(address), "address-scheme") << address;
  }
  EXPECT_EQ(BrokenRule("https://user:secret@example.com/"), "address-secret");
  EXPECT_EQ(BrokenRule("https://x/" + std::string(kMaxAddress, 'a')),
            "address-long");
  for (const char* address :
       {"https://x/{", "https://x/}", "https://x/{}", "https://x/{a",
        "https://x/{a{b}}", "https://x/{a.b}", "https://x/a}b{"}) {
    EXPECT_EQ(BrokenRule(address), "template") << address;
  }
}

TEST(Address, SameInSpiteOfSchemeHostPortSlashAndTracking) {
  const std::string same = Normalise("https://example.com/a");
  for (const char* address :
       {"HTTPS://Example.COM/a", "https://example.com:443/a",
        "https://example.com/a/", "https://example.com./a",
        "https://example.com/a?utm_source=x&utm_medium=y",
        "https://example.com/a?gclid=1&yclid=2&fbclid=3&ymclid=4&_openstat=5",
        "https://example.com/a?UTM_Source=x#", "https://example.com/a?"}) {
    EXPECT_EQ(Normalise(address), same) << address;
  }
}

TEST(Address, OthersStayOthers) {
  const std::string base = Normalise("https://example.com/a");
  for (const char* address :
       {"http://example.com/a", "https://example.com/A",
        "https://example.com:8443/a", "https://example.com/a?id=1",
        "https://example.com/a#part", "https://www.example.com/a",
        "https://user@example.com/a",
        "https://example.com/a?utm_campaign={campaign}"}) {
    EXPECT_NE(Normalise(address), base) << address;
  }
  EXPECT_EQ(Normalise("https://e.com/?b=2&utm_id=1&a=1"),
            "https://e.com?b=2&a=1");
  EXPECT_EQ(Normalise("https://ПРИМЕР.рф"), Normalise("https://пример.РФ/"));
  EXPECT_EQ(Normalise("mailto:A@Example.com"), "mailto:a@example.com");
}

}  // namespace
}  // namespace klad::link
