#include "client/links/link_check.h"

#include <string>

#include "gtest/gtest.h"

namespace klad::client {
namespace {

using klad::v1::LinkVerdict;
using web::Ending;

klad::v1::Link LinkTo(const std::string& address) {
  klad::v1::Link link;
  link.set_id("0123456789abcdef");
  link.set_address(address);
  return link;
}

web::Probed Answered(int status, const std::string& moved_to = "") {
  return {.ending = Ending::kAnswered, .status = status, .moved_to = moved_to};
}

LinkVerdict VerdictOf(const web::Probed& probed) {
  return CheckOf(LinkTo("https://example.com/"), probed)->verdict();
}

TEST(LinkCheck, OnlyPagesOfTheWebWithoutArgumentsCanBeChecked) {
  EXPECT_TRUE(CanBeChecked(LinkTo("https://example.com/")));
  EXPECT_TRUE(CanBeChecked(LinkTo("HTTP://example.com")));
  for (const char* no :
       {"https://example.com/?c={campaign}", "mailto:ads@example.com",
        "tel:+74950000000", "ftp://example.com/", ""}) {
    EXPECT_FALSE(CanBeChecked(LinkTo(no))) << no;
  }
}

TEST(LinkCheck, StatusSaysWhetherPeopleAreAnswered) {
  for (const int alive : {200, 204, 304, 401, 403, 405, 407, 429, 999}) {
    EXPECT_EQ(VerdictOf(Answered(alive)), klad::v1::LINK_VERDICT_ALIVE)
        << alive;
  }
  for (const int gone : {400, 404, 410, 451}) {
    EXPECT_EQ(VerdictOf(Answered(gone)), klad::v1::LINK_VERDICT_GONE) << gone;
  }
  for (const int failing : {500, 502, 503, 599}) {
    EXPECT_EQ(VerdictOf(Answered(failing)), klad::v1::LINK_VERDICT_FAILING)
        << failing;
  }
}

TEST(LinkCheck, MovedIsOnlyWhatAnswersThere) {
  const std::string there = "https://example.org/{new}";
  const auto moved =
      CheckOf(LinkTo("https://example.com/"), Answered(200, there));
  EXPECT_EQ(moved->verdict(), klad::v1::LINK_VERDICT_MOVED);
  EXPECT_EQ(moved->moved_to(), "https://example.org/%7Bnew%7D");
  EXPECT_EQ(VerdictOf(Answered(404, there)), klad::v1::LINK_VERDICT_GONE);
  const auto far =
      CheckOf(LinkTo("https://example.com/"),
              Answered(200, "https://example.org/" + std::string(5000, 'x')));
  EXPECT_EQ(far->verdict(), klad::v1::LINK_VERDICT_ALIVE);
  EXPECT_EQ(far->moved_to(), "");
}

TEST(LinkCheck, WhatDoesNotAnswerHasAVerdictEach) {
  EXPECT_EQ(VerdictOf({.ending = Ending::kNoHost}),
            klad::v1::LINK_VERDICT_NO_HOST);
  EXPECT_EQ(VerdictOf({.ending = Ending::kUnreachable}),
            klad::v1::LINK_VERDICT_UNREACHABLE);
  EXPECT_EQ(VerdictOf({.ending = Ending::kTimeout}),
            klad::v1::LINK_VERDICT_TIMEOUT);
  EXPECT_EQ(VerdictOf({.ending = Ending::kCertificate}),
            klad::v1::LINK_VERDICT_CERTIFICATE);
  EXPECT_EQ(VerdictOf({.ending = Ending::kRedirects, .status = 302}),
            klad::v1::LINK_VERDICT_REDIRECTS);
  EXPECT_FALSE(
      CheckOf(LinkTo("https://10.0.0.1/"), {.ending = Ending::kPrivate})
          .has_value());
}

}  // namespace
}  // namespace klad::client
