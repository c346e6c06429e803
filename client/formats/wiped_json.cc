#include "client/formats/wiped_json.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"

namespace klad::client {
namespace {

using Literal = WipedJson::binary_t::container_type;

// Builds what the parser reports, without the members set aside.
class Builder {
 public:
  explicit Builder(absl::string_view aside) : aside_(aside) {}

  WipedJson Take() { return std::move(root_); }

  bool null() { return Put(WipedJson()); }
  bool boolean(bool value) { return PutLiteral(value ? "true" : "false"); }
  bool number_integer(int64_t value) { return PutLiteral(absl::StrCat(value)); }
  bool number_unsigned(uint64_t value) {
    return PutLiteral(absl::StrCat(value));
  }
  bool number_float(double, absl::string_view written) {
    return PutLiteral(written);
  }
  bool string(WipedString& value) { return Put(WipedJson(std::move(value))); }
  bool binary(WipedJson::binary_t&) { return false; }

  bool start_object(size_t) { return Open(WipedJson::object()); }
  bool end_object() { return Close(); }
  bool start_array(size_t) { return Open(WipedJson::array()); }
  bool end_array() { return Close(); }
  bool key(WipedString& name) {
    if (passed_ > 0) return true;
    passing_ = open_.size() == 1 && !aside_.empty() && ViewOf(name) == aside_;
    if (passing_) return true;
    // A name that stands there twice: "password 2".
    if (open_.back()->contains(name)) {
      name.append(" ").append(absl::StrCat(++again_).c_str());
    }
    member_ = &(*open_.back())[std::move(name)];
    return true;
  }
  bool parse_error(size_t, const std::string&,
                   const nlohmann::detail::exception&) {
    return false;
  }

 private:
  WipedJson* Next() {
    if (open_.empty()) return &root_;
    if (open_.back()->is_object()) return member_;
    open_.back()->push_back(WipedJson());
    return &open_.back()->back();
  }

  bool Put(WipedJson value) {
    if (passed_ == 0 && !passing_) *Next() = std::move(value);
    passing_ = false;
    return true;
  }

  bool PutLiteral(absl::string_view text) {
    return Put(WipedJson::binary(Literal(text.begin(), text.end())));
  }

  bool Open(WipedJson value) {
    if (passed_ > 0 || passing_) {
      ++passed_;
      passing_ = false;
      return true;
    }
    WipedJson* next = Next();
    *next = std::move(value);
    open_.push_back(next);
    return true;
  }

  bool Close() {
    if (passed_ > 0) {
      --passed_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  const absl::string_view aside_;
  WipedJson root_;
  std::vector<WipedJson*> open_;
  WipedJson* member_ = nullptr;  // whose value comes next
  bool passing_ = false;         // that value is set aside
  int passed_ = 0;               // how deep within one that is
  int again_ = 1;                // of names that stood there already
};

void Append(const WipedJson& value, WipedString* json) {
  if (value.is_binary()) {
    const absl::string_view literal = TextOf(value);
    json->append(literal.data(), literal.size());
  } else if (!value.is_structured()) {
    *json += value.dump();
  } else {
    const bool object = value.is_object();
    char before = object ? '{' : '[';
    for (const auto& [key, member] : value.items()) {
      *json += before;
      before = ',';
      if (object) *json += WipedJson(key).dump() + ":";
      Append(member, json);
    }
    if (value.empty()) *json += before;
    *json += object ? '}' : ']';
  }
}

}  // namespace

WipedJson ParseWipedJson(absl::string_view text, absl::string_view aside) {
  Builder builder(aside);
  CHECK_THAT(WipedJson::sax_parse(text.begin(), text.end(), &builder));
  return builder.Take();
}

const WipedJson& MemberOf(const WipedJson& object, absl::string_view name) {
  static const auto* null = new WipedJson();
  if (!object.is_object()) return *null;
  const auto found = object.find(WipedString(name.data(), name.size()));
  return found == object.end() ? *null : *found;
}

bool IsText(const WipedJson& value) {
  return value.is_string() || value.is_binary();
}

absl::string_view TextOf(const WipedJson& value) {
  if (value.is_binary()) {
    const auto& literal = value.get_binary();
    return {reinterpret_cast<const char*>(literal.data()), literal.size()};
  }
  if (!value.is_string()) return "";
  return ViewOf(value.get_ref<const WipedString&>());
}

absl::string_view TextOf(const WipedJson& object, absl::string_view name) {
  return TextOf(MemberOf(object, name));
}

WipedString ContentOf(const WipedJson& value) {
  if (IsNothing(value)) return WipedString();
  WipedString content;
  if (IsText(value)) {
    const absl::string_view text = TextOf(value);
    content.assign(text.data(), text.size());
  } else {
    Append(value, &content);
  }
  return content;
}

absl::optional<int64_t> NumberOf(const WipedJson& value) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(TextOf(value), &number)) return absl::nullopt;
  return number;
}

bool IsTrue(const WipedJson& value) { return TextOf(value) == "true"; }

bool IsNothing(const WipedJson& value) {
  return IsText(value) ? TextOf(value).empty() : value.empty();
}

}  // namespace klad::client
