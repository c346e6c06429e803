#include "client/links/tag_reader.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace klad::client {
namespace {

constexpr absl::string_view kSpace = " \t\r\n\f";
constexpr size_t kLongestEntity = 10;

struct Entity {
  absl::string_view name;
  absl::string_view text;
};
constexpr Entity kEntities[] = {
    {"amp", "&"},   {"lt", "<"},    {"gt", ">"},
    {"quot", "\""}, {"apos", "'"},  {"nbsp", " "},
    {"laquo", "«"}, {"raquo", "»"}, {"mdash", "—"},
};

// Takes what stands before the first of `signs`.
absl::string_view TakeUntil(absl::string_view signs, absl::string_view* text) {
  const absl::string_view taken = text->substr(0, text->find_first_of(signs));
  text->remove_prefix(taken.size());
  return taken;
}

void SkipPast(absl::string_view what, absl::string_view* text) {
  const size_t at = text->find(what);
  text->remove_prefix(at == absl::string_view::npos ? text->size()
                                                    : at + what.size());
}

// Of "#228" or "#xe4"; empty for what is no character.
std::string Numbered(absl::string_view entity) {
  absl::ConsumePrefix(&entity, "#");
  uint32_t number = 0;
  const bool hex =
      absl::ConsumePrefix(&entity, "x") || absl::ConsumePrefix(&entity, "X");
  const bool read = hex ? absl::SimpleHexAtoi(entity, &number)
                        : absl::SimpleAtoi(entity, &number);
  if (!read || number == 0 || number > 0x10ffff || U_IS_SURROGATE(number)) {
    return "";
  }
  char bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, static_cast<int32_t>(number));
  return {bytes, static_cast<size_t>(size)};
}

std::string TextOf(absl::string_view entity) {
  if (absl::StartsWith(entity, "#")) return Numbered(entity);
  const auto* found =
      std::find_if(std::begin(kEntities), std::end(kEntities),
                   [&](const Entity& each) { return each.name == entity; });
  return found == std::end(kEntities) ? "" : std::string(found->text);
}

}  // namespace

std::string WithoutEntities(absl::string_view text) {
  std::string plain;
  for (;;) {
    absl::StrAppend(&plain, TakeUntil("&", &text));
    if (text.empty()) return plain;
    const size_t end = text.substr(0, kLongestEntity).find(';');
    const std::string stands =
        end == absl::string_view::npos ? "" : TextOf(text.substr(1, end - 1));
    absl::StrAppend(&plain, stands.empty() ? "&" : stands);
    text.remove_prefix(stands.empty() ? 1 : end + 1);
  }
}

bool TagReader::Next() {
  std::string raw;
  bool found = false;
  while (!found && !rest_.empty()) {
    absl::StrAppend(&raw, TakeUntil("<", &rest_));
    if (absl::ConsumePrefix(&rest_, "<!--")) {
      SkipPast("-->", &rest_);
    } else if (absl::StartsWith(rest_, "<!") || absl::StartsWith(rest_, "<?")) {
      SkipPast(">", &rest_);
    } else if (TakeTag()) {
      found = true;
    } else if (absl::ConsumePrefix(&rest_, "<")) {
      raw += '<';
    }
  }
  text_ = WithoutEntities(raw);
  return found;
}

// Only what has a name is a tag.
bool TagReader::TakeTag() {
  absl::string_view inside = rest_;
  if (!absl::ConsumePrefix(&inside, "<")) return false;
  const bool closes = absl::ConsumePrefix(&inside, "/");
  size_t size = 0;
  while (size < inside.size() && absl::ascii_isalnum(inside[size])) ++size;
  if (size == 0) return false;
  name_ = absl::StrCat(closes ? "/" : "",
                       absl::AsciiStrToLower(inside.substr(0, size)));
  rest_ = inside.substr(size);
  TakeAttributes();
  return true;
}

void TagReader::TakeAttributes() {
  attributes_.clear();
  while (!rest_.empty() && !absl::ConsumePrefix(&rest_, ">")) {
    if (absl::StrContains(kSpace, rest_[0]) || rest_[0] == '=' ||
        rest_[0] == '/' || rest_[0] == '"') {
      rest_.remove_prefix(1);
      continue;
    }
    if (rest_[0] == '<') return;  // the next tag, in one that did not end
    const absl::string_view name = TakeUntil(" \t\r\n\f=></\"", &rest_);
    const size_t next = rest_.find_first_not_of(kSpace);
    absl::string_view value;
    if (next != absl::string_view::npos && rest_[next] == '=') {
      rest_.remove_prefix(next + 1);
      rest_.remove_prefix(
          std::min(rest_.find_first_not_of(kSpace), rest_.size()));
      value = TakeValue();
    }
    attributes_.emplace_back(name, value);
  }
}

// A quote that does not close before the next tag was never opened.
absl::string_view TagReader::TakeValue() {
  for (const char* quote : {"\"", "'"}) {
    if (!absl::StartsWith(rest_, quote)) continue;
    const absl::string_view quoted = rest_.substr(1);
    const size_t end = quoted.find_first_of(absl::StrCat(quote, "<"));
    if (end == absl::string_view::npos || quoted[end] == '<') {
      rest_.remove_prefix(1);
      return TakeUntil("><", &rest_);
    }
    rest_ = quoted.substr(end + 1);
    return quoted.substr(0, end);
  }
  return TakeUntil(" \t\r\n\f><", &rest_);
}

bool TagReader::Has(absl::string_view attribute) const {
  return std::any_of(attributes_.begin(), attributes_.end(),
                     [&](const auto& each) {
                       return absl::EqualsIgnoreCase(each.first, attribute);
                     });
}

std::string TagReader::Get(absl::string_view attribute) const {
  for (const auto& [name, value] : attributes_) {
    if (absl::EqualsIgnoreCase(name, attribute)) return WithoutEntities(value);
  }
  return "";
}

}  // namespace klad::client
