// A CSV file with its header: which column holds what.
#ifndef KLAD_CLIENT_FORMATS_CSV_TABLE_H_
#define KLAD_CLIENT_FORMATS_CSV_TABLE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/column.h"
#include "client/formats/csv.h"
#include "client/formats/draft.h"
#include "client/formats/rows.h"

namespace klad::client {

// The beginning of a table: its dialect and its first record.
struct CsvHead {
  size_t offset = 0;  // of the first record, behind "sep=;" and # lines
  CsvDialect dialect;
  std::vector<std::string> names;   // of the first record, as they stand
  std::vector<std::string> folded;  // the same for comparing
};
CsvHead ReadCsvHead(absl::string_view text);

// Gives the first records, 50 at most, the very first among them, to what
// recognises the table. Returns how many there were.
int JudgeRows(
    absl::string_view text, const CsvHead& head,
    const std::function<void(const std::vector<absl::string_view>&)>& judge);

// Whether the first record can be names of columns: no address and no e-mail
// stands in it, and the records below do not repeat what stands there.
bool HasHeader(absl::string_view text, const CsvHead& head);

// What a product's reader keeps from row to row: folders by their ids.
using CsvMemory = std::map<std::string, std::string>;

struct CsvRule;

// One record by the names of its columns, folded.
class CsvRow {
 public:
  CsvRow(const CsvRule& rule, const std::vector<absl::string_view>& fields,
         CsvMemory& memory)
      : rule_(rule), fields_(fields), memory_(memory) {}

  // Empty when there is no such column.
  absl::string_view Get(absl::string_view folded) const;
  const std::vector<absl::string_view>& fields() const { return fields_; }
  // Of the column in fields(); past their end when there is none.
  size_t IndexOf(absl::string_view folded) const;
  CsvMemory& memory() const { return memory_; }
  const CsvRule& rule() const { return rule_; }

 private:
  const CsvRule& rule_;
  const std::vector<absl::string_view>& fields_;
  CsvMemory& memory_;
};

// What a product makes of a row beyond its columns, which stand in the draft
// already.
using OwnRow = absl::Status (*)(const CsvRow& row, Rows& rows, Draft draft);

struct CsvRule {
  std::vector<std::string> names;
  std::vector<std::string> folded;
  std::vector<Column> columns;
  bool ragged = false;  // rows need not be as long as the header
  OwnRow own = nullptr;
  // Of paths of folders, the first part, where it is the database itself.
  std::string top;
};

// Reads all records behind the first. Rows of another length than the header
// are rejected; a last one that is cut short fails the file.
absl::Status ReadCsvRows(absl::string_view text, const CsvHead& head,
                         const CsvRule& rule, Rows& rows);

// Puts one value where its column says.
void TakeColumn(Column column, absl::string_view name, absl::string_view value,
                Draft* draft);

// Several addresses in one value: lines, or a list with commas whose parts
// begin with a scheme or a host each.
void TakeAddresses(absl::string_view value, Draft* draft);

// "name: value" lines; a line without that form goes on with the one before,
// and so do all of a PEM text. What has no name, as before the first, is taken
// with an empty one.
void TakePairs(absl::string_view lines, absl::string_view separator,
               const std::function<void(absl::string_view name,
                                        absl::string_view value)>& take);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_CSV_TABLE_H_
