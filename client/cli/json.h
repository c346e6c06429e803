// Results for programs. The shapes stand in result.h and output.h.
#ifndef KLAD_CLIENT_CLI_JSON_H_
#define KLAD_CLIENT_CLI_JSON_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/result.h"

namespace klad::cli {

void PrintJson(const Result& result, std::ostream& out);
// One row, in one line.
void PrintJsonRow(const std::vector<std::string>& columns,
                  const std::vector<Value>& row, std::ostream& out);
void PrintJsonError(const absl::Status& error, bool verbose, std::ostream& err);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_JSON_H_
