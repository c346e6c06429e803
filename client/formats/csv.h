// Comma-separated values, record by record (RFC 4180 and what people write).
//
// Fields are separated by comma, semicolon or tab; a quoted one may hold line
// breaks and doubled quotes. A quote inside an unquoted field is itself.
// Records end with \n, \r\n or \r, mixed at will; blank lines are none.
#ifndef KLAD_CLIENT_FORMATS_CSV_H_
#define KLAD_CLIENT_FORMATS_CSV_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"

namespace klad::client {

struct CsvDialect {
  char separator = ',';
  bool backslash = false;  // \" and \\ inside quotes instead of ""
};

// Above it a record is not kept, only passed over.
inline constexpr size_t kMaxCsvRecord = 1 << 20;
inline constexpr size_t kMaxCsvFields = 1024;
// Above it the file is none that anybody wrote.
inline constexpr size_t kMaxCsvText = 8 << 20;

// What separates most fields of the first record.
CsvDialect SniffCsv(absl::string_view text);

// For one thread; the text outlives it.
class CsvReader {
 public:
  CsvReader(absl::string_view text, CsvDialect dialect)
      : text_(text), dialect_(dialect) {}

  // The next record: false at the end. A usage error that names the line for a
  // quote that does not close, text behind a closing quote, or a record above
  // kMaxCsvText.
  absl::StatusOr<bool> Next();

  // Valid until the next call of Next().
  const std::vector<absl::string_view>& fields() const { return fields_; }
  bool too_large() const { return too_large_; }
  // Whether the record ended with the text, not with a line.
  bool cut_short() const { return cut_short_; }
  // Where the next record begins.
  size_t offset() const { return at_; }

 private:
  struct Span {
    size_t start;
    size_t size;
    bool copied;  // in scratch_
  };

  void SkipBlankLines();
  absl::StatusOr<Span> ReadField();
  absl::StatusOr<Span> ReadQuoted();
  Span ReadUnquoted();
  bool EndsField(size_t at) const;
  void EndRecord();
  void Keep(Span span);
  bool Endless() const { return at_ - begin_ > kMaxCsvText; }
  absl::Status EndlessError() const;
  absl::Status ErrorAt(size_t offset, absl::string_view what) const;

  const absl::string_view text_;
  const CsvDialect dialect_;
  size_t at_ = 0;
  size_t begin_ = 0;  // of the record
  WipedString scratch_;
  std::vector<Span> spans_;
  std::vector<absl::string_view> fields_;
  size_t size_ = 0;  // of the record
  bool too_large_ = false;
  bool cut_short_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_CSV_H_
