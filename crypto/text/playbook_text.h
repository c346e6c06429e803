// What the text of a playbook says besides its words: what it refers to, and
// its steps. klad.v1.PlaybookStep has the notation.
#ifndef KLAD_CRYPTO_TEXT_PLAYBOOK_TEXT_H_
#define KLAD_CRYPTO_TEXT_PLAYBOOK_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::text {

inline constexpr size_t kMaxPlaybookText = 200 << 10;

enum class Refers { kToLink, kToPlaybook, kToCredential };

struct TextReference {
  Refers kind = Refers::kToLink;
  size_t begin = 0;  // of "[[", in the text
  size_t end = 0;    // behind "]]"
  std::string word;  // before the colon, as it is written
  std::string name;  // behind it, without escapes
};

// In the order of the text; none inside code.
std::vector<TextReference> FindReferences(absl::string_view text);

// The text with other names in its references, as `name_of` has them. In a name
// %, ] and the backtick, which could begin code, are written %25, %5D and %60.
std::string Renamed(
    absl::string_view text, const std::vector<TextReference>& references,
    const std::function<std::string(const TextReference&)>& name_of);

// The line that a place in the text is on, from 1.
size_t LineAt(absl::string_view text, size_t at);

// "klad:HEX", and of a credential "klad:HEX/HEX": names that are ids.
std::string NameOfId(absl::string_view id);
std::string NameOfIds(absl::string_view safe, absl::string_view credential);
// The one id of such a name, or the two of a credential's; empty when it is no
// such name.
std::vector<std::string> IdsInName(const TextReference& reference);

struct TextStep {
  size_t line = 0;  // from 1
  std::string text;
  std::vector<TextReference> references;  // places are within `text`
  std::string role;
  std::optional<uint32_t> due_days;
  bool required = false;
  // The mark that cannot be read, or stands there twice: "step-role",
  // "step-due"; empty for none.
  absl::string_view broken;
};

std::vector<TextStep> FindSteps(absl::string_view text);

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_PLAYBOOK_TEXT_H_
