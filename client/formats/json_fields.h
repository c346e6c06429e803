// What JSON exports have in common.
#ifndef KLAD_CLIENT_FORMATS_JSON_FIELDS_H_
#define KLAD_CLIENT_FORMATS_JSON_FIELDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/json_slice.h"
#include "client/formats/rows.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// "cardholderName" and "cardholder_name" as "cardholder name".
std::string Words(absl::string_view name);

// "2026-11-22" of seconds since 1970, in UTC; nothing of 0, another text as it
// is.
std::string Day(const WipedJson& seconds);

// "/" for "\", and "\" for "\\", as in Keeper's and LastPass's folders.
std::string FolderPath(absl::string_view path);

// The member that holds why a row was rejected, in a file of such rows; no
// content of it.
inline constexpr char kRejected[] = "klad_rejected";

// Of one row as JSON writes it, escapes and names included, but not its files.
inline constexpr size_t kMaxRow = 1 << 20;

// Begins a row and parses it, unless it is larger than kMaxRow, has more values
// than an item has bytes, or is no object: those are rejected, and null
// returned. `aside`: the member with its files,
// which is not parsed. Errors as of Rows::Begin.
absl::StatusOr<WipedJson> ParseRow(const JsonSlice& slice, Rows& rows,
                                   absl::string_view aside = "");
// Of a row that stands inside another object.
absl::StatusOr<WipedJson> ParseRowIn(const JsonSlice& around,
                                     const JsonSlice& slice, Rows& rows,
                                     absl::string_view aside = "");

// As ContentOf(), but of an object with this member alone the member's.
WipedString ContentOf(const WipedJson& value, absl::string_view only);

// "Answers: maiden name"; the name alone in a section without one.
std::string InSection(absl::string_view section, absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_JSON_FIELDS_H_
