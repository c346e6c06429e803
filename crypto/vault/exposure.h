// What a member signs before a secret is first delivered to it for a purpose,
// and what the server signs of its ledger.
//
//   exposure     signature over context(exposure, organisation, member) and
//                the serialized Exposure
//   ledger head  signature over context(ledger-head, organisation, sequence,
//                link) and an empty body, by the audit key the roster names
#ifndef KLAD_CRYPTO_VAULT_EXPOSURE_H_
#define KLAD_CRYPTO_VAULT_EXPOSURE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::vault {

trust::v1::Signed SignExposure(absl::string_view organisation,
                               absl::string_view member, const SigningKey& key,
                               const trust::v1::Exposure& exposure);

// `member` is who must have signed, `sign_key` its key. kDataLoss for a wrong
// signature or form, a version or generation that cannot be, a purpose that is
// nobody's to sign (a write is recorded from the change itself);
// kUnimplemented for unknown fields. Whether it is the credential, version and
// generation that are asked for is for the caller to compare.
absl::StatusOr<trust::v1::Exposure> VerifyExposure(
    absl::string_view organisation, absl::string_view member,
    absl::string_view sign_key, const trust::v1::Signed& exposure);

trust::v1::LedgerHead SignLedgerHead(absl::string_view organisation,
                                     const SigningKey& audit_key,
                                     const trust::v1::Position& position);

// kDataLoss unless it is a position that the key has signed.
absl::Status VerifyLedgerHead(absl::string_view organisation,
                              absl::string_view audit_key,
                              const trust::v1::LedgerHead& head);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_EXPOSURE_H_
