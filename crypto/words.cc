#include "crypto/words.h"

#include "absl/strings/str_cat.h"

namespace klad::crypto {
namespace {

constexpr int kWordBits = 11;
constexpr int kWordCount = 8;

const char* const kList[1 << kWordBits] = {
#include "crypto/word_list.inc"
};

bool BitAt(const Digest& digest, int at) {
  return digest.bytes[at / 8] >> (7 - at % 8) & 1;
}

}  // namespace

std::string Words(const Digest& head) {
  const Digest digest = Hash(kWordsDomain, {head.view()});
  std::string words;
  for (int word = 0; word < kWordCount; ++word) {
    int number = 0;
    for (int bit = 0; bit < kWordBits; ++bit) {
      number = number << 1 | BitAt(digest, word * kWordBits + bit);
    }
    absl::StrAppend(&words, word == 0 ? "" : " ", kList[number]);
  }
  return words;
}

}  // namespace klad::crypto
