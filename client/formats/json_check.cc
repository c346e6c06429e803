#include "client/formats/json_check.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kMaxDepth = 64;
constexpr size_t kMaxNumber = 1024;
// No shorter one without an exponent is too large for a double.
constexpr size_t kLongNumber = 300;
// Sixty for each of a hundred thousand credentials.
constexpr size_t kMaxCommas = 6'000'000;
constexpr size_t kMaxSpace = 1 << 20;
constexpr absl::string_view kEscapes = "\"\\/bfnrt";

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// One pass, by descent: the depth is bounded.
class Checker {
 public:
  explicit Checker(absl::string_view text) : text_(text) {}

  absl::Status Check() {
    RETURN_IF_ERROR(Value());
    SkipSpace();
    if (endless_) return NotJson(Tr("it has more blanks than any export"));
    return at_ == text_.size() ? absl::OkStatus() : NotJson("");
  }

 private:
  // `what`: "it nests too deep", or nothing.
  absl::Status NotJson(absl::string_view what) const {
    const size_t at = std::min(at_, text_.size());
    const auto line =
        std::count(text_.begin(), text_.begin() + static_cast<long>(at), '\n') +
        1;
    return Error(ExitCode::kUsage,
                 what.empty()
                     ? Say("the file is not JSON: line $0", line)
                     : Say("the file is not JSON: line $0: $1", line, what),
                 Tr("export again, and do not edit the file"));
  }

  // NUL at the end: no JSON has one elsewhere.
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipSpace() {
    const size_t start = at_;
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    endless_ = endless_ || at_ - start > kMaxSpace;
  }

  bool Take(char c) {
    SkipSpace();
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  absl::Status Value() {
    SkipSpace();
    switch (Peek()) {
      case '{':
        return Members('}');
      case '[':
        return Members(']');
      case '"':
        return String();
      case 't':
        return Literal("true");
      case 'f':
        return Literal("false");
      case 'n':
        return Literal("null");
      default:
        return Number();
    }
  }

  // Of an object or a list, to its closing bracket.
  absl::Status Members(char close) {
    ++at_;
    if (++depth_ > kMaxDepth) return NotJson(Tr("it nests too deep"));
    if (!Take(close)) {
      do {
        if (close == '}') RETURN_IF_ERROR(Name());
        RETURN_IF_ERROR(Value());
        if (++values_ > kMaxCommas) {
          return NotJson(Tr("it has more values than any export"));
        }
      } while (Take(','));
      if (!Take(close)) return NotJson("");
    }
    --depth_;
    return absl::OkStatus();
  }

  absl::Status Name() {
    SkipSpace();
    if (Peek() != '"') return NotJson("");
    RETURN_IF_ERROR(String());
    return Take(':') ? absl::OkStatus() : NotJson("");
  }

  absl::Status Literal(absl::string_view word) {
    if (!absl::StartsWith(text_.substr(at_), word)) return NotJson("");
    at_ += word.size();
    return absl::OkStatus();
  }

  absl::Status String() {
    const size_t start = at_++;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (static_cast<unsigned char>(text_[at_]) < ' ') return NotJson("");
      if (text_[at_] == '\\' && !Escape()) return NotJson("");
      if (at_ - start > kMaxJsonText) {
        return NotJson(
            Say("it has a text of more than $0 MiB", kMaxJsonText >> 20));
      }
    }
    if (at_ >= text_.size()) return NotJson("");
    ++at_;
    return absl::OkStatus();
  }

  // Stands at its last character afterwards.
  bool Escape() {
    ++at_;
    if (Peek() != 'u') return absl::StrContains(kEscapes, Peek());
    const int unit = Hex();
    if (unit < 0xd800 || unit > 0xdfff) return unit >= 0;
    // The first half of a pair; a second must follow.
    if (unit > 0xdbff || text_.substr(at_ + 1, 2) != "\\u") return false;
    at_ += 2;
    const int second = Hex();
    return second >= 0xdc00 && second <= 0xdfff;
  }

  // The four digits behind a u; negative when they are none.
  int Hex() {
    const absl::string_view digits = text_.substr(at_ + 1, 4);
    int unit = 0;
    const bool hex = digits.size() == 4 &&
                     std::all_of(digits.begin(), digits.end(),
                                 absl::ascii_isxdigit) &&
                     absl::SimpleHexAtoi(digits, &unit);
    at_ += digits.size();
    return hex ? unit : -1;
  }

  bool Digits() {
    const size_t start = at_;
    while (absl::ascii_isdigit(Peek())) ++at_;
    return at_ > start;
  }

  absl::Status Number() {
    const size_t start = at_;
    if (Peek() == '-') ++at_;
    const bool zero = Peek() == '0';
    const size_t digits = at_;
    bool sound = Digits() && (!zero || at_ == digits + 1);
    const bool fraction = sound && Peek() == '.';
    if (fraction) {
      ++at_;
      sound = Digits();
    }
    const bool exponent = sound && (Peek() == 'e' || Peek() == 'E');
    if (exponent) {
      ++at_;
      if (Peek() == '+' || Peek() == '-') ++at_;
      sound = Digits();
    }
    const size_t size = at_ - start;
    if (size > kMaxNumber) return NotJson(Tr("it has an endless number"));
    if (!sound) return NotJson("");
    const bool may_be_large = exponent || size > kLongNumber;
    if (double value; may_be_large && (!absl::SimpleAtod(
                                           text_.substr(start, size), &value) ||
                                       std::isinf(value))) {
      return NotJson(Tr("a number is out of range"));
    }
    return absl::OkStatus();
  }

  const absl::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  size_t values_ = 0;
  bool endless_ = false;  // blanks in one place
};

}  // namespace

absl::Status CheckJson(absl::string_view text) { return Checker(text).Check(); }

}  // namespace klad::client
