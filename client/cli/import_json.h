// An export as JSON, for `klad import --dry-run -o json`.
#ifndef KLAD_CLIENT_CLI_IMPORT_JSON_H_
#define KLAD_CLIENT_CLI_IMPORT_JSON_H_

#include <ostream>

#include "absl/status/status.h"
#include "client/formats/export_file.h"

namespace klad::cli {

// One object, written as the file is read:
//
//   {"format": "lastpass-csv",
//    "credentials": [{"title": ..., "folder": ..., "username": ...,
//                     "password": ..., "urls": [...], "notes": ...,
//                     "code": ..., "tags": [...],
//                     "fields": [{"name": ..., "value": ..., "hidden": ...}]}],
//    "rejected": [{"row": 7, "reason": ...}]}
//
// What a credential does not have is an empty text or list. Without `reveal`
// secrets that are there (password, notes, code, values of hidden fields) are
// null. Favourite and archived marks are tags of these names.
absl::Status WriteImportJson(const client::ExportFile& file, bool reveal,
                             std::ostream& out);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_IMPORT_JSON_H_
