// The key of one part of one credential, sealed to a member that the
// credential is shared with beside its safe: the envelope of crypto/envelope.h
// with purpose "share".
#ifndef KLAD_CRYPTO_VAULT_SHARE_H_
#define KLAD_CRYPTO_VAULT_SHARE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "crypto/roster/state.h"
#include "crypto/vault/part.h"
#include "klad/trust/v1/share.pb.h"

namespace klad::crypto::vault {

inline constexpr size_t kShareEnvelopeSize = 32 + 24 + 32 + 16 + 32;

struct ShareRecipient {
  std::string member;
  std::string box;  // its X25519 key
};

// Those that the credential is shared with at `time_ms`, in order of id: active
// members, shares in force.
std::vector<ShareRecipient> SharedWith(const roster::State& roster,
                                       absl::string_view safe,
                                       absl::string_view credential,
                                       int64_t time_ms);

// `part` is from the header that is shared. kDataLoss for a key of small
// order, or one that the safe's does not open.
absl::StatusOr<trust::v1::ShareEnvelope> SealShare(
    const Secret& safe_key, const PartName& name, const trust::v1::Part& part,
    const ShareRecipient& recipient);

// The part that `part`, of a verified header, names, by the envelope among
// those given that is for it and for this recipient. Every failure is the same
// kDataLoss; kNotFound when there is no envelope.
absl::StatusOr<Secret> OpenShared(
    const std::vector<trust::v1::ShareEnvelope>& envelopes,
    const PartName& name, const trust::v1::Part& part,
    const std::string& member, const BoxKey& mine, absl::string_view sealed);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SHARE_H_
