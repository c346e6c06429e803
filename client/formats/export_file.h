// An export, opened: decoded, recognised, and read through once, so that a
// damaged file is refused before anything came of it.
//
//   ASSIGN_OR_RETURN(ExportFile file, ExportFile::Open(std::move(bytes), {}));
//   ASSIGN_OR_RETURN(ImportReport report, file.Read(sink));
#ifndef KLAD_CLIENT_FORMATS_EXPORT_FILE_H_
#define KLAD_CLIENT_FORMATS_EXPORT_FILE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/format.h"
#include "client/formats/imported.h"
#include "client/formats/text_encoding.h"
#include "client/formats/wiped.h"

namespace klad::client {

// Of the file as it lies there.
inline constexpr size_t kMaxImportFile = 128 << 20;
// A usage error for a file above it.
absl::Status CheckImportSize(size_t size);

struct ExportOptions {
  std::string from;  // a format's name; empty: by content
  // Column and field of each --map.
  std::vector<std::pair<std::string, std::string>> map;
  // Of the file, without folder and ending: the title of a secret without one.
  std::string name;
};

// Holds every secret of the file at once, in memory that is wiped but not
// locked: it may have been swapped. For one thread.
class ExportFile {
 public:
  // Usage errors (client/error.h) for whatever is wrong with the file; none of
  // them quotes it.
  static absl::StatusOr<ExportFile> Open(WipedString bytes,
                                         ExportOptions options);

  const Format& format() const { return *format_; }
  TextEncoding encoding() const { return encoding_; }
  // Of a table with a header, that line as it stands in the file; else empty.
  absl::string_view header() const;
  // As it is read: UTF-8, unpacked.
  Shape shape() const {
    return source_.shape == Shape::kZip ? Shape::kJson : source_.shape;
  }
  absl::string_view text() const { return source_.text; }
  // What Read() will say.
  const ImportReport& report() const { return report_; }

  // All items, in the order of the file. Any number of times.
  absl::StatusOr<ImportReport> Read(const ImportSink& sink) const;

 private:
  ExportFile() = default;
  absl::Status Recognise(ExportOptions options);
  absl::Status Unpack();

  std::unique_ptr<WipedString> text_;    // where source_ looks
  std::unique_ptr<WipedString> packed_;  // and its files, of a ZIP
  TextEncoding encoding_ = TextEncoding::kUtf8;
  Source source_;
  const Format* format_ = nullptr;
  ImportReport report_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_EXPORT_FILE_H_
