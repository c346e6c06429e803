// How an entry of the roster is signed and linked.
//
//   signature         over context(roster-entry, organisation, n, link n-1,
//                     author) and body
//   countersignature  over context(roster-countersign, organisation, n,
//                     link n-1, author, countersigner's Ed25519 key) and body
//
// with the links of crypto/log.h; link 0 is 32 zero bytes.
#ifndef KLAD_CRYPTO_ROSTER_SIGNING_H_
#define KLAD_CRYPTO_ROSTER_SIGNING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/keys.h"
#include "crypto/roster/types.h"

namespace klad::crypto::roster {

// The place an entry is made for: it is valid nowhere else.
struct Slot {
  std::string organisation;
  uint64_t sequence = 1;
  Digest previous;  // link of the entry before
};

// `author` is a member, or the invitation in `joined`.
trust::v1::Signed SignEntry(const Slot& slot, absl::string_view author,
                            const SigningKey& key,
                            const trust::v1::Entry& entry,
                            const SigningKey* countersigner = nullptr);

// kDataLoss unless the signature is that key's, in that place.
absl::Status VerifySignature(const Slot& slot, const trust::v1::Signed& entry,
                             absl::string_view sign_key);
absl::Status VerifyCountersignature(const Slot& slot,
                                    const trust::v1::Signed& entry,
                                    absl::string_view sign_key);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_SIGNING_H_
