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
//
// Moves: a credential leaves a safe with a deletion that names the other one,
// and arrives there as the version after, with the same id, generation and
// sealed secret. Whoever reads one safe alone takes an arrival on its author's
// word; whoever reads both, the server among them, compares the two.
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

// Whether `arrived` is the version that goes on from `left`, in another safe.
// kDataLoss with the rule's word.
absl::Status CheckMove(const SignedHeader& left,
                       const trust::v1::Header& arrived);

// The last one in this safe; the first one (again) in this safe.
bool LeavesSafe(const trust::v1::Header& header);
bool ArrivesInSafe(const trust::v1::Header& header);

// Where the sealed bytes of the secret were made.
trust::v1::Origin OriginOf(const trust::v1::Header& header);

// Whether this version brought its own.
bool BringsOverview(const trust::v1::Header& header);
bool BringsSecret(const trust::v1::Header& header);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SUCCESSION_H_
