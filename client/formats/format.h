// The formats that Klad reads, and how a file's is found: by its content.
#ifndef KLAD_CLIENT_FORMATS_FORMAT_H_
#define KLAD_CLIENT_FORMATS_FORMAT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/csv_table.h"
#include "client/formats/imported.h"
#include "client/formats/json_slice.h"
#include "client/formats/rows.h"
#include "client/formats/text_encoding.h"
#include "client/formats/zip_archive.h"

namespace klad::client {

enum class Shape { kText, kJson, kXml, kZip };

// What recognition and readers look at.
struct Source {
  Shape shape = Shape::kText;
  absl::string_view text;  // UTF-8; of a ZIP its bytes, then what is unpacked
  CsvHead head;            // of kText
  JsonSlice json;          // of kJson; of kZip once it is unpacked
  std::shared_ptr<ZipFiles> files;  // of kZip once it is unpacked; else null
  std::string root;        // of kXml, the name of its first element
  std::string name;        // of the file, for a format without titles
  // Column and field of each --map.
  std::vector<std::pair<std::string, std::string>> map;
};

// How well a file fits a format.
enum class Fit {
  kNo,
  kPerhaps,  // as any file of its kind
  kLoosely,  // what is needed is there, and what the format does not know
  kWell,     // what is there is the format's
  kExactly,  // as the product writes it
};

struct Format {
  absl::string_view name;     // as in --from: "lastpass-csv"
  absl::string_view product;  // "LastPass"
  Shape shape;
  std::function<Fit(const Source& source)> fit;
  std::function<absl::Status(const Source& source, Rows& rows)> read;
  // Of a table with a header, what its columns hold; else null.
  std::function<CsvRule(const Source& source)> rule = nullptr;
  // Of a ZIP, the JSON file in it that is read, as if it had come alone.
  absl::string_view packed = "";
};

// All of them, those of one product together.
const std::vector<Format>& Formats();

// The one format that fits best. `from`, when not empty: its name, or a
// product's, of which the best is taken. Usage errors: nothing fits (with what
// the file seems to be), two fit alike (naming both), no such format.
absl::StatusOr<const Format*> FindFormat(const Source& source,
                                         absl::string_view from);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_FORMAT_H_
