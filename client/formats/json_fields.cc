#include "client/formats/json_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
std::string Words(absl::string_view name) {
  std::string words;
  for (const char c : name) {
    if (absl::ascii_isupper(c) && !words.empty()) words += ' ';
    words += c == '_' ? ' ' : absl::ascii_tolower(c);
  }
  return words;
}

void TakeRest(const WipedJson& object,
              std::initializer_list<absl::string_view> known, Draft* draft) {
  if (!object.is_object()) return;
  for (const auto& [key, value] : object.items()) {
    const absl::string_view name(key.data(), key.size());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    draft->UnknownField(Words(name), ViewOf(ContentOf(value)));
  }
}

std::string Day(const WipedJson& seconds) {
  if (!seconds.is_number_integer()) return "";
  return absl::FormatTime("%Y-%m-%d",
                          absl::FromUnixSeconds(seconds.get<int64_t>()),
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
  if (!slice.IsObject()) {
    rows.Reject("", Tr("it is not an item"));
    return WipedJson();
  }
  WipedJson row = slice.Parse(aside);
  row.erase(kRejected);
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
