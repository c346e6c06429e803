#include "client/mailbox.h"

#include <vector>

#include "gtest/gtest.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

constexpr auto kLogin = trust::v1::KIND_LOGIN;

std::string Of(const std::string& user, const std::vector<std::string>& urls,
               const std::string& title = "title",
               trust::v1::Kind kind = kLogin) {
  Overview overview;
  overview.set_title(title);
  overview.set_user_name(user);
  for (const std::string& url : urls) overview.add_addresses(url);
  return MailboxOf(kind, overview);
}

TEST(Mailbox, LoginAtItsProviderIsTheMailbox) {
  EXPECT_EQ(Of("Ads@ya.ru", {"https://mail.yandex.ru/"}), "ads@ya.ru");
  EXPECT_EQ(Of("ads@yandex.ru", {"passport.yandex.ru/auth"}), "ads@yandex.ru");
  EXPECT_EQ(Of("ads@gmail.com", {"https://accounts.google.com/x?y=1"}),
            "ads@gmail.com");
  EXPECT_EQ(Of("ads@bk.ru", {"https://e.mail.ru:443/inbox"}), "ads@bk.ru");
}

TEST(Mailbox, LoginAtTheMailHostOfItsDomainIsTheMailbox) {
  EXPECT_EQ(Of("ads@example.com", {"https://webmail.example.com"}),
            "ads@example.com");
  EXPECT_EQ(Of("ads@example.com", {"imap://ads@imap.example.com:993"}),
            "ads@example.com");
  EXPECT_EQ(Of("ads@example.com", {"imap://imap.example.com:993"}),
            "ads@example.com");
}

TEST(Mailbox, AProviderMayKeepADomainOfItsOwn) {
  EXPECT_EQ(Of("ads@example.com", {"https://mail.yandex.ru"}),
            "ads@example.com");
  EXPECT_EQ(Of("ads@example.com", {"https://outlook.office.com/mail"}),
            "ads@example.com");
  EXPECT_EQ(Of("ads@example.com", {"https://direct.yandex.ru"}), "");
  EXPECT_EQ(Of("ads@ya.ru", {"https://google.com"}), "");
}

TEST(Mailbox, OtherLoginsWithItsNameAreNot) {
  EXPECT_EQ(Of("ads@ya.ru", {"https://vk.com"}), "");
  EXPECT_EQ(Of("ads@example.com", {"https://example.com/wp-admin"}), "");
  EXPECT_EQ(Of("ads@example.com", {"https://mail.example.org"}), "");
  EXPECT_EQ(Of("ads@ya.ru", {"https://evil-yandex.ru"}), "");
  EXPECT_EQ(Of("ads@ya.ru", {}, "VK"), "");
  EXPECT_EQ(Of("shop", {"https://mail.yandex.ru"}), "");
}

TEST(Mailbox, AddressOrTitleMaySayIt) {
  EXPECT_EQ(Of("", {"mailto:ads@ya.ru"}), "ads@ya.ru");
  EXPECT_EQ(Of("ads", {"ads@ya.ru"}), "ads@ya.ru");
  EXPECT_EQ(Of("", {}, "ads@ya.ru"), "ads@ya.ru");
  EXPECT_EQ(Of("ads@ya.ru", {}, "ads@ya.ru"), "ads@ya.ru");
  EXPECT_EQ(Of("other@ya.ru", {}, "ads@ya.ru"), "");
  EXPECT_EQ(Of("", {"https://mail.yandex.ru"}, "ads@ya.ru"), "ads@ya.ru");
}

TEST(Mailbox, KindMailboxIsOneWhereverItIsRead) {
  EXPECT_EQ(
      Of("ads@ya.ru", {"https://example.com"}, "x", trust::v1::KIND_MAILBOX),
      "ads@ya.ru");
  EXPECT_EQ(
      Of("ads@ya.ru", {"https://mail.yandex.ru"}, "x", trust::v1::KIND_SERVER),
      "");
}

}  // namespace
}  // namespace klad::client
