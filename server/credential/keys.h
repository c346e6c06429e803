// Where credentials lie in the store (server/store/keyspace.h).
#ifndef KLAD_SERVER_CREDENTIAL_KEYS_H_
#define KLAD_SERVER_CREDENTIAL_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace klad::credential {

std::string HeadKey(absl::string_view safe);
std::string ChangeKey(absl::string_view safe, uint64_t sequence);
std::string CredentialsPrefix(absl::string_view safe);
std::string CredentialKey(absl::string_view safe, absl::string_view credential);
std::string VersionsPrefix(absl::string_view safe,
                           absl::string_view credential);
std::string VersionKey(absl::string_view safe, absl::string_view credential,
                       uint64_t version);
std::string SecretKey(absl::string_view safe, absl::string_view credential,
                      uint64_t version);
std::string MovedPrefix(absl::string_view safe);
// Where a credential that left this safe went.
std::string MovedKey(absl::string_view safe, absl::string_view credential);

std::string AttachmentKey(absl::string_view attachment);
std::string ChunkKey(absl::string_view attachment, uint32_t number);
// Files that no secret names yet, of one member or ("") of all.
std::string PendingPrefix(absl::string_view member);
std::string PendingKey(absl::string_view member, absl::string_view attachment);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_KEYS_H_
