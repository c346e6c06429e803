#include "client/formats/export_file.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "client/error.h"
#include "client/formats/json_check.h"
#include "client/formats/look_alike.h"
#include "client/formats/xml_reader.h"
#include "client/formats/zip_archive.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kZip = "PK\x03\x04";

Shape ShapeOf(absl::string_view text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  if (absl::StartsWith(text, "{") || absl::StartsWith(text, "[")) {
    return Shape::kJson;
  }
  return absl::StartsWith(text, "<") ? Shape::kXml : Shape::kText;
}

}  // namespace

absl::Status CheckImportSize(size_t size) {
  if (size <= kMaxImportFile) return absl::OkStatus();
  return Error(ExitCode::kUsage,
               Say("the file is larger than $0 MiB", kMaxImportFile >> 20),
               Tr("export in parts: folder by folder, or safe by safe"));
}

absl::StatusOr<ExportFile> ExportFile::Open(WipedString bytes,
                                            ExportOptions options) {
  RETURN_IF_ERROR(CheckImportSize(bytes.size()));
  RETURN_IF_ERROR(RefuseByBytes(ViewOf(bytes)));
  ExportFile file;
  if (absl::StartsWith(ViewOf(bytes), kZip)) {
    file.source_.shape = Shape::kZip;
    file.text_ = std::make_unique<WipedString>(std::move(bytes));
  } else {
    ASSIGN_OR_RETURN(DecodedText decoded, DecodeText(std::move(bytes)));
    file.encoding_ = decoded.encoding;
    file.text_ = std::make_unique<WipedString>(std::move(decoded.text));
    file.source_.shape = ShapeOf(ViewOf(*file.text_));
  }
  RETURN_IF_ERROR(file.Recognise(std::move(options)));
  ASSIGN_OR_RETURN(file.report_,
                   file.Read([](Imported) { return absl::OkStatus(); }));
  return file;
}

absl::Status ExportFile::Recognise(ExportOptions options) {
  source_.text = ViewOf(*text_);
  source_.name = std::move(options.name);
  source_.map = std::move(options.map);
  if (source_.shape == Shape::kJson) {
    RETURN_IF_ERROR(CheckJson(source_.text));
    source_.json = JsonSlice(source_.text).Indexed();
  } else if (source_.shape == Shape::kXml) {
    ASSIGN_OR_RETURN(source_.root, XmlRoot(source_.text));
  } else if (source_.shape == Shape::kText) {
    source_.head = ReadCsvHead(source_.text);
  } else {
    RETURN_IF_ERROR(RefuseDamagedZip(source_.text));
  }
  RETURN_IF_ERROR(RefuseEncrypted(source_));
  ASSIGN_OR_RETURN(format_, FindFormat(source_, options.from));
  return source_.shape == Shape::kZip ? Unpack() : absl::OkStatus();
}

// The archive stays for the attachments in it, if it has any.
absl::Status ExportFile::Unpack() {
  ASSIGN_OR_RETURN(WipedString unpacked,
                   ReadZipEntry(source_.text, format_->packed));
  packed_ = std::move(text_);
  source_.files = std::make_shared<ZipFiles>(ViewOf(*packed_));
  ASSIGN_OR_RETURN(DecodedText decoded, DecodeText(std::move(unpacked)));
  text_ = std::make_unique<WipedString>(std::move(decoded.text));
  source_.text = ViewOf(*text_);
  RETURN_IF_ERROR(CheckJson(source_.text));
  source_.json = JsonSlice(source_.text);
  return absl::OkStatus();
}

absl::string_view ExportFile::header() const {
  if (format_->rule == nullptr) return "";
  const absl::string_view table = source_.text.substr(source_.head.offset);
  CsvReader reader(table, source_.head.dialect);
  if (!reader.Next().ok()) return "";
  return absl::StripTrailingAsciiWhitespace(table.substr(0, reader.offset()));
}

absl::StatusOr<ImportReport> ExportFile::Read(const ImportSink& sink) const {
  Rows rows(sink);
  RETURN_IF_ERROR(format_->read(source_, rows));
  return std::move(rows.report());
}

}  // namespace klad::client
