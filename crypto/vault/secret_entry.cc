#include "crypto/vault/secret_entry.h"

#include <cstring>

namespace klad::crypto::vault {
namespace {

constexpr size_t kNameLength = 2;
constexpr size_t kValueLength = 4;

unsigned char* AppendBytes(absl::string_view bytes, size_t length_size,
                           unsigned char* at) {
  for (size_t i = length_size; i-- > 0;) {
    *at++ = static_cast<unsigned char>(bytes.size() >> (8 * i));
  }
  if (!bytes.empty()) memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

bool TakeBytes(absl::string_view* from, size_t length_size,
               absl::string_view* out) {
  if (from->size() < length_size) return false;
  size_t length = 0;
  for (size_t i = 0; i < length_size; ++i) {
    length = length << 8 | static_cast<unsigned char>((*from)[i]);
  }
  from->remove_prefix(length_size);
  if (from->size() < length) return false;
  *out = from->substr(0, length);
  from->remove_prefix(length);
  return true;
}

}  // namespace

size_t SizeOf(const SecretEntry& entry) {
  return 1 + kNameLength + entry.name.size() + kValueLength +
         entry.value.size();
}

unsigned char* Append(const SecretEntry& entry, unsigned char* at) {
  *at++ = entry.kind;
  at = AppendBytes(entry.name, kNameLength, at);
  return AppendBytes(entry.value, kValueLength, at);
}

bool TakeFrom(absl::string_view* bytes, SecretEntry* entry) {
  if (bytes->empty()) return false;
  entry->kind = static_cast<uint8_t>((*bytes)[0]);
  bytes->remove_prefix(1);
  return TakeBytes(bytes, kNameLength, &entry->name) &&
         TakeBytes(bytes, kValueLength, &entry->value);
}

}  // namespace klad::crypto::vault
