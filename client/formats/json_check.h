// Whether a text is JSON, without building it.
#ifndef KLAD_CLIENT_FORMATS_JSON_CHECK_H_
#define KLAD_CLIENT_FORMATS_JSON_CHECK_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// What a text in a JSON file may have at most: an attachment in base 64.
inline constexpr size_t kMaxJsonText = 14 << 20;

// Whether the text, which is UTF-8, is one JSON value (RFC 8259) that nests at
// most 64 levels: a usage error that names the line otherwise, or when a string
// is above kMaxJsonText, a number above what a double holds, a megabyte of
// blanks stands in one place, or there are more than six million values. What
// passes is what ParseWipedJson() reads.
absl::Status CheckJson(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_JSON_CHECK_H_
