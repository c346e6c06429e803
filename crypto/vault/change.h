// Reading a signed change of a safe: from 1 to 20 headers, and the root of the
// safe's map after them.
//
//   signature over context(change, organisation, safe, sequence, link before
//   (empty in the first), author) and the serialized Change
#ifndef KLAD_CRYPTO_VAULT_CHANGE_H_
#define KLAD_CRYPTO_VAULT_CHANGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/context.h"
#include "crypto/digest.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::vault {

struct SafeName {
  std::string organisation;
  std::string safe;
};

// A header with the bytes that are hashed.
struct SignedHeader {
  std::string bytes;
  trust::v1::Header header;
  Digest hash;
};

struct ChangeBody {
  std::string previous;
  std::vector<SignedHeader> headers;
  Digest root;
};

// Every header by itself, and none but their own rules. kDataLoss with a
// rule's word (rules.h); kUnimplemented for unknown fields.
absl::StatusOr<ChangeBody> ParseChange(absl::string_view body);

absl::StatusOr<SignedHeader> ReadHeader(absl::string_view bytes);

// `before` is the safe's head that the change is made on.
Context ChangeContext(const SafeName& name, const trust::v1::Position& before,
                      absl::string_view author);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_CHANGE_H_
