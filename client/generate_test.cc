#include "client/generate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/title.h"
#include "client/word_list.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

std::string Text(const Generated& made) {
  return std::string(made.text.Expose());
}

bool Has(const std::string& text, bool (*is)(unsigned char)) {
  return std::any_of(text.begin(), text.end(), is);
}

std::vector<std::string> Split(absl::string_view list) {
  return absl::StrSplit(list, absl::ByAnyChar(" \n"), absl::SkipEmpty());
}

TEST(GenerateCharacters, EachHasOneOfEachClass) {
  CharacterRules rules;
  rules.length = CharacterRules::kMinLength;
  for (int i = 0; i < 200; ++i) {
    const std::string text = Text(GenerateCharacters(rules));
    EXPECT_EQ(text.size(), 4);
    EXPECT_TRUE(Has(text, absl::ascii_islower)) << text;
    EXPECT_TRUE(Has(text, absl::ascii_isupper)) << text;
    EXPECT_TRUE(Has(text, absl::ascii_isdigit)) << text;
    EXPECT_TRUE(Has(text, absl::ascii_ispunct)) << text;
  }
}

TEST(GenerateCharacters, TwoAreNotTheSame) {
  EXPECT_NE(Text(GenerateCharacters({})), Text(GenerateCharacters({})));
  EXPECT_EQ(GenerateCharacters({}).text.size(), 20);
}

TEST(GenerateCharacters, SymbolsAndLookAlikesCanBeLeftOut) {
  const CharacterRules rules{
      .length = 1000, .symbols = false, .ambiguous = false};
  const std::string text = Text(GenerateCharacters(rules));
  EXPECT_FALSE(Has(text, absl::ascii_ispunct));
  EXPECT_EQ(text.find_first_of("0Oo1lI"), std::string::npos);
}

TEST(GenerateCharacters, EveryCharacterComesEquallyOften) {
  std::map<char, int> counts;
  for (int i = 0; i < 94; ++i) {
    for (const char c : Text(GenerateCharacters({.length = 1000}))) {
      ++counts[c];
    }
  }
  EXPECT_EQ(counts.size(), 94);
  // 1,000 expected of each, standard deviation 32.
  for (const auto& [c, count] : counts) EXPECT_NEAR(count, 1000, 200) << c;
}

TEST(GenerateCharacters, BitsCountWhatTheRulesAllow) {
  // 4! orders of one lower, one upper, one digit, one symbol.
  EXPECT_NEAR(GenerateCharacters({.length = 4}).bits,
              std::log2(24.0 * 26 * 26 * 10 * 32), 1e-6);
  EXPECT_NEAR(GenerateCharacters({.length = 20}).bits, 20 * std::log2(94), 0.4);
}

TEST(GenerateWords, WordsOfTheListWithTheSeparator) {
  const Generated made = GenerateWords({.words = 5, .list = EnglishWords()});
  const std::vector<std::string> list = Split(EnglishWords());
  const std::vector<std::string> words = absl::StrSplit(Text(made), '-');
  EXPECT_EQ(words.size(), 5);
  for (const std::string& word : words) {
    EXPECT_EQ(std::count(list.begin(), list.end(), word), 1) << word;
  }
  EXPECT_NEAR(made.bits, 5 * std::log2(list.size()), 1e-9);
}

TEST(GenerateWords, CapitalsAndADigit) {
  const Generated made = GenerateWords({.words = 3,
                                        .list = "жаба ярус",
                                        .separator = " ",
                                        .capitals = true,
                                        .digit = true});
  int digits = 0;
  for (const std::string& word : Split(Text(made))) {
    const std::string letters(absl::StripSuffix(
        word,
        absl::ascii_isdigit(word.back()) ? std::string(1, word.back()) : ""));
    if (letters != word) ++digits;
    EXPECT_TRUE(letters == "Жаба" || letters == "Ярус") << word;
  }
  EXPECT_EQ(digits, 1);
  EXPECT_NEAR(made.bits, 3 + std::log2(30), 1e-9);
}

// Deleting or changing one letter of one word never gives another.
TEST(WordList, WordsAreManyAndApart) {
  for (const absl::string_view list : {EnglishWords(), RussianWords()}) {
    const std::vector<std::string> words = Split(list);
    EXPECT_GE(words.size(), 2048);
    EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
    const size_t letter = list == EnglishWords() ? 1 : 2;
    std::set<std::string> seen(words.begin(), words.end());
    EXPECT_EQ(seen.size(), words.size());
    for (const std::string& word : words) {
      EXPECT_TRUE(word.size() >= 3 * letter && word.size() <= 9 * letter);
      EXPECT_EQ(FoldTitle(word), word);
      for (size_t i = 0; i < word.size(); i += letter) {
        const std::string head = word.substr(0, i);
        const std::string tail = word.substr(i + letter);
        EXPECT_TRUE(seen.insert(absl::StrCat(head, "*", tail)).second) << word;
        EXPECT_FALSE(seen.contains(head + tail)) << word;
      }
    }
  }
}

}  // namespace
}  // namespace klad::client
