// The line that `kladd init` and `kladd door` print, about 650 characters:
//
//   "klad1." || base64url(serialized Door || checksum 4), without padding
//
// It lets a machine reach the server for the first time, or again. Whoever
// holds it can call what a door may call for an hour, no more.
#ifndef KLAD_CRYPTO_DOOR_H_
#define KLAD_CRYPTO_DOOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/tls_key.h"
#include "klad/trust/v1/identity.pb.h"

namespace klad::crypto {

inline constexpr size_t kDoorSecretSize = 16;

std::string FormatDoor(const trust::v1::Door& door);

// Blanks and line breaks, as mail adds them, do not matter. kInvalidArgument
// with a sentence for what is no door line, incomplete or mistyped;
// kUnimplemented ("needs a newer klad") for fields that it does not know.
absl::StatusOr<trust::v1::Door> ParseDoor(absl::string_view line);

// The key that the door's certificate is for, derived from its secret.
absl::StatusOr<TlsKey> DoorTlsKey(const trust::v1::Door& door);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_DOOR_H_
