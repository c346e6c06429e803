// The secret part, written and read by hand so that no value ever stands in
// memory that is not locked.
//
// A list of entries until the end of the plaintext:
//
//   kind          1 byte
//   name length   2 bytes, big endian; 0 but for 6 and 7
//   name
//   value length  4 bytes, big endian
//   value         UTF-8
//
//   1 password   2 one-time code: otpauth URI or base32   3 note
//   4 recovery codes, one a line   5 key   6 hidden field
//   7 attachment: attachment.h
//
// Kinds never fall from one entry to the next; 1 to 5 stand at most once and
// are not empty. Hidden fields keep their order; a name may stand twice. Names
// and ids of attachments stand once.
#ifndef KLAD_CRYPTO_VAULT_SECRET_PART_H_
#define KLAD_CRYPTO_VAULT_SECRET_PART_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/vault/attachment.h"
#include "crypto/vault/change.h"

namespace klad::crypto::vault {

struct HiddenField {
  std::string name;
  Secret value;
};

// An empty value is one that the credential does not have.
struct SecretPart {
  Secret password;
  Secret one_time_code;
  Secret note;
  Secret recovery_codes;
  Secret key;
  std::vector<HiddenField> fields;
  std::vector<Attachment> attachments;

  SecretPart Clone() const;
};

// kInvalidArgument with a sentence that names the field and its limit, never
// its value.
absl::StatusOr<Secret> SerializeSecretPart(const SecretPart& part);

// kDataLoss for what SerializeSecretPart would not have written;
// kUnimplemented ("needs a newer klad") for an unknown kind.
absl::StatusOr<SecretPart> ParseSecretPart(const Secret& plaintext);

// The ids of its attachments, in its order; none of what is no secret part.
std::vector<std::string> AttachmentsIn(const Secret& plaintext);

// Whether whoever has seen `before` knows nothing that opens anything any
// more: it held such a value, and `after` holds none of them. Then, and only
// then, the generation rises. Notes and documents open nothing; what other
// attachments hold counts as a value.
bool EveryValueChanged(const SecretPart& before, const SecretPart& after);

// 16 bits that are equal for equal passwords of a safe, and tell nothing
// without its key: the first two bytes, big endian, of BLAKE2b-256(password)
// keyed with Derive(the safe's key of epoch 1, context(secret-tag,
// organisation, safe)).
uint16_t SecretTag(const Secret& first_safe_key, const SafeName& safe,
                   const Secret& password);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SECRET_PART_H_
