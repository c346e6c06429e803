#include "client/formats/wiped_json.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "crypto/base/check.h"

namespace klad::client {
namespace {

// Of a sound text. A string is copied at once: nlohmann's own parser adds byte
// to byte.
class Builder {
 public:
  explicit Builder(absl::string_view text) : text_(text) {}

  WipedJson Value() {
    switch (Next()) {
      case '{':
        return Object();
      case '[':
        return List();
      case '"':
        return String();
      case 't':
        return Literal("true", true);
      case 'f':
        return Literal("false", false);
      case 'n':
        return Literal("null", nullptr);
      default:
        return Number();
    }
  }

 private:
  // Behind white space.
  char Next() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
    CHECK_THAT(at_ < text_.size());
    return text_[at_];
  }

  // Whether another element follows; passes the comma or the bracket.
  bool More() {
    const char c = Next();
    CHECK_THAT(c == ',' || c == ']' || c == '}');
    ++at_;
    return c == ',';
  }

  bool Ends(char close) {
    ++at_;
    if (Next() != close) return false;
    ++at_;
    return true;
  }

  // Of members of one name the last counts.
  WipedJson Object() {
    WipedJson::object_t members;
    if (Ends('}')) return members;
    do {
      CHECK_THAT(Next() == '"');
      WipedString name = String();
      CHECK_THAT(Next() == ':');
      ++at_;
      members[std::move(name)] = Value();
    } while (More());
    return members;
  }

  WipedJson List() {
    WipedJson::array_t elements;
    if (Ends(']')) return elements;
    do {
      elements.push_back(Value());
    } while (More());
    return elements;
  }

  WipedJson Literal(absl::string_view word, WipedJson value) {
    at_ += word.size();
    return value;
  }

  WipedString String() {
    const size_t start = ++at_;
    at_ = text_.find_first_of("\"\\", at_);
    CHECK_THAT(at_ < text_.size());
    WipedString string(text_.data() + start, at_ - start);
    while (text_[at_] != '"') {
      Escape(&string);
      const size_t next = text_.find_first_of("\"\\", at_);
      CHECK_THAT(next < text_.size());
      string.append(text_.data() + at_, next - at_);
      at_ = next;
    }
    ++at_;
    return string;
  }

  // At a backslash; stands behind the escape afterwards.
  void Escape(WipedString* string) {
    constexpr absl::string_view kNames = "\"\\/bfnrt";
    constexpr absl::string_view kMeant = "\"\\/\b\f\n\r\t";
    CHECK_THAT(at_ + 1 < text_.size());
    const size_t name = kNames.find(text_[at_ + 1]);
    at_ += 2;
    if (name != absl::string_view::npos) {
      *string += kMeant[name];
      return;
    }
    uint32_t c = Unit();
    if (c >= 0xd800 && c < 0xdc00) {
      at_ += 2;
      c = 0x10000 + ((c - 0xd800) << 10) + (Unit() - 0xdc00);
    }
    AppendUtf8(c, string);
  }

  uint32_t Unit() {
    uint32_t unit = 0;
    CHECK_THAT(absl::SimpleHexAtoi(text_.substr(at_, 4), &unit));
    at_ += 4;
    return unit;
  }

  static void AppendUtf8(uint32_t c, WipedString* string) {
    if (c < 0x80) {
      *string += static_cast<char>(c);
      return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr uint32_t kFirst[] = {0, 0xc0, 0xe0, 0xf0};
    *string += static_cast<char>(kFirst[more] | c >> 6 * more);
    for (int i = more - 1; i >= 0; --i) {
      *string += static_cast<char>(0x80 | (c >> 6 * i & 0x3f));
    }
  }

  WipedJson Number() {
    const size_t start = at_;
    at_ = std::min(text_.find_first_not_of("+-.0123456789Ee", at_),
                   text_.size());
    const absl::string_view number = text_.substr(start, at_ - start);
    if (uint64_t value; absl::SimpleAtoi(number, &value)) return value;
    if (int64_t value; absl::SimpleAtoi(number, &value)) return value;
    double value = 0;
    CHECK_THAT(absl::SimpleAtod(number, &value));
    return value;
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace
WipedJson ParseWipedJson(absl::string_view text) {
  return Builder(text).Value();
}

const WipedJson& MemberOf(const WipedJson& object, absl::string_view name) {
  static const auto* null = new WipedJson();
  if (!object.is_object()) return *null;
  const auto found = object.find(WipedString(name.data(), name.size()));
  return found == object.end() ? *null : *found;
}

absl::string_view TextOf(const WipedJson& value) {
  if (!value.is_string()) return "";
  return ViewOf(value.get_ref<const WipedString&>());
}

absl::string_view TextOf(const WipedJson& object, absl::string_view name) {
  return TextOf(MemberOf(object, name));
}

WipedString ContentOf(const WipedJson& value) {
  if (IsNothing(value)) return WipedString();
  if (value.is_string()) return value.get_ref<const WipedString&>();
  return value.dump();
}

bool IsTrue(const WipedJson& value) {
  return value.is_boolean() && value.get<bool>();
}

bool IsNothing(const WipedJson& value) {
  if (value.is_string()) return value.get_ref<const WipedString&>().empty();
  return value.is_null() || (value.is_structured() && value.empty());
}

size_t TextSize(const WipedJson& value) {
  if (value.is_string()) return TextOf(value).size();
  size_t size = 8;
  if (!value.is_structured()) return size;
  for (const auto& [key, content] : value.items()) {
    size += key.size() + TextSize(content);
  }
  return size;
}

}  // namespace klad::client
