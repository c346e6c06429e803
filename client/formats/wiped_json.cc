#include "client/formats/wiped_json.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr int kMaxDepth = 64;
constexpr size_t kMaxNumber = 1024;
// Sixty for each of a hundred thousand credentials.
constexpr size_t kMaxCommas = 6'000'000;

// `what`: "it nests too deep", or nothing.
absl::Status NotJson(absl::string_view text, size_t at,
                     absl::string_view what) {
  const auto end = text.begin() + static_cast<long>(std::min(at, text.size()));
  const auto line = std::count(text.begin(), end, '\n') + 1;
  return Error(ExitCode::kUsage,
               what.empty()
                   ? Say("the file is not JSON: line $0", line)
                   : Say("the file is not JSON: line $0: $1", line, what),
               Tr("export again, and do not edit the file"));
}

// The end of the string that begins at `at`, behind its quote.
size_t StringEnd(absl::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// The parser itself would take memory for every level and for a whole string.
absl::Status CheckSizes(absl::string_view text) {
  int depth = 0;
  size_t number = 0;  // digits in a row
  size_t commas = 0;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      const size_t end = StringEnd(text, i);
      if (end - i > kMaxJsonText) {
        return NotJson(
            text, i,
            Say("it has a text of more than $0 MiB", kMaxJsonText >> 20));
      }
      i = end;
      continue;
    }
    number = absl::ascii_isdigit(c) ? number + 1 : 0;
    if (number > kMaxNumber) {
      return NotJson(text, i, Tr("it has an endless number"));
    }
    if ((c == '[' || c == '{') && ++depth > kMaxDepth) {
      return NotJson(text, i, Tr("it nests too deep"));
    }
    if (c == ',' && ++commas > kMaxCommas) {
      return NotJson(text, i, Tr("it has more values than any export"));
    }
    if (c == ']' || c == '}') --depth;
    ++i;
  }
  return absl::OkStatus();
}

// Of the parser's events none is wanted: nothing is built.
bool KeepNothing(int, WipedJson::parse_event_t, WipedJson&) { return false; }

}  // namespace

absl::Status CheckJson(absl::string_view text) {
  RETURN_IF_ERROR(CheckSizes(text));
  try {
    [[maybe_unused]] const WipedJson nothing =
        WipedJson::parse(text.begin(), text.end(), KeepNothing);
    return absl::OkStatus();
  } catch (const WipedJson::parse_error& error) {
    // Its text quotes the file: secrets.
    return NotJson(text, error.byte == 0 ? 0 : error.byte - 1, "");
  } catch (const WipedJson::exception&) {
    return NotJson(text, 0, Tr("a number is out of range"));
  }
}

WipedJson ParseWipedJson(absl::string_view text) {
  WipedJson value = WipedJson::parse(text.begin(), text.end(), nullptr,
                                     /*allow_exceptions=*/false);
  CHECK_THAT(!value.is_discarded());
  return value;
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
