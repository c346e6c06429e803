#include "crypto/base/secret.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "crypto/base/arena.h"

namespace klad {
namespace {

// Never destroyed: secrets of static objects may outlive any order.
Arena& SharedArena() {
  static Arena* arena = new Arena(Secret::kArenaSize);
  return *arena;
}

[[noreturn]] void Die(const char* message) {
  fprintf(stderr, "klad: %s\n", message);
  abort();
}

}  // namespace

absl::Status Secret::Reserve() {
  if (sodium_init() < 0) {
    return absl::InternalError("libsodium does not initialise");
  }
  return SharedArena().Reserve();
}

Secret::Secret(size_t size) : size_(size), allocated_(size) {
  if (size == 0) return;
  data_ = SharedArena().Allocate(size);
  if (data_ == nullptr) Die("no locked memory left for secrets (ulimit -l)");
}

Secret Secret::Random(size_t size) {
  Secret secret(size);
  randombytes_buf(secret.data_, size);
  return secret;
}

Secret Secret::Copy(absl::string_view bytes) {
  Secret secret(bytes.size());
  if (!bytes.empty()) memcpy(secret.data_, bytes.data(), bytes.size());
  return secret;
}

Secret::Secret(Secret&& other) noexcept { *this = std::move(other); }

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(allocated_, other.allocated_);
  return *this;
}

Secret::~Secret() {
  if (data_ != nullptr) SharedArena().Free(data_, allocated_);
}

absl::string_view Secret::Expose() const {
  return {reinterpret_cast<const char*>(data_), size_};
}

void Secret::Truncate(size_t size) {
  if (size < size_) size_ = size;
}

bool Secret::Equals(const Secret& other) const {
  return size_ == other.size_ &&
         (size_ == 0 || sodium_memcmp(data_, other.data_, size_) == 0);
}

}  // namespace klad
