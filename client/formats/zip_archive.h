// One file out of a ZIP archive in memory. Nothing is ever unpacked to disk.
#ifndef KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_
#define KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"

namespace klad::client {

// Of one unpacked file, and of it and the archive, which are there at once:
// with what is parsed at a time, below 200 MB.
inline constexpr size_t kMaxUnpacked = 96 << 20;
inline constexpr size_t kMaxPackedAndUnpacked = 168 << 20;
inline constexpr int kMaxZipEntries = 20'000;
// Unpacked to packed, above a megabyte: text packs ten to one, JSON that
// repeats itself twenty to one.
inline constexpr size_t kMaxZipRatio = 200;

// Of all files of an archive that ReadZipEntry() accepts.
std::vector<std::string> ZipNames(absl::string_view archive);

// Whether it is a sound archive, not of too many files, with such a file.
bool HasZipEntry(absl::string_view archive, absl::string_view name);

// A usage error for what is no sound archive: damaged, too many files, a name
// that leads elsewhere ("../x", "/x"), an encrypted file, one that unpacks to
// more than the limits above, or has not the checksum it should.
absl::StatusOr<WipedString> ReadZipEntry(absl::string_view archive,
                                         absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_
