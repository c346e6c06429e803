// What must hold of every import, whatever the bytes: it ends with a usage
// error that has a hint, or with a report that accounts for every row.
#ifndef KLAD_TESTS_SUPPORT_FUZZ_IMPORT_H_
#define KLAD_TESTS_SUPPORT_FUZZ_IMPORT_H_

#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "client/error.h"
#include "client/formats/export_file.h"
#include "client/formats/stored.h"
#include "client/title.h"
#include "crypto/base/check.h"
#include "crypto/vault/attachment.h"

namespace klad::testing {

inline void CheckItem(const client::Imported& item) {
  CHECK_THAT(!item.title.empty());
  CHECK_THAT(client::IsUtf8(item.title));
  CHECK_THAT(item.title.find('\n') == std::string::npos);
  CHECK_THAT(client::CheckFits(item).ok());
  for (const client::ImportedField& field : item.fields) {
    CHECK_THAT(!field.name.empty());
    CHECK_THAT(!field.value.empty());
  }
  for (const client::ImportedFile& file : item.files) {
    const auto contents = file.contents();
    CHECK_THAT(contents.ok());
    CHECK_THAT(crypto::vault::NewAttachment(file.name,
                                            client::ViewOf(*contents), false)
                   .ok());
  }
}

inline void CheckRead(const client::ExportFile& file) {
  std::set<int> seen;
  int taken = 0;
  const auto report = file.Read([&](const client::Imported& item) {
    CheckItem(item);
    CHECK_THAT(seen.insert(item.number).second);
    ++taken;
    return absl::OkStatus();
  });
  CHECK_THAT(report.ok());
  CHECK_THAT(report->taken == taken);
  CHECK_THAT(report->rows == file.report().rows);
  for (const client::ImportProblem& problem : report->problems) {
    seen.insert(problem.number);
  }
  CHECK_THAT(report->rows == static_cast<int>(seen.size()));
}

// `from`: as in client::ExportOptions. Whether credentials came out of it.
inline bool FuzzImport(absl::string_view bytes, const std::string& from) {
  client::ExportOptions options;
  options.from = from;
  options.name = "file";
  const auto file = client::ExportFile::Open(
      client::WipedString(bytes.data(), bytes.size()), std::move(options));
  if (file.ok()) {
    CheckRead(*file);
    return file->report().taken > 0;
  }
  CHECK_THAT(client::ExitCodeOf(file.status()) == client::ExitCode::kUsage);
  CHECK_THAT(!client::HintOf(file.status()).empty());
  return false;
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_FUZZ_IMPORT_H_
