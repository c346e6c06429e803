// What all readers have in common: rows are numbered, finished and reported.
#ifndef KLAD_CLIENT_FORMATS_ROWS_H_
#define KLAD_CLIENT_FORMATS_ROWS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/imported.h"

namespace klad::client {

// Of one file. What is to be said of each stays well below 200 MB.
inline constexpr int kMaxImportRows = 150'000;
// Of all attachments of one file, unpacked.
inline constexpr size_t kMaxImportedFiles = 128 << 20;

// For one thread; the sink outlives it.
class Rows {
 public:
  explicit Rows(const ImportSink& sink) : sink_(sink) {}

  // The next row of the file begins. Each is taken, rejected or passed once.
  // `raw`: as it stands in the file. A usage error above kMaxImportRows.
  absl::Status Begin(absl::string_view raw);

  // Gives it a title of one line if it has none, checks that a credential can
  // hold it, and hands it on. Rejects it otherwise.
  absl::Status Take(Draft draft);
  // `why`: "it lies in the trash".
  void Reject(absl::string_view title, absl::string_view why);
  // A row that is no credential and holds nothing of one.
  void Pass(absl::string_view title, absl::string_view what);

  // What was written about a folder, if anything: a note that lies in it, under
  // its name. `raw` as of Begin(); empty when it stands inside what is kept.
  absl::Status TakeFolderNote(absl::string_view name, absl::string_view folder,
                              absl::string_view text, absl::string_view raw);

  // Whether the attachments so far have room for one of that many bytes more.
  bool CountFile(size_t bytes);

  ImportReport& report() { return report_; }

 private:
  void Report(const std::string& title, absl::string_view what,
              ProblemKind kind);

  const ImportSink& sink_;
  absl::string_view raw_;
  ImportReport report_;
  size_t files_ = 0;  // bytes
};

// Without line breaks, tabs and spaces around it.
std::string OneLine(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ROWS_H_
