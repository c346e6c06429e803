// The two parts of a version, each sealed under a random key of its own, which
// is wrapped under the safe's key.
//
//   sealed = SealPadded(part key, context(part-body, organisation, safe,
//            credential, 1 overview | 2 secret, version), plaintext)
//   wrap   = Seal(safe key, context(part-wrap, organisation, safe, credential,
//            1 | 2, version, epoch), part key)
//   hash   = H(klad1.part, sealed)
//
// A part that was moved keeps its sealed bytes: safe and version of their
// context are those of its origin.
#ifndef KLAD_CRYPTO_VAULT_PART_H_
#define KLAD_CRYPTO_VAULT_PART_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"
#include "crypto/vault/change.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::crypto::vault {

enum class PartKind : uint64_t { kOverview = 1, kSecret = 2 };

// The credential and part that the reader asks for.
struct PartName {
  SafeName safe;
  std::string credential;
  PartKind kind;
};

struct SealedPart {
  trust::v1::Part part;  // for the header
  std::string sealed;
};

// `version` and `epoch` of the header it is made for; `safe_key` is that
// epoch's. kInvalidArgument for a plaintext above the part's limit.
absl::StatusOr<SealedPart> SealPart(const Secret& safe_key,
                                    const PartName& name, uint64_t version,
                                    uint32_t epoch,
                                    absl::string_view plaintext);

// `part` is from a verified header, `safe_key` of part.epoch(). Every failure
// is the same kDataLoss.
absl::StatusOr<Secret> OpenPart(const Secret& safe_key, const PartName& name,
                                const trust::v1::Part& part,
                                absl::string_view sealed);

// The two halves of it. The part's own key, by the safe's; and a part by its
// key, for whoever was given that alone (share.h).
absl::StatusOr<Secret> OpenPartKey(const Secret& safe_key, const PartName& name,
                                   const trust::v1::Part& part);
absl::StatusOr<Secret> OpenPartWith(const Secret& part_key,
                                    const PartName& name,
                                    const trust::v1::Part& part,
                                    absl::string_view sealed);

// The part of a version in another safe, for `version` and `epoch` of the
// header that brings it there; the sealed bytes are not needed. `from_key` is
// the first safe's of part.epoch(), `to_key` the other's of `epoch`.
// kDataLoss as OpenPart.
absl::StatusOr<trust::v1::Part> MovePart(
    const Secret& from_key, const PartName& from, const trust::v1::Part& part,
    const Secret& to_key, const SafeName& to, uint64_t version, uint32_t epoch);

Digest HashPart(absl::string_view sealed);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_PART_H_
