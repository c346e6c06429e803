#include "client/formats/wiped_json.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/title.h"

namespace klad::client {
namespace {

constexpr int kMaxDepth = 64;

// The parser itself would take memory for every level.
bool IsTooDeep(absl::string_view bytes) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '[' || c == '{')) {
      if (++depth > kMaxDepth) return true;
    } else if (!in_string && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

absl::Status NotJson(absl::string_view where) {
  return Error(ExitCode::kUsage, absl::StrCat("the file is not JSON", where),
               "export again, and do not edit the file");
}

}  // namespace

absl::StatusOr<WipedJson> ParseWipedJson(absl::string_view bytes) {
  if (!IsUtf8(bytes)) {
    return Error(ExitCode::kUsage, "the file is not UTF-8",
                 "export again, and do not open it in another program first");
  }
  if (IsTooDeep(bytes)) return NotJson(": it nests too deep");
  try {
    return WipedJson::parse(bytes.begin(), bytes.end());
  } catch (const WipedJson::parse_error& error) {
    // Its text quotes the file: secrets.
    const size_t end = std::min(error.byte, bytes.size());
    const auto line = std::count(bytes.begin(), bytes.begin() + end, '\n') + 1;
    return NotJson(absl::StrCat(": line ", line));
  } catch (const WipedJson::exception&) {
    return NotJson(": a number is out of range");
  }
}

}  // namespace klad::client
