// Where rotations stand, as this client sees it in the safes themselves.
#ifndef KLAD_CLIENT_ROTATION_BOOK_H_
#define KLAD_CLIENT_ROTATION_BOOK_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "client/departures.h"
#include "client/vault.h"

namespace klad::client {

enum class Standing {
  kOpen,
  kChanged,  // a generation made since is the newest
  kEnded,    // the tool or kit
  kWaived,
  kUnknown,  // in a safe that this member may not open
};

// "open", "changed", "ended", "waived", "unknown": stable words for JSON.
absl::string_view StandingWord(Standing standing);

struct RotationStand {
  Standing standing = Standing::kOpen;
  std::string by;       // who closed it, a member's id; empty while it is open
  int64_t time_ms = 0;  // when
};

// For one thread; the vault outlives it. Each safe is brought up to date once.
class RotationBook {
 public:
  explicit RotationBook(Vault* vault) : vault_(vault) {}

  // A restored old secret opens a rotation again, and a waiver keeps it closed.
  absl::StatusOr<RotationStand> StandOf(const Rotation& rotation);

  // Whether the secret of this generation is in use, wherever the credential
  // is by now; false where no safe of ours shows it.
  absl::StatusOr<bool> IsCurrent(const Rotation& where, uint64_t generation);

  // With who closed it and when, asking for the history where that takes it.
  absl::StatusOr<RotationStand> ClosingOf(const Rotation& rotation);

  // "SAFE/TITLE", a tool's login, or that it is a recovery kit.
  absl::StatusOr<std::string> NameOf(const Rotation& rotation);

 private:
  struct Place {
    SafeInfo safe;
    Mirror* mirror = nullptr;
    const Mirror::Item* item = nullptr;
  };
  // Where the credential is now: it may have been moved. Nothing when no safe
  // that is open to this member has it.
  absl::StatusOr<absl::optional<Place>> Find(const Rotation& rotation);
  absl::Status OpenSafes();
  absl::StatusOr<Mirror*> Follow(const std::string& safe);
  absl::StatusOr<RotationStand> StandOfMember(const std::string& id) const;

  Vault* const vault_;
  std::map<std::string, SafeInfo> safes_;
  std::set<std::string> followed_;
  bool opened_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROTATION_BOOK_H_
