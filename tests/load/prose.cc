#include "tests/load/prose.h"

#include "absl/strings/str_cat.h"

namespace klad::load {
namespace {

constexpr int kWords = 12'000;
constexpr const char* kRussian[] = {"ре", "кла", "ма", "от",  "чёт", "ка",
                                    "на", "ло",  "ги", "ст",  "ра",  "ти",
                                    "пу", "бли", "за", "про", "ди",  "ви"};
constexpr const char* kEnglish[] = {"cam", "pai", "gn",  "re",   "port", "ad",
                                    "ver", "ti",  "lan", "ding", "sa",   "le",
                                    "mar", "ket", "con", "ver",  "da",   "sh"};
constexpr const char* kRussianForms[] = {"а", "ы", "ам", "ой", ""};
constexpr const char* kEnglishForms[] = {"s", "ed", "ing", "", ""};

template <size_t size>
const char* OneOf(const char* const (&texts)[size], Prose* prose) {
  return texts[prose->Pick(size)];
}

}  // namespace

Prose::Prose(uint32_t seed) : random_(seed) {
  std::vector<double> weights;
  for (int i = 0; i < kWords; ++i) {
    words_.push_back(NewWord());
    weights.push_back(1.0 / (i + 10));
  }
  usual_ = std::discrete_distribution<size_t>(weights.begin(), weights.end());
}

int Prose::Pick(int below) {
  return std::uniform_int_distribution<int>(0, below - 1)(random_);
}

std::string Prose::NewWord() {
  const bool russian = Pick(3) > 0;
  std::string word;
  for (int parts = 2 + Pick(3); parts > 0; --parts) {
    word += russian ? OneOf(kRussian, this) : OneOf(kEnglish, this);
  }
  return word;
}

std::string Prose::Word() {
  const std::string& word = words_[usual_(random_)];
  const bool russian = static_cast<unsigned char>(word[0]) >= 0x80;
  return word +
         (russian ? OneOf(kRussianForms, this) : OneOf(kEnglishForms, this));
}

std::string Prose::Sentence(int words) {
  std::string sentence = Word();
  for (int i = 1; i < words; ++i) absl::StrAppend(&sentence, " ", Word());
  return sentence;
}

std::string Prose::Text(size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    absl::StrAppend(&text, Sentence(8 + Pick(10)), ".\n");
  }
  return text;
}

std::string LinkNameOf(int number) {
  return absl::StrCat(number % 2 == 0 ? "отчёт-" : "report-", number);
}

klad::v1::Link LinkOf(int number, Prose* prose) {
  klad::v1::Link link;
  link.set_name(LinkNameOf(number));
  link.set_address(absl::StrCat("https://site", number % 5000, ".example.com/",
                                prose->Word(), "/", number));
  link.set_title(prose->Sentence(3));
  link.set_purpose(prose->Sentence(8));
  link.set_category(absl::StrCat("ads/", number % 40));
  link.add_tags(absl::StrCat("q", number % 4));
  return link;
}

}  // namespace klad::load
