#include "crypto/vault/attachment.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/text_limit.h"

namespace klad::crypto::vault {
namespace {

constexpr size_t kPacked = kIdSize + kKeySize + 8 + Digest::kSize + 1;

Context ChunkContext(const FileName& name, const Attachment& attachment,
                     uint64_t number) {
  const bool last = number + 1 == ChunksOf(attachment.size);
  Context context(label::kAttachment, name.organisation);
  context.Add(name.credential).Add(attachment.id).Add(number);
  return context.Add(last ? "last" : "more");
}

// How much of the file is in a chunk.
uint64_t SizeOfChunk(uint64_t size, uint64_t number) {
  return std::min<uint64_t>(kChunk, size - number * kChunk);
}

absl::Status Malformed() {
  return absl::DataLossError("a secret part is malformed");
}

}  // namespace

Attachment Attachment::Clone() const {
  return {name, id, key.Clone(), size, hash, document};
}

absl::StatusOr<Attachment> NewAttachment(absl::string_view name,
                                         absl::string_view contents,
                                         bool document) {
  RETURN_IF_ERROR(CheckFileName(name));
  if (contents.size() > kMaxAttachment) {
    return absl::InvalidArgumentError(
        absl::StrCat("attachment: at most ", kMaxAttachment, " bytes"));
  }
  Attachment attachment;
  attachment.name = std::string(name);
  attachment.id = std::string(Secret::Random(kIdSize).Expose());
  attachment.key = Secret::Random(kKeySize);
  attachment.size = contents.size();
  attachment.hash = HashFile(contents);
  attachment.document = document;
  return attachment;
}

absl::Status CheckFileName(absl::string_view name) {
  RETURN_IF_ERROR(CheckText("file name", name, kMaxFileName));
  if (name.empty() || name == "." || name == ".." ||
      absl::StrContains(name, '/') || absl::StrContains(name, '\0')) {
    return absl::InvalidArgumentError("file name: not one");
  }
  return absl::OkStatus();
}

uint64_t ChunksOf(uint64_t size) {
  return size == 0 ? 1 : (size + kChunk - 1) / kChunk;
}

std::string SealChunk(const FileName& name, const Attachment& attachment,
                      uint64_t number, absl::string_view contents) {
  CHECK_THAT(contents.size() == attachment.size);
  CHECK_THAT(number < ChunksOf(attachment.size));
  return SealPadded(attachment.key, ChunkContext(name, attachment, number),
                    contents.substr(number * kChunk, kChunk));
}

absl::StatusOr<Secret> OpenChunk(const FileName& name,
                                 const Attachment& attachment, uint64_t number,
                                 absl::string_view sealed) {
  if (number >= ChunksOf(attachment.size)) return DoesNotOpen();
  ASSIGN_OR_RETURN(Secret contents,
                   OpenPadded(attachment.key,
                              ChunkContext(name, attachment, number), sealed));
  if (contents.size() != SizeOfChunk(attachment.size, number)) {
    return DoesNotOpen();
  }
  return contents;
}

Digest HashFile(absl::string_view contents) {
  return Hash(kFileDomain, {contents});
}

Secret PackAttachment(const Attachment& attachment) {
  Secret out(kPacked);
  unsigned char* at = out.Fill();
  at = std::copy(attachment.id.begin(), attachment.id.end(), at);
  const absl::string_view key = attachment.key.Expose();
  at = std::copy(key.begin(), key.end(), at);
  for (int shift = 56; shift >= 0; shift -= 8) {
    *at++ = static_cast<unsigned char>(attachment.size >> shift);
  }
  at =
      std::copy(attachment.hash.bytes.begin(), attachment.hash.bytes.end(), at);
  *at = attachment.document ? 1 : 0;
  return out;
}

absl::StatusOr<Attachment> UnpackAttachment(absl::string_view name,
                                            absl::string_view value) {
  if (!CheckFileName(name).ok() || value.size() != kPacked) return Malformed();
  Attachment attachment;
  attachment.name = std::string(name);
  attachment.id = std::string(value.substr(0, kIdSize));
  value.remove_prefix(kIdSize);
  attachment.key = Secret::Copy(value.substr(0, kKeySize));
  value.remove_prefix(kKeySize);
  for (const char byte : value.substr(0, 8)) {
    attachment.size = attachment.size << 8 | static_cast<unsigned char>(byte);
  }
  ASSIGN_OR_RETURN(attachment.hash,
                   Digest::From(value.substr(8, Digest::kSize)));
  const auto kind = static_cast<unsigned char>(value.back());
  if (kind > 1 || attachment.size > kMaxAttachment) return Malformed();
  attachment.document = kind == 1;
  return attachment;
}

}  // namespace klad::crypto::vault
