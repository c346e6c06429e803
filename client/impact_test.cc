#include "client/impact.h"

#include <tuple>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using trust::v1::Overview;

Overview About(absl::string_view user, absl::string_view email,
               absl::string_view phone, absl::string_view title = "title") {
  Overview overview;
  overview.set_title(std::string(title));
  overview.set_user_name(std::string(user));
  overview.set_email(std::string(email));
  overview.set_phone(std::string(phone));
  return overview;
}

// Access, level, through.
using Row = std::tuple<size_t, int, int>;

std::vector<Row> Rows(const std::vector<Loss>& losses) {
  std::vector<Row> rows;
  for (const Loss& loss : losses) {
    rows.emplace_back(loss.access, loss.level, loss.through);
  }
  return rows;
}

constexpr auto kLogin = trust::v1::KIND_LOGIN;
constexpr auto kMailbox = trust::v1::KIND_MAILBOX;
constexpr auto kPhone = trust::v1::KIND_PHONE;

TEST(Impact, FindsWhatIsRegisteredToIt) {
  const Overview by_mail = About("x", "Ads@Example.com", "");
  const Overview by_phone = About("x", "", "8 (999) 000-00-00");
  const Overview by_user = About("ads@example.com", "", "");
  const Overview other = About("ads@example.com", "else@example.com", "");
  const std::vector<Access> all = {{kLogin, &by_mail},
                                   {kLogin, &by_phone},
                                   {kLogin, &by_user},
                                   {kLogin, &other}};
  EXPECT_THAT(Rows(Impact("ads@example.com", all)),
              ElementsAre(Row(0, 1, -1), Row(2, 1, -1)));
  const auto phone = Impact("79990000000", all);
  EXPECT_THAT(Rows(phone), ElementsAre(Row(1, 1, -1)));
  EXPECT_EQ(phone[0].field, "phone");
}

TEST(Impact, GoesThroughTheMailboxThatIsBoundToThePhone) {
  const Overview shop = About("shop", "b@x.ru", "");
  const Overview second = About("b@x.ru", "a@x.ru", "");
  const Overview first = About("a@x.ru", "", "+79990000000");
  const Overview sim = About("", "", "", "+7 999 000-00-00");
  const std::vector<Access> all = {
      {kLogin, &shop}, {kMailbox, &second}, {kMailbox, &first}, {kPhone, &sim}};
  EXPECT_THAT(
      Rows(Impact("79990000000", all)),
      ElementsAre(Row(2, 1, -1), Row(3, 1, -1), Row(1, 2, 2), Row(0, 3, 1)));
}

TEST(Impact, APhonesAccountHangsOnItsMailbox) {
  const Overview sim = About("", "a@x.ru", "+79990000000");
  const Overview bank = About("me", "", "89990000000");
  const std::vector<Access> all = {{kPhone, &sim}, {kLogin, &bank}};
  EXPECT_THAT(Rows(Impact("a@x.ru", all)),
              ElementsAre(Row(0, 1, -1), Row(1, 2, 0)));
}

TEST(Impact, ACycleEnds) {
  const Overview a = About("a@x.ru", "b@x.ru", "+79990000000");
  const Overview b = About("b@x.ru", "a@x.ru", "+79990000000");
  const Overview sim = About("", "a@x.ru", "+79990000000");
  const std::vector<Access> all = {
      {kMailbox, &a}, {kMailbox, &b}, {kPhone, &sim}};
  EXPECT_THAT(Rows(Impact("a@x.ru", all)),
              ElementsAre(Row(0, 1, -1), Row(1, 1, -1), Row(2, 1, -1)));
  const Overview alone = About("a@x.ru", "a@x.ru", "");
  EXPECT_THAT(Rows(Impact("a@x.ru", {{kMailbox, &alone}})),
              ElementsAre(Row(0, 1, -1)));
}

TEST(Impact, TheShortestWayCounts) {
  const Overview mailbox = About("a@x.ru", "", "+79990000000");
  const Overview both = About("me", "a@x.ru", "+79990000000");
  EXPECT_THAT(
      Rows(Impact("79990000000", {{kMailbox, &mailbox}, {kLogin, &both}})),
      ElementsAre(Row(0, 1, -1), Row(1, 1, -1)));
}

TEST(Impact, NothingHangsOnAStranger) {
  const Overview login = About("a@x.ru", "", "");
  EXPECT_THAT(Impact("b@x.ru", {{kLogin, &login}}), IsEmpty());
}

// As imports bring it: a login of the mailbox, bound to the phone.
TEST(Impact, GoesThroughALoginThatIsTheMailbox) {
  Overview mail = About("ads@ya.ru", "", "+79990000000", "Яндекс");
  mail.add_addresses("https://mail.yandex.ru");
  Overview shop = About("shop", "ads@ya.ru", "");
  Overview other = About("ads@ya.ru", "", "+79990000000", "VK");
  other.add_addresses("https://vk.com");
  EXPECT_THAT(
      Rows(Impact("79990000000",
                  {{kLogin, &mail}, {kLogin, &shop}, {kLogin, &other}})),
      ElementsAre(Row(0, 1, -1), Row(2, 1, -1), Row(1, 2, 0)));
  EXPECT_THAT(Rows(Impact("79990000000", {{kLogin, &shop}, {kLogin, &other}})),
              ElementsAre(Row(1, 1, -1)));
}

}  // namespace
}  // namespace klad::client
