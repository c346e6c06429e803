// What a derivation, signature or encryption is bound to: the label (object
// kind and suite), the organisation and every identifying field, in the order
// FORMAT.md gives. Built from what the verifier expects, never from the
// message that is verified.
//
// Bytes: each field as its length (4 bytes, big endian) and itself; a number
// as a field of 8 bytes, big endian.
#ifndef KLAD_CRYPTO_CONTEXT_H_
#define KLAD_CRYPTO_CONTEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace klad::crypto {

class Context {
 public:
  Context(absl::string_view label, absl::string_view organisation) {
    Add(label).Add(organisation);
  }

  Context& Add(absl::string_view field);
  Context& Add(uint64_t number);
  // A literal is a field, not a number or a bool.
  Context& Add(const char* field) { return Add(absl::string_view(field)); }

  absl::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Labels: all of them, each for one object kind of suite 1.
namespace label {
inline constexpr char kIdentityFile[] = "klad/1/identity-file";
inline constexpr char kIdentitySign[] = "klad/1/identity-sign";
inline constexpr char kIdentityBox[] = "klad/1/identity-box";
inline constexpr char kIdentityTls[] = "klad/1/identity-tls";
inline constexpr char kIdentityState[] = "klad/1/identity-state";
inline constexpr char kKitSeed[] = "klad/1/kit-seed";
inline constexpr char kDoorTls[] = "klad/1/door-tls";
inline constexpr char kInvitationSeed[] = "klad/1/invitation-seed";
inline constexpr char kMoveTls[] = "klad/1/move-tls";
inline constexpr char kMoveProposal[] = "klad/1/move-proposal";
inline constexpr char kRoleBox[] = "klad/1/role-box";
inline constexpr char kCommitment[] = "klad/1/commitment";
inline constexpr char kPrevious[] = "klad/1/previous-epoch";
inline constexpr char kEnvelope[] = "klad/1/envelope";
inline constexpr char kRosterEntry[] = "klad/1/roster-entry";
inline constexpr char kRosterCounter[] = "klad/1/roster-countersign";
inline constexpr char kSafeName[] = "klad/1/safe-name";
inline constexpr char kChange[] = "klad/1/change";
inline constexpr char kPartWrap[] = "klad/1/part-wrap";
inline constexpr char kPartBody[] = "klad/1/part-body";
inline constexpr char kAttachment[] = "klad/1/attachment";
inline constexpr char kSecretTag[] = "klad/1/secret-tag";
inline constexpr char kExposure[] = "klad/1/exposure";
inline constexpr char kLedgerHead[] = "klad/1/ledger-head";
inline constexpr char kClientState[] = "klad/1/client-state";
inline constexpr char kSealKey[] = "klad/1/seal-key";
inline constexpr char kExportFile[] = "klad/1/export-file";
}  // namespace label

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_CONTEXT_H_
