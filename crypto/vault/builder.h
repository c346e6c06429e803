// Making a change, on the client: seals parts, writes headers, computes the
// root, signs. What it makes passes CheckChange against the same state.
#ifndef KLAD_CRYPTO_VAULT_BUILDER_H_
#define KLAD_CRYPTO_VAULT_BUILDER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "crypto/vault/check.h"
#include "crypto/vault/part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::crypto::vault {

// Who writes, where the author stands in the roster, and when.
struct Stamp {
  std::string author;
  trust::v1::Position roster;
  uint32_t epoch = 0;  // of the safe's key there
  int64_t time_ms = 0;
};

// A value for a generation: "every value that opens something is new".
inline constexpr uint64_t kThisVersion = 0;

// What becomes of a credential. Parts are plaintexts (SerializeOverview,
// SerializeSecretPart); one that is left out stays as it is.
struct Edit {
  absl::optional<std::string> overview;
  absl::optional<Secret> secret;
  // Of a new secret: kThisVersion, the known header's, or that of the version
  // whose secret is restored. Not looked at without one.
  uint64_t generation = kThisVersion;
  trust::v1::Sensitivity sensitivity = trust::v1::SENSITIVITY_UNSPECIFIED;
  bool deleted = false;  // of a deleted one: an edit brings it back
};

struct BuiltChange {
  trust::v1::Signed change;
  std::vector<std::string> parts;  // sealed, new in this change
  CheckedChange checked;           // what its readers will make of it
};

class ChangeBuilder {
 public:
  // All three must outlive it; `safe_key` is that of the stamp's epoch.
  ChangeBuilder(const SafeState& state, const Stamp& stamp,
                const Secret& safe_key)
      : state_(state), stamp_(stamp), safe_key_(safe_key) {}

  // Version 1: both parts, and a sensitivity. `credential`: 16 random bytes.
  absl::Status Create(absl::string_view credential, trust::v1::Kind kind,
                      const Edit& edit);

  // The version after `newest`, its newest one in the state's map.
  absl::Status Append(const SignedHeader& newest, const Edit& edit);

  // Moves. The last version here, which says that it goes on in safe `to`; and
  // the version after `left`, so made in another safe whose key `left_key` is
  // (of left's secret's epoch): a new overview, the secret as it is sealed.
  // `before`: its newest here, if it was here before.
  absl::Status Leave(const SignedHeader& newest, absl::string_view to);
  absl::Status Arrive(const SignedHeader& left, const Secret& left_key,
                      absl::string_view overview, const SignedHeader* before);

  // Of all, and then nothing was added: kResourceExhausted when the change is
  // full (sign it, begin another), kInvalidArgument for a part above its limit,
  // kAlreadyExists for a credential that is in it, kDataLoss with a rule's word
  // for what no reader would accept.

  bool empty() const { return headers_.empty(); }

  // Not empty. Once.
  absl::StatusOr<BuiltChange> Sign(const SigningKey& key);

 private:
  absl::Status Room(absl::string_view credential) const;
  trust::v1::Header Begin(absl::string_view credential) const;
  trust::v1::Header After(const SignedHeader& newest) const;
  // `before` is null in version 1.
  absl::Status Add(const SignedHeader* before, trust::v1::Header header,
                   const Edit& edit);
  absl::Status Take(const SignedHeader* before, const trust::v1::Header& header,
                    std::vector<std::string> parts);
  absl::StatusOr<SealedPart> SealFor(const trust::v1::Header& header,
                                     PartKind kind,
                                     absl::string_view plaintext) const;

  const SafeState& state_;
  const Stamp& stamp_;
  const Secret& safe_key_;
  std::vector<SignedHeader> headers_;
  std::set<std::string> credentials_;
  std::vector<std::string> parts_;
  size_t parts_size_ = 0;
};

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_BUILDER_H_
