// An export sealed under a passphrase, in chunks, so that neither writer nor
// reader holds it whole in locked memory.
//
//   "klad export 1\n" || salt 16 || chunk 0 || chunk 1 || ...
//   chunk n = Seal(k, context(export-file, no organisation, n, "more" |
//   "last"),
//             32 KiB of the contents, the last one what is left)
//   k       = Argon2id 1.3(passphrase, salt), as for an identity file
//
// Dropping, swapping or repeating a chunk does not open.
#ifndef KLAD_CRYPTO_EXPORT_FILE_H_
#define KLAD_CRYPTO_EXPORT_FILE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::crypto {

// For one file; what the methods return is written one behind the other.
class ExportSealer {
 public:
  // kResourceExhausted as StretchPassphrase.
  static absl::StatusOr<ExportSealer> Create(const Secret& passphrase);

  std::string Begin() const;
  std::string Add(absl::string_view contents);
  // Once, the last.
  std::string End();

 private:
  ExportSealer(Secret key, std::string salt);

  std::string SealChunk(bool last);

  Secret key_;
  std::string salt_;
  Secret chunk_;     // as far as it is filled
  size_t used_ = 0;  // of it
  uint64_t number_ = 0;
};

bool IsSealedExport(absl::string_view file);

// Gives the contents to `sink`, piece by piece; an error of it ends the walk.
// kInvalidArgument: not such a file. kUnauthenticated: the passphrase is wrong
// or the file is damaged; nobody can tell which. What was given out before is
// then worth nothing.
absl::Status OpenExport(
    absl::string_view file, const Secret& passphrase,
    const std::function<absl::Status(absl::string_view)>& sink);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_EXPORT_FILE_H_
