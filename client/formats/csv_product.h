// Products whose export is a table with a header: rows of one table.
#ifndef KLAD_CLIENT_FORMATS_CSV_PRODUCT_H_
#define KLAD_CLIENT_FORMATS_CSV_PRODUCT_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/formats/column.h"
#include "client/formats/csv_table.h"
#include "client/formats/format.h"

namespace klad::client {

struct CsvProduct {
  absl::string_view name;  // of the format
  absl::string_view product;
  // As its versions write them.
  std::vector<absl::string_view> headers;
  // Folded names of the columns without which it is not this product's.
  std::vector<absl::string_view> needed;
  // Folded names that mean something else here than in general, or nothing
  // there. A column named in none of these is kUnknown.
  std::vector<std::pair<absl::string_view, Column>> columns = {};
  OwnRow own = nullptr;
  bool ragged = false;
  bool backslash = false;
  bool closed = false;  // a column beyond these makes it another table
  // The folded column whose paths begin with the name of the database.
  absl::string_view rooted = "";
};

const std::vector<CsvProduct>& CsvProducts();

// `product` lives for ever.
Format FormatOf(const CsvProduct& product);

// Any table with names that Klad understands, or with --map.
Format GenericCsv();

// A usage error when a --map names no column of the file, or no field.
absl::Status CheckMap(const Source& source);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_CSV_PRODUCT_H_
