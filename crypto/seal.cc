#include "crypto/seal.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "crypto/base/bytes.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::crypto {
namespace {

constexpr size_t kNonceSize = 24;
constexpr size_t kCommitmentSize = 32;
constexpr size_t kSmallestBucket = 256;

// 64 bytes: the message key, then the commitment.
Secret Schedule(const Secret& key, absl::string_view nonce,
                const Context& context) {
  CHECK_THAT(key.size() == kKeySize);
  Secret x(kKeySize + kCommitmentSize);
  crypto_generichash_state state;
  CHECK_THAT(crypto_generichash_init(&state, Bytes(key.Expose()), key.size(),
                                     x.size()) == 0);
  CHECK_THAT(crypto_generichash_update(&state, Bytes(nonce), nonce.size()) ==
             0);
  CHECK_THAT(crypto_generichash_update(&state, Bytes(context.bytes()),
                                       context.bytes().size()) == 0);
  CHECK_THAT(crypto_generichash_final(&state, x.Fill(), x.size()) == 0);
  sodium_memzero(&state, sizeof state);
  return x;
}

constexpr unsigned char kZeroNonce[kNonceSize] = {};

}  // namespace

absl::Status DoesNotOpen() { return absl::DataLossError("does not open"); }

Secret Derive(const Secret& key, const Context& context) {
  Secret out(kKeySize);
  CHECK_THAT(crypto_generichash(out.Fill(), out.size(), Bytes(context.bytes()),
                                context.bytes().size(), Bytes(key.Expose()),
                                key.size()) == 0);
  return out;
}

std::string Seal(const Secret& key, const Context& context,
                 absl::string_view plaintext) {
  std::string out(kSealOverhead + plaintext.size(), '\0');
  randombytes_buf(out.data(), kNonceSize);
  const Secret x =
      Schedule(key, absl::string_view(out.data(), kNonceSize), context);
  memcpy(out.data() + kNonceSize, x.Expose().data() + kKeySize,
         kCommitmentSize);
  CHECK_THAT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                 Bytes(out, kNonceSize + kCommitmentSize), nullptr,
                 Bytes(plaintext), plaintext.size(), Bytes(context.bytes()),
                 context.bytes().size(), nullptr, kZeroNonce,
                 Bytes(x.Expose())) == 0);
  return out;
}

absl::StatusOr<Secret> Open(const Secret& key, const Context& context,
                            absl::string_view sealed) {
  if (sealed.size() < kSealOverhead) return DoesNotOpen();
  const Secret x = Schedule(key, sealed.substr(0, kNonceSize), context);
  if (sodium_memcmp(x.Expose().data() + kKeySize, sealed.data() + kNonceSize,
                    kCommitmentSize) != 0) {
    return DoesNotOpen();
  }
  const absl::string_view body = sealed.substr(kNonceSize + kCommitmentSize);
  Secret out(sealed.size() - kSealOverhead);
  unsigned char nothing = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          out.empty() ? &nothing : out.Fill(), nullptr, nullptr, Bytes(body),
          body.size(), Bytes(context.bytes()), context.bytes().size(),
          kZeroNonce, Bytes(x.Expose())) != 0) {
    return DoesNotOpen();
  }
  return out;
}

std::string SealPadded(const Secret& key, const Context& context,
                       absl::string_view plaintext) {
  size_t bucket = kSmallestBucket;
  while (bucket <= plaintext.size()) bucket *= 2;
  Secret padded(bucket);
  if (!plaintext.empty()) {
    memcpy(padded.Fill(), plaintext.data(), plaintext.size());
  }
  size_t size = 0;
  CHECK_THAT(
      sodium_pad(&size, padded.Fill(), plaintext.size(), bucket, bucket) == 0);
  return Seal(key, context, padded.Expose());
}

absl::StatusOr<Secret> OpenPadded(const Secret& key, const Context& context,
                                  absl::string_view sealed) {
  ASSIGN_OR_RETURN(Secret padded, Open(key, context, sealed));
  const size_t bucket = padded.size();
  size_t size = 0;
  if (bucket < kSmallestBucket || (bucket & (bucket - 1)) != 0 ||
      sodium_unpad(&size, padded.Fill(), bucket, bucket) != 0) {
    return DoesNotOpen();
  }
  padded.Truncate(size);
  return padded;
}

}  // namespace klad::crypto
