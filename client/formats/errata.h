// The rows of an export that did not come over, as a file that a person mends
// and imports again.
#ifndef KLAD_CLIENT_FORMATS_ERRATA_H_
#define KLAD_CLIENT_FORMATS_ERRATA_H_

#include "absl/status/statusor.h"
#include "client/formats/export_file.h"
#include "client/formats/wiped.h"

namespace klad::client {

// The export without the rows that came over, in UTF-8: of a table its header
// and the others, of JSON and XML all that stands around them, so that it is
// read as the export was. Why each did not come over, and what others came
// without, stands in lines with # before a table, in members "klad_rejected" of
// JSON, in comments of XML: an import passes over them. It holds secrets.
absl::StatusOr<WipedString> ErrataOf(const ExportFile& file);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ERRATA_H_
