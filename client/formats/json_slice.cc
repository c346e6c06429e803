#include "client/formats/json_slice.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr size_t kMaxIndexed = 1000;

// Reads values of a well-formed text one after another.
class Walker {
 public:
  explicit Walker(absl::string_view text) : text_(text) {}

  // Behind white space, commas and colons.
  bool AtEnd() {
    while (at_ < text_.size() && (absl::ascii_isspace(text_[at_]) ||
                                  text_[at_] == ',' || text_[at_] == ':')) {
      ++at_;
    }
    return at_ >= text_.size() || text_[at_] == ']' || text_[at_] == '}';
  }

  void Enter() { ++at_; }

  absl::string_view Value() {
    const size_t start = at_;
    const char c = text_[at_];
    if (c == '"') {
      SkipString();
    } else if (c == '{' || c == '[') {
      SkipNested();
    } else {
      at_ = text_.find_first_of(",]} \t\r\n", at_);
      if (at_ == absl::string_view::npos) at_ = text_.size();
    }
    return text_.substr(start, at_ - start);
  }

 private:
  // Most of a file is in strings: they are passed quote by quote.
  void SkipString() {
    size_t backslashes;
    do {
      at_ = std::min(text_.find('"', at_ + 1), text_.size());
      backslashes = 0;
      while (text_[at_ - 1 - backslashes] == '\\') ++backslashes;
    } while (backslashes % 2 == 1);
    ++at_;
  }

  void SkipNested() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        SkipString();
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return;
    }
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

JsonSlice::JsonSlice(absl::string_view text)
    : text_(absl::StripAsciiWhitespace(text)) {}

absl::Status JsonSlice::ForEachMember(const OnMember& on_member) const {
  if (!IsObject()) return absl::OkStatus();
  Walker walker(text_);
  walker.Enter();
  while (!walker.AtEnd()) {
    absl::string_view name = walker.Value();
    name = name.substr(1, name.size() - 2);
    walker.AtEnd();
    RETURN_IF_ERROR(on_member(name, JsonSlice(walker.Value())));
  }
  return absl::OkStatus();
}

absl::Status JsonSlice::ForEachElement(const OnElement& on_element) const {
  if (!IsArray()) return absl::OkStatus();
  Walker walker(text_);
  walker.Enter();
  while (!walker.AtEnd()) {
    RETURN_IF_ERROR(on_element(JsonSlice(walker.Value())));
  }
  return absl::OkStatus();
}

JsonSlice JsonSlice::Indexed() const {
  auto members = std::make_shared<Members>();
  ForEachMember([&members](absl::string_view name, const JsonSlice& value) {
    if (members->size() == kMaxIndexed) return absl::CancelledError();
    members->emplace_back(name, value);
    return absl::OkStatus();
  }).IgnoreError();
  JsonSlice indexed = *this;
  if (members->size() < kMaxIndexed) indexed.members_ = std::move(members);
  return indexed;
}

JsonSlice JsonSlice::Member(absl::string_view name) const {
  if (members_ != nullptr) {
    for (const auto& [member, value] : *members_) {
      if (member == name) return value;
    }
    return JsonSlice();
  }
  JsonSlice found;
  // Ends the walk where it is found.
  ForEachMember([&](absl::string_view member, const JsonSlice& value) {
    if (member != name) return absl::OkStatus();
    found = value;
    return absl::CancelledError();
  }).IgnoreError();
  return found;
}

JsonSlice JsonSlice::FirstElement() const {
  JsonSlice first;
  ForEachElement([&](const JsonSlice& value) {
    first = value;
    return absl::CancelledError();
  }).IgnoreError();
  return first;
}

WipedJson JsonSlice::Parse(absl::string_view aside) const {
  return text_.empty() ? WipedJson() : ParseWipedJson(text_, aside);
}

}  // namespace klad::client
