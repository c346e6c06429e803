// The line that `klad identity move` prints (line.h), and what the new machine
// sends to the old one under its secret.
#ifndef KLAD_CRYPTO_MOVE_H_
#define KLAD_CRYPTO_MOVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/tls_key.h"
#include "klad/trust/v1/invitation.pb.h"

namespace klad::crypto {

inline constexpr size_t kMoveSecretSize = 16;

std::string FormatMove(const trust::v1::Move& move);

// Errors as ParseDoor's.
absl::StatusOr<trust::v1::Move> ParseMove(absl::string_view line);

// What both machines know of each other.
class MoveSecret {
 public:
  // `secret`: kMoveSecretSize random bytes.
  MoveSecret(Secret secret, absl::string_view organisation,
             absl::string_view member);

  // The key that the line's certificate is for.
  absl::StatusOr<TlsKey> Tls() const;

  std::string Seal(const trust::v1::MoveProposal& proposal) const;

  // kDataLoss for what Seal did not make under the same secret, for the same
  // member; kUnimplemented ("needs a newer klad") for unknown fields.
  absl::StatusOr<trust::v1::MoveProposal> Open(absl::string_view sealed) const;

 private:
  const Secret secret_;
  const std::string organisation_;
  const std::string member_;
};

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_MOVE_H_
