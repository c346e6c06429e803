#include "server/credential/keys.h"

#include "absl/strings/str_cat.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::credential {

std::string HeadKey(absl::string_view safe) {
  return absl::StrCat(store::kSafeHeadPrefix, safe);
}

std::string ChangeKey(absl::string_view safe, uint64_t sequence) {
  return absl::StrCat(store::kChangePrefix, safe, "/", BigEndian(sequence));
}

std::string CredentialsPrefix(absl::string_view safe) {
  return absl::StrCat(store::kCredentialPrefix, safe, "/");
}

std::string CredentialKey(absl::string_view safe,
                          absl::string_view credential) {
  return absl::StrCat(store::kCredentialPrefix, safe, "/", credential);
}

std::string VersionsPrefix(absl::string_view safe,
                           absl::string_view credential) {
  return absl::StrCat(store::kVersionPrefix, safe, "/", credential, "/");
}

std::string VersionKey(absl::string_view safe, absl::string_view credential,
                       uint64_t version) {
  return absl::StrCat(store::kVersionPrefix, safe, "/", credential, "/",
                      BigEndian(version));
}

std::string SecretKey(absl::string_view safe, absl::string_view credential,
                      uint64_t version) {
  return absl::StrCat(store::kSecretPrefix, safe, "/", credential, "/",
                      BigEndian(version));
}

std::string MovedPrefix(absl::string_view safe) {
  return absl::StrCat(store::kMovedPrefix, safe, "/");
}

std::string MovedKey(absl::string_view safe, absl::string_view credential) {
  return absl::StrCat(MovedPrefix(safe), credential);
}

std::string AttachmentKey(absl::string_view attachment) {
  return absl::StrCat(store::kAttachmentPrefix, attachment);
}

std::string ChunkKey(absl::string_view attachment, uint32_t number) {
  return absl::StrCat(store::kChunkPrefix, attachment, "/", BigEndian(number));
}

std::string PendingPrefix(absl::string_view member) {
  if (member.empty()) return store::kPendingPrefix;
  return absl::StrCat(store::kPendingPrefix, member, "/");
}

std::string PendingKey(absl::string_view member, absl::string_view attachment) {
  return absl::StrCat(PendingPrefix(member), attachment);
}

}  // namespace klad::credential
