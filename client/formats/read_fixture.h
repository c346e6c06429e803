// Exports in testdata, read for tests.
#ifndef KLAD_CLIENT_FORMATS_READ_FIXTURE_H_
#define KLAD_CLIENT_FORMATS_READ_FIXTURE_H_

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/formats/export_file.h"

namespace klad::client {

struct ReadExport {
  std::shared_ptr<ExportFile> file;  // where the attachments of items are
  absl::Status status;
  std::string format;
  ImportReport report;
  std::vector<Imported> items;
};

inline std::string Fixture(const std::string& name) {
  std::ifstream file(absl::StrCat("client/formats/testdata/", name),
                     std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline ReadExport ReadBytes(const std::string& bytes,
                            ExportOptions options = {}) {
  ReadExport read;
  auto file = ExportFile::Open(WipedString(bytes.data(), bytes.size()),
                               std::move(options));
  read.status = file.status();
  if (!file.ok()) return read;
  read.file = std::make_shared<ExportFile>(*std::move(file));
  read.format = std::string(read.file->format().name);
  auto report = read.file->Read([&read](Imported item) {
    read.items.push_back(std::move(item));
    return absl::OkStatus();
  });
  read.status = report.status();
  if (report.ok()) read.report = *std::move(report);
  return read;
}

// "name=value" lines; "*" marks what is hidden.
inline std::string FieldsOf(const Imported& item) {
  std::string all;
  for (const ImportedField& field : item.fields) {
    absl::StrAppend(&all, field.hidden ? "*" : "", field.name, "=",
                    field.value.Expose(), "\n");
  }
  return all;
}

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_READ_FIXTURE_H_
