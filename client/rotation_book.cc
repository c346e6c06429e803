#include "client/rotation_book.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/kits.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"

namespace klad::client {

absl::string_view StandingWord(Standing standing) {
  switch (standing) {
    case Standing::kOpen:
      return "open";
    case Standing::kChanged:
      return "changed";
    case Standing::kEnded:
      return "ended";
    case Standing::kWaived:
      return "waived";
    case Standing::kUnknown:
      break;
  }
  return "unknown";
}

absl::Status RotationBook::OpenSafes() {
  if (opened_) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto safes, vault_->Safes());
  for (SafeInfo& safe : safes) safes_[safe.id] = std::move(safe);
  opened_ = true;
  return absl::OkStatus();
}

absl::StatusOr<Mirror*> RotationBook::Follow(const std::string& safe) {
  ASSIGN_OR_RETURN(Mirror * mirror, vault_->OpenSafe(safe));
  if (followed_.insert(safe).second) RETURN_IF_ERROR(mirror->Follow());
  return mirror;
}

absl::StatusOr<absl::optional<RotationBook::Place>> RotationBook::Find(
    const Rotation& rotation) {
  RETURN_IF_ERROR(OpenSafes());
  absl::optional<Place> found;
  if (const auto safe = safes_.find(rotation.safe); safe != safes_.end()) {
    ASSIGN_OR_RETURN(Mirror * mirror, Follow(rotation.safe));
    ASSIGN_OR_RETURN(const Mirror::Item* item,
                     mirror->WithId(rotation.credential));
    if (item != nullptr) found = Place{safe->second, mirror, item};
    if (item != nullptr && !item->deleted()) return found;
  }
  for (const auto& [id, safe] : safes_) {
    if (id == rotation.safe) continue;
    ASSIGN_OR_RETURN(Mirror * mirror, Follow(id));
    ASSIGN_OR_RETURN(const Mirror::Item* item,
                     mirror->WithId(rotation.credential));
    if (item != nullptr && !item->deleted()) {
      return absl::optional<Place>(Place{safe, mirror, item});
    }
  }
  return found;
}

absl::StatusOr<RotationStand> RotationBook::StandOfMember(
    const std::string& id) const {
  const auto* member = vault_->account().roster().FindMember(id);
  if (member == nullptr ||
      member->state() != crypto::roster::MemberState::kDeparted) {
    return RotationStand{};
  }
  const crypto::roster::Term& ended = member->states.back().term;
  ASSIGN_OR_RETURN(const auto* entries, vault_->account().Entries());
  return RotationStand{Standing::kEnded, (*entries)[ended.from - 1].author(),
                       ended.from_ms};
}

absl::StatusOr<RotationStand> RotationBook::StandOf(const Rotation& rotation) {
  if (!rotation.waived.empty()) {
    return RotationStand{Standing::kWaived, rotation.waived_by,
                         rotation.waived_ms};
  }
  if (!rotation.tool.empty()) return StandOfMember(rotation.tool);
  if (!rotation.kit.empty()) return StandOfMember(rotation.kit);
  ASSIGN_OR_RETURN(const auto place, Find(rotation));
  if (!place.has_value()) {
    // In a safe of ours that never had it, there is nothing to be changed by.
    const bool mine = safes_.count(rotation.safe) > 0;
    return RotationStand{mine ? Standing::kOpen : Standing::kUnknown, "", 0};
  }
  const auto header = crypto::vault::ParseHeader(place->item->header());
  RETURN_IF_ERROR(header.status());
  if (header->generation() <= rotation.version) return RotationStand{};
  if (header->generation() != header->version()) {
    return RotationStand{Standing::kChanged, "", 0};
  }
  return RotationStand{Standing::kChanged, header->author(), header->time_ms()};
}

absl::StatusOr<bool> RotationBook::IsCurrent(const Rotation& where,
                                             uint64_t generation) {
  ASSIGN_OR_RETURN(const auto place, Find(where));
  if (!place.has_value()) return false;
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(place->item->header()));
  return header.generation() == generation;
}

absl::StatusOr<RotationStand> RotationBook::ClosingOf(
    const Rotation& rotation) {
  ASSIGN_OR_RETURN(RotationStand stand, StandOf(rotation));
  if (stand.standing != Standing::kChanged || stand.time_ms != 0) return stand;
  ASSIGN_OR_RETURN(const auto place, Find(rotation));
  ASSIGN_OR_RETURN(const auto versions,
                   vault_->History(place->mirror, rotation.credential));
  for (const Vault::Version& version : versions) {
    const trust::v1::Header& header = version.header;
    if (header.version() == versions.front().header.generation()) {
      return RotationStand{Standing::kChanged, header.author(),
                           header.time_ms()};
    }
  }
  return stand;
}

absl::StatusOr<std::string> RotationBook::NameOf(const Rotation& rotation) {
  if (!rotation.tool.empty()) {
    const auto* tool = vault_->account().roster().FindMember(rotation.tool);
    return tool == nullptr ? Say("somebody") : tool->login;
  }
  if (!rotation.kit.empty()) {
    for (const KitInfo& kit : Kits(vault_->account().roster())) {
      if (kit.id == rotation.kit) return Say("the recovery kit $0", kit.entry);
    }
    return Say("a recovery kit");
  }
  ASSIGN_OR_RETURN(const auto place, Find(rotation));
  if (place.has_value()) {
    return absl::StrCat(place->safe.name, "/", place->item->overview().title());
  }
  return absl::StrCat(kCredentialIdPrefix,
                      CredentialIdText(rotation.credential));
}

}  // namespace klad::client
