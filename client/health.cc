#include "client/health.h"

#include "client/strength.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"

namespace klad::client {
namespace {

// Nothing is known of a password that was moved here, until it changes.
bool HasTag(const trust::v1::Overview& overview) {
  return overview.strength() != crypto::vault::kNoPassword &&
         overview.secret_tag() != crypto::vault::kUnknownSecretTag;
}

bool HasPassword(const trust::v1::Overview& overview) {
  return overview.strength() != crypto::vault::kNoPassword;
}

// Whether it has a value that ought to be changed from time to time.
bool Ages(const Examined& examined) {
  return HasPassword(examined.item->overview()) ||
         examined.kind == trust::v1::KIND_API_KEY ||
         examined.kind == trust::v1::KIND_SSH_KEY;
}

Health HealthOf(const Examined& examined, absl::Time old_before) {
  const trust::v1::Overview& overview = examined.item->overview();
  const int64_t changed_ms = overview.secret_changed_ms();
  Health health;
  health.weak = overview.strength() <= kWeak;
  health.old = Ages(examined) && changed_ms > 0 &&
               absl::FromUnixMillis(changed_ms) < old_before;
  health.no_second_factor = examined.kind == trust::v1::KIND_LOGIN &&
                            HasPassword(overview) && !overview.second_factor();
  return health;
}

}  // namespace

std::map<uint32_t, std::vector<Examined*>> SameTags(
    std::vector<Examined>* examined) {
  std::map<uint32_t, std::vector<Examined*>> by_tag;
  for (Examined& one : *examined) {
    const trust::v1::Overview& overview = one.item->overview();
    if (HasTag(overview)) by_tag[overview.secret_tag()].push_back(&one);
  }
  std::erase_if(by_tag, [](const auto& tag) { return tag.second.size() < 2; });
  return by_tag;
}

absl::StatusOr<std::vector<Examined>> Examine(const MirrorItems& items,
                                              absl::Time old_before) {
  std::vector<Examined> examined;
  for (const auto& [id, item] : items) {
    if (item.deleted() || item.overview().archived()) continue;
    const auto header = crypto::vault::ParseHeader(item.header());
    if (!header.ok()) return header.status();
    Examined one{&item, header->kind(), {}};
    one.health = HealthOf(one, old_before);
    examined.push_back(one);
  }
  for (const auto& [tag, same] : SameTags(&examined)) {
    for (Examined* one : same) one->health.reused = true;
  }
  return examined;
}

}  // namespace klad::client
