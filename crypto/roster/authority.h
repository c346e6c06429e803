// The authority table: who may make which entry in which state. One function
// `May` for each row, in authority_people.cc, authority_roles.cc,
// authority_safes.cc and authority_organisation.cc; crypto/FORMAT.md prints
// the table with the words of its rules.
#ifndef KLAD_CRYPTO_ROSTER_AUTHORITY_H_
#define KLAD_CRYPTO_ROSTER_AUTHORITY_H_

#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

// Who makes the entry, and when. In `joined` the invitation's key; else an
// active member; in `founded` nobody yet.
struct Actor {
  const Member* member = nullptr;
  const Invitation* invitation = nullptr;
  int64_t now_ms = 0;  // the entry's time
  bool owner = false;  // an active owner: a person or a kit

  bool Is(absl::string_view id) const {
    return member != nullptr && member->id == id;
  }
};

// kPermissionDenied with the word of the first rule that is broken.
absl::Status Authorize(const Facts& before, const Actor& actor,
                       const trust::v1::Entry& entry);

absl::Status May(const Facts&, const Actor&, const trust::v1::Founded&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Invited&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Withdrawn&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Joined&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Moved&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Lost&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Suspended&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Resumed&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Departed&);
absl::Status May(const Facts&, const Actor&, const trust::v1::ToolMade&);
absl::Status May(const Facts&, const Actor&, const trust::v1::ToolEnded&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleDefined&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleChanged&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleEnded&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleGiven&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleTaken&);
absl::Status May(const Facts&, const Actor&, const trust::v1::RoleKey&);
absl::Status May(const Facts&, const Actor&, const trust::v1::SafeCreated&);
absl::Status May(const Facts&, const Actor&, const trust::v1::SafeRenamed&);
absl::Status May(const Facts&, const Actor&, const trust::v1::SafeRetired&);
absl::Status May(const Facts&, const Actor&, const trust::v1::SafeKey&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Granted&);
absl::Status May(const Facts&, const Actor&, const trust::v1::GrantRevoked&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Shared&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Unshared&);
absl::Status May(const Facts&, const Actor&, const trust::v1::PolicySet&);
absl::Status May(const Facts&, const Actor&, const trust::v1::KitAdded&);
absl::Status May(const Facts&, const Actor&, const trust::v1::KitRemoved&);
absl::Status May(const Facts&, const Actor&, const trust::v1::ServerKeys&);
absl::Status May(const Facts&, const Actor&, const trust::v1::Restored&);

// Shared by the rows.

// No key was ever named in the log, and none stands twice here.
bool AreNew(const Facts& facts, std::initializer_list<std::string> keys);
bool IsNewId(const Facts& facts, absl::string_view id);
absl::Status Broken(absl::string_view rule);

#define RULE(word, holds)              \
  do {                                 \
    if (!(holds)) return Broken(word); \
  } while (false)

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_AUTHORITY_H_
