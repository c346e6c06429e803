// Proof that a safe's map holds a header for a credential, or none, against a
// root that a signed change names.
#ifndef KLAD_CRYPTO_VAULT_MAP_PROOF_H_
#define KLAD_CRYPTO_VAULT_MAP_PROOF_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "crypto/digest.h"

namespace klad::crypto::vault {

struct MapLeaf {
  Digest key;     // k
  Digest header;  // H(klad1.header, header)
};

struct MapProof {
  std::vector<Digest> siblings;  // along the path of k, from the root down
  absl::optional<MapLeaf> end;   // what stands there; nullopt: nothing
};

// `header` is the hash that must be there; nullopt: the credential must be
// absent. kDataLoss unless the proof leads to `root`, and its leaf lies on the
// path that was walked.
absl::Status VerifyProof(const Digest& root, absl::string_view safe,
                         absl::string_view credential,
                         const absl::optional<Digest>& header,
                         const MapProof& proof);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_MAP_PROOF_H_
