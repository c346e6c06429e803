// Refusals as the client reads them: a reason with fields, never a sentence.
#ifndef KLAD_CLIENT_REFUSAL_H_
#define KLAD_CLIENT_REFUSAL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/error.pb.h"

namespace klad::client {

// The status of a call: `code` and `details` as gRPC brought them, `text` the
// server's own words, to be shown with --verbose only.
absl::Status StatusFromWire(int code, absl::string_view text,
                            absl::string_view details);

// The refusal that a status carries, if any.
std::optional<v1::Refusal> RefusalOf(const absl::Status& status);
v1::Reason ReasonOf(const absl::Status& status);  // UNSPECIFIED if none

}  // namespace klad::client

#endif  // KLAD_CLIENT_REFUSAL_H_
