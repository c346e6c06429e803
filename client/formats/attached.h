// Files that come with an item: checked while it is read, unpacked one at a
// time when they are stored.
#ifndef KLAD_CLIENT_FORMATS_ATTACHED_H_
#define KLAD_CLIENT_FORMATS_ATTACHED_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/imported.h"
#include "client/formats/json_slice.h"
#include "client/formats/rows.h"
#include "client/formats/zip_archive.h"

namespace klad::client {

// Puts a file beside the item. One that a credential cannot keep is lost, with
// its name and the reason: it is too large, one too many, damaged, or has a
// name that no file has.
void TakeFile(absl::string_view name, FileContents contents, bool document,
              Rows& rows, Draft* draft);

// A file that the item names, but the export does not hold.
void MissFile(absl::string_view name, Draft* draft);

enum class Packing { kNone, kGzip };

// Contents that stand in the export as base 64 (RFC 4648), with blanks
// anywhere. `text` lives as long as the export.
FileContents Base64Contents(absl::string_view text, Packing packing);

// Contents of a file of an archive.
FileContents ZipContents(std::shared_ptr<ZipFiles> files, std::string name);

// Files that stand in the item: a list of objects with `name`, and what is in
// them as base 64 under the name `contents`.
void TakeEmbeddedFiles(const JsonSlice& list, absl::string_view contents,
                       Rows& rows, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ATTACHED_H_
