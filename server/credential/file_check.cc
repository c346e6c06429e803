#include "server/credential/file_check.h"

#include <algorithm>

#include "server/credential/keys.h"

namespace klad::credential {

bool FileCheck::Check(const trust::v1::Header& header,
                      const store::v1::SecretRecord& secret) const {
  const auto& named = header.secret().attachments();
  if (!std::equal(named.begin(), named.end(), secret.attachments().begin(),
                  secret.attachments().end())) {
    return false;
  }
  return std::all_of(named.begin(), named.end(), [&](const std::string& id) {
    return IsWhole(id, header.credential());
  });
}

bool FileCheck::IsWhole(absl::string_view attachment,
                        absl::string_view credential) const {
  const auto entry = store_->Get(AttachmentKey(attachment));
  store::v1::AttachmentRecord record;
  if (!entry.ok() || !record.ParseFromString(entry->value) || !record.named() ||
      record.credential() != credential ||
      record.received() != record.chunks()) {
    return false;
  }
  for (uint32_t i = 0; i < record.chunks(); ++i) {
    const auto stored = store_->Get(ChunkKey(attachment, i));
    store::v1::AttachmentChunk chunk;
    if (!stored.ok() || !chunk.ParseFromString(stored->value)) return false;
  }
  return true;
}

}  // namespace klad::credential
