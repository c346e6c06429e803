// What every signed log shares: the roster, and the changes of each safe.
//
//   bytes(Signed) = author, body, signature, countersignature,
//                   each after its length (4 bytes, big endian)
//   link n        = H(klad1.link, link n-1 || H(klad1.signed, bytes(Signed n)))
//   link 0        = 32 zero bytes
#ifndef KLAD_CRYPTO_LOG_H_
#define KLAD_CRYPTO_LOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto {

// The one unambiguous form of a Signed, however it travelled.
std::string SignedBytes(const trust::v1::Signed& entry);

Digest HashSigned(const trust::v1::Signed& entry);

// The link of `entry` behind `link_before`: 32 bytes, or empty for the first.
Digest NextLink(absl::string_view link_before, const trust::v1::Signed& entry);

// Sequence 0 with an empty link, or a later one with a link of 32 bytes.
bool IsPosition(const trust::v1::Position& position);
// And one behind the beginning.
bool IsBegun(const trust::v1::Position& position);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_LOG_H_
