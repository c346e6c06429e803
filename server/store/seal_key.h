// The key under which sealed_store keeps values: 32 bytes in a file beside
// the data folder, never inside it, or a systemd credential.
#ifndef KLAD_SERVER_STORE_SEAL_KEY_H_
#define KLAD_SERVER_STORE_SEAL_KEY_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::store {

class SealKey {
 public:
  static constexpr size_t kSize = 32;

  // A new random key in a new file, 0600, on disk when this returns.
  // kAlreadyExists when there is such a file.
  static absl::StatusOr<SealKey> Create(const std::string& path);

  // kNotFound; kPermissionDenied when others may read it or it is not ours;
  // kDataLoss when it is not 32 bytes long.
  static absl::StatusOr<SealKey> Load(const std::string& path);

  // $CREDENTIALS_DIRECTORY/klad.seal where systemd gives one, else
  // `folder`.seal.
  static absl::StatusOr<SealKey> Find(absl::string_view folder);

  // Beside the data folder.
  static std::string PathFor(absl::string_view folder);

  const Secret& secret() const { return secret_; }

 private:
  explicit SealKey(Secret secret) : secret_(std::move(secret)) {}

  Secret secret_;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_SEAL_KEY_H_
