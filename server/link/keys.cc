#include "server/link/keys.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/digest.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::link {
namespace {

constexpr char kIndexDomain[] = "klad1.link.index";
constexpr char kNameDomain[] = "klad1.link.name";
constexpr char kAddressDomain[] = "klad1.link.addr";

}  // namespace

IndexKey::IndexKey(const Secret& seal)
    : key_(Secret::Copy(crypto::Hash(kIndexDomain, {seal.Expose()}).view())) {}

std::string IndexKey::OfName(absl::string_view folded) const {
  return absl::StrCat(
      store::kLinkNamePrefix,
      crypto::Hash(kNameDomain, {key_.Expose(), folded}).view());
}

std::string IndexKey::OfAddress(absl::string_view normalised) const {
  return absl::StrCat(
      store::kLinkAddressPrefix,
      crypto::Hash(kAddressDomain, {key_.Expose(), normalised}).view());
}

std::string IndexKey::OfAddress(absl::string_view normalised,
                                absl::string_view link) const {
  return absl::StrCat(OfAddress(normalised), link);
}

std::string RecordKey(absl::string_view link) {
  return absl::StrCat(store::kLinkPrefix, link);
}

std::string UsesKey(int64_t week, absl::string_view link) {
  return absl::StrCat(store::kLinkUsesPrefix,
                      BigEndian(static_cast<uint64_t>(week)), link);
}

std::string CheckKey(absl::string_view link) {
  return absl::StrCat(store::kLinkCheckPrefix, link);
}

std::string LinkOfCheck(absl::string_view key) {
  return std::string(absl::StripPrefix(key, store::kLinkCheckPrefix));
}

std::string LinkOfAddress(absl::string_view key) {
  const size_t before =
      sizeof store::kLinkAddressPrefix - 1 + crypto::Digest::kSize;
  return std::string(key.substr(std::min(before, key.size())));
}

std::string LinkOfUses(absl::string_view key) {
  const size_t before = sizeof store::kLinkUsesPrefix - 1 + sizeof(uint64_t);
  return std::string(key.substr(std::min(before, key.size())));
}

}  // namespace klad::link
