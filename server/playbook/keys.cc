#include "server/playbook/keys.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/digest.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::playbook {
namespace {

constexpr char kIndexDomain[] = "klad1.book.index";
constexpr char kNameDomain[] = "klad1.book.name";

bool ConsumeId(absl::string_view* key, std::string* id) {
  if (key->size() < kIdSize) return false;
  *id = std::string(key->substr(0, kIdSize));
  key->remove_prefix(kIdSize);
  return true;
}

}  // namespace

IndexKey::IndexKey(const Secret& seal)
    : key_(Secret::Copy(crypto::Hash(kIndexDomain, {seal.Expose()}).view())) {}

std::string IndexKey::OfName(absl::string_view folded) const {
  return absl::StrCat(
      store::kPlaybookNamePrefix,
      crypto::Hash(kNameDomain, {key_.Expose(), folded}).view());
}

std::string RecordKey(absl::string_view playbook) {
  return absl::StrCat(store::kPlaybookPrefix, playbook);
}

std::string RevisionKey(absl::string_view playbook, uint64_t revision) {
  return absl::StrCat(store::kPlaybookRevisionPrefix, playbook,
                      BigEndian(revision));
}

std::string SignatureKey(absl::string_view playbook, absl::string_view member) {
  return absl::StrCat(store::kPlaybookSignaturePrefix, playbook, member);
}

std::string SignatureKey(absl::string_view playbook, absl::string_view member,
                         uint64_t text_revision) {
  return absl::StrCat(SignatureKey(playbook, member), BigEndian(text_revision));
}

bool ParseRevisionKey(absl::string_view key, std::string* playbook,
                      uint64_t* revision) {
  return absl::ConsumePrefix(&key, store::kPlaybookRevisionPrefix) &&
         ConsumeId(&key, playbook) && ParseBigEndian(key, revision);
}

bool ParseSignatureKey(absl::string_view key, std::string* playbook,
                       std::string* member, uint64_t* text_revision) {
  return absl::ConsumePrefix(&key, store::kPlaybookSignaturePrefix) &&
         ConsumeId(&key, playbook) && ConsumeId(&key, member) &&
         ParseBigEndian(key, text_revision);
}

}  // namespace klad::playbook
