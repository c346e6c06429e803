#include "client/strength.h"

#include <dlfcn.h>
#include <zxcvbn.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/overview.h"

namespace klad::client {
namespace {

// zxcvbn takes the cube of the length; what is strong is so long before.
constexpr size_t kMeasured = 64;
constexpr size_t kMaxWords = 120;
constexpr size_t kShortestWord = 3;

// log2 of 10^3, 10^6, 10^8, 10^10.
constexpr double kBits[] = {9.966, 19.932, 26.576, 33.220};

// The keys of а to я on the Russian layout, and of ё.
constexpr char kKeys[] = "f,dult;pbqrkvyjghcnea[wxio]sm'.z";
constexpr char kYoKey = '`';

// What zxcvbn's English and keyboards do not know to be first.
constexpr absl::string_view kCommon =
    "klad пароль привет любовь солнышко солнце наташа марина максим андрей "
    "сергей дмитрий александр екатерина анастасия россия спартак москва админ "
    "реклама маркетинг директ яндекс вконтакте";

// A Cyrillic letter at the front of the text as its key, else 0.
char KeyOf(absl::string_view text) {
  if (text.size() < 2) return 0;
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = static_cast<unsigned char>(text[1]);
  if (first != 0xd0 && first != 0xd1) return 0;
  const int letter = (first & 0x1f) << 6 | (second & 0x3f);
  if (letter == 0x401 || letter == 0x451) return kYoKey;
  if (letter < 0x410 || letter > 0x44f) return 0;
  const bool capital = letter < 0x430;
  const char key = kKeys[(letter - 0x410) % 32];
  return capital ? absl::ascii_toupper(key) : key;
}

// As typed on the keyboard, cut, and with a NUL at its end.
template <typename Put>
void ForEachKey(absl::string_view text, Put put) {
  while (!text.empty()) {
    const char key = KeyOf(text);
    put(key == 0 ? text[0] : key);
    text.remove_prefix(key == 0 ? 1 : 2);
  }
}

Secret Typed(const Secret& password) {
  Secret typed(kMeasured + 1);
  size_t size = 0;
  ForEachKey(password.Expose(), [&](char key) {
    if (size < kMeasured) {
      typed.Fill()[size++] = static_cast<unsigned char>(key);
    }
  });
  return typed;
}

void AddWords(absl::string_view text, std::vector<std::string>* words) {
  constexpr absl::string_view kBetween = " .,:;/@_-()?&=+\n\t";
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(kBetween))) {
    std::string typed;
    ForEachKey(word, [&](char key) { typed += key; });
    const bool fits = typed.size() >= kShortestWord && typed.size() < kMeasured;
    if (fits && words->size() < kMaxWords) words->push_back(std::move(typed));
  }
}

std::vector<std::string> WordsOf(const trust::v1::Overview& overview) {
  std::vector<std::string> words;
  AddWords(kCommon, &words);
  for (const std::string* text :
       {&overview.title(), &overview.user_name(), &overview.email(),
        &overview.phone(), &overview.owner()}) {
    AddWords(*text, &words);
  }
  for (const std::string& address : overview.addresses()) {
    AddWords(address, &words);
  }
  for (const std::string& tag : overview.tags()) AddWords(tag, &words);
  return words;
}

// Loaded by the commands that need it: the others start without its tables.
absl::StatusOr<decltype(&ZxcvbnMatch)> Zxcvbn() {
  static void* const library = dlopen("libzxcvbn.so.0", RTLD_NOW | RTLD_LOCAL);
  static void* const match =
      library == nullptr ? nullptr : dlsym(library, "ZxcvbnMatch");
  if (match != nullptr) return reinterpret_cast<decltype(&ZxcvbnMatch)>(match);
  return Error(ExitCode::kUnavailable,
               Tr("the strength of a password cannot be measured: "
                  "libzxcvbn.so.0 is missing"),
               Tr("install the package libzxcvbn0"));
}

}  // namespace

// zxcvbn turns the password round in memory that is not locked, and overwrites
// that before it gives it back.
absl::StatusOr<uint32_t> StrengthOf(const Secret& password,
                                    const trust::v1::Overview& overview) {
  if (password.empty()) return crypto::vault::kNoPassword;
  ASSIGN_OR_RETURN(const auto match, Zxcvbn());
  const std::vector<std::string> words = WordsOf(overview);
  std::vector<const char*> dictionary;
  dictionary.reserve(words.size() + 1);
  for (const std::string& word : words) dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  const Secret typed = Typed(password);
  const double bits = match(typed.Expose().data(), dictionary.data(), nullptr);
  return static_cast<uint32_t>(
      std::count_if(std::begin(kBits), std::end(kBits),
                    [bits](double limit) { return bits >= limit; }));
}

absl::Status Measure(Vault& vault, const Mirror& mirror,
                     const crypto::vault::SecretPart& secret,
                     trust::v1::Overview* overview) {
  overview->set_second_factor(!secret.one_time_code.empty());
  ASSIGN_OR_RETURN(const uint32_t strength,
                   StrengthOf(secret.password, *overview));
  overview->set_strength(strength);
  overview->set_secret_tag(0);
  if (secret.password.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const uint32_t tag,
                   vault.SecretTag(mirror, secret.password));
  overview->set_secret_tag(tag);
  return absl::OkStatus();
}

}  // namespace klad::client
