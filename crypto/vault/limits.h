// How much fits into a credential: bytes of UTF-8 unless said otherwise.
#ifndef KLAD_CRYPTO_VAULT_LIMITS_H_
#define KLAD_CRYPTO_VAULT_LIMITS_H_

#include <cstddef>

#include "crypto/seal.h"

namespace klad::crypto::vault {

// Of the overview.
inline constexpr size_t kMaxTitle = 1 << 10;
inline constexpr size_t kMaxUserName = 1 << 10;  // e-mail, phone, owner too
inline constexpr size_t kMaxAddress = 4 << 10;
inline constexpr size_t kMaxAddresses = 50;
inline constexpr size_t kMaxTag = 256;
inline constexpr size_t kMaxTags = 64;

// Of free fields, hidden ones too.
inline constexpr size_t kMaxFields = 100;
inline constexpr size_t kMaxFieldName = 256;
inline constexpr size_t kMaxFieldValue = 8 << 10;

// Of the secret.
inline constexpr size_t kMaxPassword = 8 << 10;
inline constexpr size_t kMaxOneTimeCode = 4 << 10;
inline constexpr size_t kMaxNote = 64 << 10;
inline constexpr size_t kMaxRecoveryCodes = 8 << 10;
inline constexpr size_t kMaxKey = 32 << 10;

// Of a part as a whole: one byte less than its largest bucket, since padding
// takes one. Both parts and their header fit into one record of a store.
inline constexpr size_t kMaxOverviewPart = (64 << 10) - 1;
inline constexpr size_t kMaxSecretPart = (128 << 10) - 1;
inline constexpr size_t kMaxSealedOverview =
    kMaxOverviewPart + 1 + kSealOverhead;
inline constexpr size_t kMaxSealedSecret = kMaxSecretPart + 1 + kSealOverhead;

// Files that belong to a secret. A chunk as a whole fills its bucket.
inline constexpr size_t kMaxAttachment = 10 << 20;  // bytes of its contents
inline constexpr size_t kMaxAttachments = 16;
inline constexpr size_t kMaxFileName = 255;
inline constexpr size_t kChunk = (128 << 10) - 1;
inline constexpr size_t kMaxSealedChunk = kChunk + 1 + kSealOverhead;
inline constexpr size_t kMaxChunks = (kMaxAttachment + kChunk - 1) / kChunk;

// Of a change.
inline constexpr int kMaxHeaders = 20;
inline constexpr size_t kMaxHeader = 1 << 10;
inline constexpr size_t kMaxChange = 24 << 10;  // its body
// The sealed parts that travel with one change, together.
inline constexpr size_t kMaxChangeParts = 448 << 10;

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_LIMITS_H_
