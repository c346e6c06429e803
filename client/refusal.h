// What a server's refusal means to a person: one table from Reason to
// sentence, hint and exit code. A server's own text is never shown unasked; it
// becomes the detail that --verbose shows.
#ifndef KLAD_CLIENT_REFUSAL_H_
#define KLAD_CLIENT_REFUSAL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/error.pb.h"

namespace klad::client {

// Payload under which a status from the wire carries a klad.v1.Refusal.
inline constexpr absl::string_view kRefusalUrl =
    "type.googleapis.com/klad.v1.Refusal";

// REASON_UNSPECIFIED when the status carries none, or one unknown here.
klad::v1::Reason ReasonOf(const absl::Status& status);

// A field of that refusal; empty when there is none.
std::string RefusedField(const absl::Status& status, absl::string_view field);

// A status as it came from the wire (code, the server's or gRPC's text,
// possibly a Refusal) as an error of client/error.h with the same code, its
// Refusal kept. OK and what is an error of ours already stay as they are.
absl::Status Explain(const absl::Status& wire);

}  // namespace klad::client

#endif  // KLAD_CLIENT_REFUSAL_H_
