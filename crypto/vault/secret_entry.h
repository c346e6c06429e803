// One entry of a secret part on the wire; see secret_part.h. Views into memory
// that somebody else owns and locks.
#ifndef KLAD_CRYPTO_VAULT_SECRET_ENTRY_H_
#define KLAD_CRYPTO_VAULT_SECRET_ENTRY_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace klad::crypto::vault {

struct SecretEntry {
  uint8_t kind = 0;
  absl::string_view name;   // below 64 KiB
  absl::string_view value;  // below 4 GiB
};

size_t SizeOf(const SecretEntry& entry);

// Writes SizeOf bytes; returns their end.
unsigned char* Append(const SecretEntry& entry, unsigned char* at);

// Takes one entry off the front; false when it is not whole.
bool TakeFrom(absl::string_view* bytes, SecretEntry* entry);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_SECRET_ENTRY_H_
