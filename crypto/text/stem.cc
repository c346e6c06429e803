#include "crypto/text/stem.h"

#include <libstemmer.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "crypto/text/letters.h"

namespace klad::text {
namespace {

constexpr int32_t kFirstCyrillic = 0x400;
constexpr int32_t kLastCyrillic = 0x4ff;

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// Not for two threads: it keeps its last answer.
class Stemmer {
 public:
  explicit Stemmer(const char* algorithm)
      : stemmer_(sb_stemmer_new(algorithm, nullptr)) {}

  std::string Stem(absl::string_view word) const {
    const auto* stem =
        stemmer_ == nullptr
            ? nullptr
            : sb_stemmer_stem(stemmer_.get(),
                              reinterpret_cast<const sb_symbol*>(word.data()),
                              static_cast<int>(word.size()));
    if (stem == nullptr) return std::string(word);
    return {reinterpret_cast<const char*>(stem),
            static_cast<size_t>(sb_stemmer_length(stemmer_.get()))};
  }

 private:
  const std::unique_ptr<sb_stemmer, DeleteStemmer> stemmer_;
};

bool IsLatin(absl::string_view word) {
  return std::all_of(word.begin(), word.end(), absl::ascii_isalpha);
}

bool IsCyrillic(absl::string_view word) {
  for (size_t i = 0; i < word.size();) {
    const int32_t letter = NextLetter(word, &i);
    if (letter < kFirstCyrillic || letter > kLastCyrillic) return false;
  }
  return true;
}

}  // namespace

std::string StemOf(absl::string_view folded) {
  thread_local const Stemmer english("english");
  thread_local const Stemmer russian("russian");
  if (IsLatin(folded)) return english.Stem(folded);
  if (IsCyrillic(folded)) return russian.Stem(folded);
  return std::string(folded);
}

std::string RootOf(absl::string_view word, absl::string_view stem) {
  const auto apart =
      std::mismatch(word.begin(), word.end(), stem.begin(), stem.end()).first;
  std::string root(word.begin(), apart);
  // Company, companies: the stem is compani.
  if (absl::EndsWith(root, "i")) root.pop_back();
  return root;
}

}  // namespace klad::text
