#include "client/generate.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_split.h"
#include "crypto/base/check.h"

namespace klad::client {
namespace {

constexpr absl::string_view kAmbiguous = "0Oo1lI|'\"`";

std::string Without(absl::string_view characters, absl::string_view unwanted) {
  std::string left;
  for (const char c : characters) {
    if (unwanted.find(c) == absl::string_view::npos) left += c;
  }
  return left;
}

std::vector<std::string> ClassesOf(const CharacterRules& rules) {
  std::vector<std::string> classes = {
      "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"};
  if (rules.symbols) {
    classes.emplace_back("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
  }
  if (rules.ambiguous) return classes;
  for (std::string& characters : classes) {
    characters = Without(characters, kAmbiguous);
  }
  return classes;
}

bool HasEachOf(const std::vector<std::string>& classes,
               absl::string_view text) {
  return std::all_of(classes.begin(), classes.end(), [&](const auto& one) {
    return text.find_first_of(one) != absl::string_view::npos;
  });
}

// How much of all texts has each class, by inclusion and exclusion.
double ShareWithEach(const std::vector<std::string>& classes, size_t all,
                     size_t length) {
  double share = 0;
  for (size_t missing = 0; missing < size_t{1} << classes.size(); ++missing) {
    size_t left = all;
    double sign = 1;
    for (size_t i = 0; i < classes.size(); ++i) {
      if ((missing >> i & 1) == 0) continue;
      left -= classes[i].size();
      sign = -sign;
    }
    share +=
        sign * std::pow(static_cast<double>(left) / static_cast<double>(all),
                        static_cast<double>(length));
  }
  return share;
}

unsigned char* Put(absl::string_view text, unsigned char* at) {
  return std::copy(text.begin(), text.end(), at);
}

// Latin or Cyrillic without Ё, in lower case.
unsigned char* PutCapital(absl::string_view word, unsigned char* at) {
  const auto first = static_cast<unsigned char>(word[0]);
  if (first < 0x80) {
    *at++ = static_cast<unsigned char>(first - 'a' + 'A');
    return Put(word.substr(1), at);
  }
  // U+0430 to U+044F to U+0410 to U+042F.
  const uint32_t letter =
      ((first & 0x1fU) << 6 | (static_cast<unsigned char>(word[1]) & 0x3fU)) -
      0x20;
  *at++ = static_cast<unsigned char>(0xc0 | letter >> 6);
  *at++ = static_cast<unsigned char>(0x80 | (letter & 0x3f));
  return Put(word.substr(2), at);
}

}  // namespace

Generated GenerateCharacters(const CharacterRules& rules) {
  CHECK_THAT(rules.length >= CharacterRules::kMinLength &&
             rules.length <= CharacterRules::kMaxLength);
  const std::vector<std::string> classes = ClassesOf(rules);
  std::string all;
  for (const std::string& one : classes) all += one;
  Generated made;
  made.text = Secret(rules.length);
  do {
    for (size_t i = 0; i < rules.length; ++i) {
      made.text.Fill()[i] = static_cast<unsigned char>(
          all[randombytes_uniform(static_cast<uint32_t>(all.size()))]);
    }
  } while (!HasEachOf(classes, made.text.Expose()));
  made.bits = static_cast<double>(rules.length) *
                  std::log2(static_cast<double>(all.size())) +
              std::log2(ShareWithEach(classes, all.size(), rules.length));
  return made;
}

Generated GenerateWords(const WordRules& rules) {
  CHECK_THAT(rules.words >= 1 && rules.words <= WordRules::kMaxWords);
  const std::vector<absl::string_view> list =
      absl::StrSplit(rules.list, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  size_t longest = 0;
  for (const absl::string_view word : list) {
    longest = std::max(longest, word.size());
  }
  Generated made;
  made.text = Secret(rules.words * (longest + rules.separator.size()) + 1);
  unsigned char* at = made.text.Fill();
  const uint32_t with_digit =
      randombytes_uniform(static_cast<uint32_t>(rules.words));
  for (size_t i = 0; i < rules.words; ++i) {
    if (i > 0) at = Put(rules.separator, at);
    const absl::string_view word =
        list[randombytes_uniform(static_cast<uint32_t>(list.size()))];
    at = rules.capitals ? PutCapital(word, at) : Put(word, at);
    if (!rules.digit || i != with_digit) continue;
    *at++ = static_cast<unsigned char>('0' + randombytes_uniform(10));
  }
  made.text.Truncate(static_cast<size_t>(at - made.text.Fill()));
  made.bits = static_cast<double>(rules.words) *
              std::log2(static_cast<double>(list.size()));
  if (rules.digit) {
    made.bits += std::log2(10.0 * static_cast<double>(rules.words));
  }
  return made;
}

}  // namespace klad::client
