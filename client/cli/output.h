// The one place that prints.
#ifndef KLAD_CLIENT_CLI_OUTPUT_H_
#define KLAD_CLIENT_CLI_OUTPUT_H_

#include <ostream>

#include "absl/status/status.h"
#include "client/cli/result.h"

namespace klad::cli {

struct OutputStyle {
  bool json = false;
  bool verbose = false;  // errors with their technical detail
  // Columns to cut lines to; 0: not a terminal, print everything.
  int width = 0;
};

// The result to `out`, its messages, and what of it had no room, to `err`.
// kUnavailable when `out` took not all of it (a full disk, a closed pipe).
absl::Status PrintResult(const Result& result, const OutputStyle& style,
                         std::ostream& out, std::ostream& err);

// "klad: sentence" and "hint: ..."; as JSON one object
// {"error": {"code": 6, "kind": "not_found", "message": ..., "hint": ...}}.
void PrintError(const absl::Status& error, const OutputStyle& style,
                std::ostream& err);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_OUTPUT_H_
