#include "client/contact.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/title.h"

namespace klad::client {
namespace {

constexpr size_t kShortest = 5;
constexpr size_t kRussian = 11;

bool IsMail(absl::string_view folded) {
  const size_t at = folded.find('@');
  return at != absl::string_view::npos && at > 0 && at + 1 < folded.size() &&
         !absl::StrContains(folded, ' ');
}

}  // namespace

std::string PhoneDigits(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const bool international = absl::StartsWith(text, "+");
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits += c;
    } else if (!absl::StrContains(" +-().", absl::string_view(&c, 1))) {
      return "";
    }
  }
  if (digits.size() < kShortest) return "";
  if (international) return digits;
  if (absl::StartsWith(digits, "00")) return digits.substr(2);
  // 8 is what Russians dial in place of +7.
  if (digits.size() == kRussian && digits[0] == '8') digits[0] = '7';
  // What they write of a mobile number when they leave that out.
  if (digits.size() == kRussian - 1 && digits[0] == '9') return "7" + digits;
  return digits;
}

std::string ContactOf(absl::string_view text) {
  if (std::string digits = PhoneDigits(text); !digits.empty()) return digits;
  std::string folded = FoldTitle(text);
  return IsMail(folded) ? folded : "";
}

std::vector<std::string> ContactsIn(absl::string_view text) {
  std::vector<std::string> contacts;
  for (const absl::string_view part :
       absl::StrSplit(text, absl::ByAnyChar(",;"))) {
    std::string contact = ContactOf(part);
    if (!contact.empty()) contacts.push_back(std::move(contact));
  }
  return contacts;
}

}  // namespace klad::client
