// Results for people: aligned by columns of the terminal, values escaped.
#ifndef KLAD_CLIENT_CLI_TABLE_H_
#define KLAD_CLIENT_CLI_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

#include "client/cli/result.h"

namespace klad::cli {

// A value as text, as it is: not escaped.
std::string ValueText(const Value& value);

// One field a line; a value of several lines is indented under itself.
void PrintFields(const std::vector<Field>& fields, std::ostream& out);

// One row alone, in one line: columns of rows that come are not known yet.
void PrintRow(const std::vector<std::string>& columns,
              const std::vector<Value>& row, std::ostream& out);

// A heading, and a line or, where its last cell wraps, more for each row of a
// result. Lines are fitted into `width` (client/cli/column_fit.h); 0 shows
// everything. Numbers stand right. Returns the headings of the columns that
// were left out.
std::vector<std::string> PrintRows(const Result& result, int width,
                                   std::ostream& out);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TABLE_H_
