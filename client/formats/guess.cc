#include "client/formats/guess.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "client/title.h"

namespace klad::client {
namespace {

constexpr absl::string_view kPhoneNames[] = {
    "phone", "phone number", "телефон", "номер телефона", "тел", "тел."};
constexpr absl::string_view kEmailNames[] = {
    "email", "e-mail", "mail", "почта", "эл. почта", "электронная почта"};

constexpr absl::string_view kYes[] = {"1",  "true", "истина", "yes", "да", "y",
                                      "on", "x",    "+",      "★",   "✓",  "✔"};
constexpr absl::string_view kNo[] = {"",    "0", "false", "ложь", "no",
                                     "нет", "n", "off",   "-",    "☆"};

template <size_t N>
bool IsOneOf(absl::string_view name, const absl::string_view (&names)[N]) {
  const std::string folded = FoldTitle(name);
  return std::find(std::begin(names), std::end(names), folded) !=
         std::end(names);
}

}  // namespace

bool IsPhoneName(absl::string_view name) { return IsOneOf(name, kPhoneNames); }

bool IsEmailName(absl::string_view name) { return IsOneOf(name, kEmailNames); }

bool LooksLikePhone(absl::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), absl::ascii_isdigit);
  return digits >= 5 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || absl::StrContains("+-() .", c);
         });
}

bool LooksLikeEmail(absl::string_view text) {
  const size_t at = text.find('@');
  return at != absl::string_view::npos && at > 0 &&
         text.find('.', at) != absl::string_view::npos &&
         text.find(' ') == absl::string_view::npos;
}

bool IsYes(absl::string_view text) { return IsOneOf(text, kYes); }

bool IsNo(absl::string_view text) { return IsOneOf(text, kNo); }

}  // namespace klad::client
