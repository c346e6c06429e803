// A credential of a safe that the reader does not open, verified by the roster
// alone. crypto/FORMAT.md, section 22, says what that shows and what not.
#ifndef KLAD_CRYPTO_VAULT_SHARED_H_
#define KLAD_CRYPTO_VAULT_SHARED_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/vault/change.h"
#include "crypto/vault/judge.h"
#include "klad/trust/v1/share.pb.h"

namespace klad::crypto::vault {

struct CheckedShared {
  SignedHeader header;       // the credential's newest at the head
  trust::v1::Position head;  // of the safe
  std::string author;        // of the header
};

// kDataLoss with a rule's word; kUnimplemented for unknown fields.
absl::StatusOr<CheckedShared> CheckShared(
    const SafeName& name, absl::string_view credential, const Judge& judge,
    const trust::v1::SharedCredential& shown);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SHARED_H_
