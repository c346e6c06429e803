#include "client/formats/json_fields.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// A row that has more is larger than an item may be.
constexpr int64_t kMaxValues = kMaxImportedItem;

}  // namespace

std::string Words(absl::string_view name) {
  std::string words;
  for (const char c : name) {
    if (absl::ascii_isupper(c) && !words.empty()) words += ' ';
    words += c == '_' ? ' ' : absl::ascii_tolower(c);
  }
  return words;
}

std::string Day(const WipedJson& seconds) {
  const auto number = NumberOf(seconds);
  if (!number.has_value()) return std::string(TextOf(seconds));
  if (*number == 0) return "";
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(*number),
                          absl::UTCTimeZone());
}

std::string FolderPath(absl::string_view path) {
  std::string folder;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool doubled =
        path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '\\';
    if (doubled) ++i;
    folder += path[i] == '\\' && !doubled ? '/' : path[i];
  }
  return folder;
}

absl::StatusOr<WipedJson> ParseRow(const JsonSlice& slice, Rows& rows,
                                   absl::string_view aside) {
  return ParseRowIn(slice, slice, rows, aside);
}

absl::StatusOr<WipedJson> ParseRowIn(const JsonSlice& around,
                                     const JsonSlice& slice, Rows& rows,
                                     absl::string_view aside) {
  RETURN_IF_ERROR(rows.Begin(around.text()));
  const size_t files = aside.empty() ? 0 : slice.Member(aside).size();
  if (slice.size() - files > kMaxRow) {
    rows.Reject("", Say("it has $0 KiB", (slice.size() - files) >> 10));
    return WipedJson();
  }
  // Each is a value at least, and of those a number takes much memory.
  const absl::string_view text = slice.text();
  if (std::count(text.begin(), text.end(), ',') > kMaxValues) {
    rows.Reject("", Tr("it has more values than any export"));
    return WipedJson();
  }
  if (!slice.IsObject()) {
    rows.Reject("", Tr("it is not an item"));
    return WipedJson();
  }
  WipedJson row = slice.Parse(aside);
  // Of an errata's errata there are two.
  for (auto it = row.begin(); it != row.end();) {
    it = absl::StartsWith(ViewOf(it.key()), kRejected) ? row.erase(it)
                                                       : std::next(it);
  }
  return row;
}

WipedString ContentOf(const WipedJson& value, absl::string_view only) {
  const bool alone = value.is_object() && value.size() == 1 &&
                     !IsNothing(MemberOf(value, only));
  return ContentOf(alone ? MemberOf(value, only) : value);
}

std::string InSection(absl::string_view section, absl::string_view name) {
  if (section.empty()) return std::string(name);
  return absl::StrCat(section, ": ", name);
}

}  // namespace klad::client
