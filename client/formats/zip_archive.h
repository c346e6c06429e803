// Files out of a ZIP archive in memory. Nothing is ever unpacked to disk.
#ifndef KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_
#define KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"

namespace klad::client {

// Of one unpacked file, and of it and the archive, which are there at once:
// with a row and an attachment at a time, below 200 MB.
inline constexpr size_t kMaxUnpacked = 96 << 20;
inline constexpr size_t kMaxPackedAndUnpacked = 144 << 20;
inline constexpr int kMaxZipEntries = 20'000;
// Unpacked to packed, above a megabyte: text packs ten to one, JSON that
// repeats itself twenty to one.
inline constexpr size_t kMaxZipRatio = 200;

// Whether its list of files is there, and not too long.
bool IsSoundZip(absl::string_view archive);

// Whether it is a sound archive, not of too many files, with such a file.
bool HasZipEntry(absl::string_view archive, absl::string_view name);

// A usage error for what is no sound archive: damaged, too many files, a name
// that leads elsewhere ("../x", "/x"), an encrypted file, one that unpacks to
// more than the limits above, or has not the checksum it should.
absl::StatusOr<WipedString> ReadZipEntry(absl::string_view archive,
                                         absl::string_view name);

// The files of an archive that ReadZipEntry() accepts, found at once. For one
// thread.
class ZipFiles {
 public:
  // Looks into the archive as long as it lives.
  explicit ZipFiles(absl::string_view archive);
  ~ZipFiles();

  // In the order of their bytes; of an archive that is not sound none.
  const std::vector<std::string>& names() const { return names_; }
  // The first that begins so; empty when none does.
  std::string FirstWith(absl::string_view prefix) const;

  // kResourceExhausted for what unpacks to more than `most` bytes; otherwise
  // as of ReadZipEntry().
  absl::StatusOr<WipedString> Read(absl::string_view name, size_t most);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::vector<std::string> names_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ZIP_ARCHIVE_H_
