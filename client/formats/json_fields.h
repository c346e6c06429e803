// What JSON exports have in common.
#ifndef KLAD_CLIENT_FORMATS_JSON_FIELDS_H_
#define KLAD_CLIENT_FORMATS_JSON_FIELDS_H_

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/json_slice.h"
#include "client/formats/rows.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// "cardholderName" and "cardholder_name" as "cardholder name".
std::string Words(absl::string_view name);

// All members of an object but those named, as fields.
void TakeRest(const WipedJson& object,
              std::initializer_list<absl::string_view> known, Draft* draft);

// "2026-11-22" of seconds since 1970, in UTC; nothing of anything else.
std::string Day(const WipedJson& seconds);

// "/" for "\", and "\" for "\\", as in Keeper's and LastPass's folders.
std::string FolderPath(absl::string_view path);

// The member that holds why a row was rejected, in a file of such rows; no
// content of it.
inline constexpr char kRejected[] = "klad_rejected";

// Begins a row and parses it, unless it is larger than `most` or no object:
// those are rejected, and null returned. Errors as of Rows::Begin.
inline constexpr size_t kMaxRow = 1 << 20;
absl::StatusOr<WipedJson> ParseRow(JsonSlice slice, Rows& rows,
                                   size_t most = kMaxRow);
// Of a row that stands inside another object.
absl::StatusOr<WipedJson> ParseRow(JsonSlice slice, JsonSlice around,
                                   Rows& rows, size_t most = kMaxRow);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_JSON_FIELDS_H_
