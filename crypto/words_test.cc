#include "crypto/words.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace klad::crypto {
namespace {

TEST(WordsTest, EightWordsForEveryHead) {
  const std::vector<std::string> words =
      absl::StrSplit(Words(Hash(kLinkDomain, {"a"})), ' ');
  EXPECT_EQ(words.size(), 8u);
}

TEST(WordsTest, AnotherHeadHasOtherWords) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(Words(Hash(kLinkDomain, {std::to_string(i)})));
  }
  EXPECT_EQ(seen.size(), 1000u);
}

}  // namespace
}  // namespace klad::crypto
