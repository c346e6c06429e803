// A file that belongs to a secret: contents in sealed chunks of their own, and
// what opens and checks them in the secret part.
//
//   chunk n  = SealPadded(k, context(attachment, organisation, credential,
//              attachment, n, "more", or "last" of the last one), contents)
//   contents : 131,071 bytes a chunk, the last one what is left of them; an
//              empty file is one empty chunk
//   hash     = H(klad1.file, contents)
//
//   entry of the secret part: kind 7, the file's name, and as its value
//   attachment 16 || k 32 || u64(size) || hash 32 || 0, or 1 for a document
#ifndef KLAD_CRYPTO_VAULT_ATTACHMENT_H_
#define KLAD_CRYPTO_VAULT_ATTACHMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"

namespace klad::crypto::vault {

struct Attachment {
  std::string name;  // of a file, without folders
  std::string id;    // 16 random bytes
  Secret key;
  uint64_t size = 0;
  Digest hash;
  bool document = false;  // opens nothing, as a note does

  Attachment Clone() const;
};

// With an id and a key by chance. kInvalidArgument with a sentence that names
// the limit for contents above it or a name that is none.
absl::StatusOr<Attachment> NewAttachment(absl::string_view name,
                                         absl::string_view contents,
                                         bool document);

// Bytes of UTF-8 that can name a file in a folder: kInvalidArgument otherwise.
absl::Status CheckFileName(absl::string_view name);

uint64_t ChunksOf(uint64_t size);  // at least 1

// Whose chunks they are.
struct FileName {
  std::string organisation;
  std::string credential;
};

// `number` below ChunksOf(attachment.size), contents the whole file's.
std::string SealChunk(const FileName& name, const Attachment& attachment,
                      uint64_t number, absl::string_view contents);

// The contents of one chunk; kDataLoss for every other chunk's bytes.
absl::StatusOr<Secret> OpenChunk(const FileName& name,
                                 const Attachment& attachment, uint64_t number,
                                 absl::string_view sealed);

Digest HashFile(absl::string_view contents);

// The value of its entry in the secret part, and back: kDataLoss.
Secret PackAttachment(const Attachment& attachment);
absl::StatusOr<Attachment> UnpackAttachment(absl::string_view name,
                                            absl::string_view value);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_ATTACHMENT_H_
