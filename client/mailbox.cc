#include "client/mailbox.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/address.h"
#include "client/contact.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

// Domains of one provider: whoever has the account has the mailbox.
const std::vector<std::vector<absl::string_view>>& Providers() {
  static const auto& providers =
      *new std::vector<std::vector<absl::string_view>>{
          {"yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz",
           "yandex.com.tr", "narod.ru"},
          {"mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru"},
          {"gmail.com", "googlemail.com", "google.com", "google.ru"},
          {"outlook.com", "hotmail.com", "live.com", "live.ru", "msn.com",
           "microsoft.com", "microsoftonline.com", "office.com"},
          {"icloud.com", "me.com", "mac.com", "apple.com"},
          {"rambler.ru", "lenta.ru", "autorambler.ru", "ro.ru"},
          {"proton.me", "protonmail.com", "pm.me"},
          {"yahoo.com", "ymail.com"},
          {"zoho.com", "zohomail.com"},
      };
  return providers;
}

// Names of hosts where mail is read, of one's own domain or at a provider.
constexpr absl::string_view kMailHosts[] = {
    "mail", "webmail", "email",     "imap", "pop",     "pop3",
    "smtp", "mx",      "roundcube", "owa",  "outlook", "e"};

bool IsIn(absl::string_view host, absl::string_view domain) {
  return host == domain || absl::EndsWith(host, absl::StrCat(".", domain));
}

// Whose provider it is, or null.
const std::vector<absl::string_view>* ProviderOf(absl::string_view host) {
  for (const auto& provider : Providers()) {
    for (const absl::string_view own : provider) {
      if (IsIn(host, own)) return &provider;
    }
  }
  return nullptr;
}

bool IsMailHost(absl::string_view host) {
  const std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  return std::find(std::begin(kMailHosts), std::end(kMailHosts), labels[0]) !=
         std::end(kMailHosts);
}

bool IsReadAt(absl::string_view domain, absl::string_view host) {
  const auto* provider = ProviderOf(host);
  if (provider != nullptr && provider == ProviderOf(domain)) return true;
  return IsMailHost(host) && (provider != nullptr || IsIn(host, domain));
}

// "mailto:ads@ya.ru" too.
std::string Mailbox(absl::string_view text) {
  absl::ConsumePrefix(&text, "mailto:");
  return absl::StrContains(text, '@') && !absl::StrContains(text, '/')
             ? ContactOf(text)
             : "";
}

std::string FirstMailbox(std::initializer_list<const std::string*> texts) {
  for (const std::string* text : texts) {
    if (std::string mailbox = Mailbox(*text); !mailbox.empty()) return mailbox;
  }
  return "";
}

std::string OfLogin(const Overview& overview) {
  if (overview.addresses().empty()) {
    const std::string title = Mailbox(overview.title());
    const std::string user = Mailbox(overview.user_name());
    return user.empty() || user == title ? title : "";
  }
  for (const std::string& address : overview.addresses()) {
    if (std::string mailbox = Mailbox(address); !mailbox.empty()) {
      return mailbox;
    }
  }
  const std::string mailbox = overview.user_name().empty()
                                  ? Mailbox(overview.title())
                                  : Mailbox(overview.user_name());
  const std::string domain = mailbox.substr(mailbox.rfind('@') + 1);
  const auto& addresses = overview.addresses();
  const bool read = std::any_of(
      addresses.begin(), addresses.end(), [&](const std::string& address) {
        return IsReadAt(domain, absl::AsciiStrToLower(HostOf(address)));
      });
  return !mailbox.empty() && read ? mailbox : "";
}

}  // namespace

std::string MailboxOf(trust::v1::Kind kind, const Overview& overview) {
  switch (kind) {
    case trust::v1::KIND_MAILBOX:
      return FirstMailbox(
          {&overview.user_name(), &overview.email(), &overview.title()});
    case trust::v1::KIND_LOGIN:
      return OfLogin(overview);
    default:
      return "";
  }
}

}  // namespace klad::client
