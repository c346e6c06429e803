// Which version may follow which, within one credential.
//
// Parts: taken over whole (version, epoch, hash and wrap), or made anew in
// this version under this epoch's key.
//
// Generation: the version in which the secret's value came in. A part taken
// over keeps it. With a new part it is this version (every value that opens
// something is new), the known one (some value stays), or the older one of a
// value that is restored. Restoring must not keep the generation of the value
// it replaces: whoever saw the restored value saw it under its old generation,
// and has seen what is now current.
#ifndef KLAD_CRYPTO_VAULT_SUCCESSION_H_
#define KLAD_CRYPTO_VAULT_SUCCESSION_H_

#include "absl/status/status.h"
#include "crypto/vault/change.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::crypto::vault {

// kDataLoss with a rule's word, for headers that ParseHeader has let through.
absl::Status CheckFirst(const trust::v1::Header& first);
absl::Status CheckNext(const SignedHeader& before,
                       const trust::v1::Header& next);

// Whether this version brought its own.
bool BringsOverview(const trust::v1::Header& header);
bool BringsSecret(const trust::v1::Header& header);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SUCCESSION_H_
