// What each entry changes, once the authority table has let it. None can
// fail. The entry's number, time and link stand in the facts already. In
// changes_people.cc, changes_roles.cc, changes_safes.cc and
// changes_organisation.cc, as the authority's rows.
#ifndef KLAD_CRYPTO_ROSTER_CHANGES_H_
#define KLAD_CRYPTO_ROSTER_CHANGES_H_

#include "crypto/roster/authority.h"
#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

void Change(Facts*, const Actor&, const trust::v1::Founded&);
void Change(Facts*, const Actor&, const trust::v1::Invited&);
void Change(Facts*, const Actor&, const trust::v1::Withdrawn&);
void Change(Facts*, const Actor&, const trust::v1::Joined&);
void Change(Facts*, const Actor&, const trust::v1::Moved&);
void Change(Facts*, const Actor&, const trust::v1::Lost&);
void Change(Facts*, const Actor&, const trust::v1::Suspended&);
void Change(Facts*, const Actor&, const trust::v1::Resumed&);
void Change(Facts*, const Actor&, const trust::v1::Departed&);
void Change(Facts*, const Actor&, const trust::v1::ToolMade&);
void Change(Facts*, const Actor&, const trust::v1::ToolEnded&);
void Change(Facts*, const Actor&, const trust::v1::RoleDefined&);
void Change(Facts*, const Actor&, const trust::v1::RoleChanged&);
void Change(Facts*, const Actor&, const trust::v1::RoleEnded&);
void Change(Facts*, const Actor&, const trust::v1::RoleGiven&);
void Change(Facts*, const Actor&, const trust::v1::RoleTaken&);
void Change(Facts*, const Actor&, const trust::v1::RoleKey&);
void Change(Facts*, const Actor&, const trust::v1::SafeCreated&);
void Change(Facts*, const Actor&, const trust::v1::SafeRenamed&);
void Change(Facts*, const Actor&, const trust::v1::SafeRetired&);
void Change(Facts*, const Actor&, const trust::v1::SafeKey&);
void Change(Facts*, const Actor&, const trust::v1::Granted&);
void Change(Facts*, const Actor&, const trust::v1::GrantRevoked&);
void Change(Facts*, const Actor&, const trust::v1::Shared&);
void Change(Facts*, const Actor&, const trust::v1::Unshared&);
void Change(Facts*, const Actor&, const trust::v1::PolicySet&);
void Change(Facts*, const Actor&, const trust::v1::KitAdded&);
void Change(Facts*, const Actor&, const trust::v1::KitRemoved&);
void Change(Facts*, const Actor&, const trust::v1::ServerKeys&);
void Change(Facts*, const Actor&, const trust::v1::Restored&);

// Shared by the rows.

// A term that begins, or ends, with the newest entry.
Term Begin(const Facts& facts, int64_t until_ms = 0);
void End(const Facts& facts, Term* term);

Keys FromProto(const trust::v1::PublicKeys& keys);
Position FromProto(const trust::v1::Position& position);
void NameKeys(Facts* facts, const Keys& keys);

Member& MemberAt(Facts* facts, absl::string_view id);
void SetState(Facts* facts, Member* member, MemberState state);
void AddIdentity(Facts* facts, Member* member, const Keys& keys,
                 uint32_t incarnation);
void EnterRole(Facts* facts, Member* member, const std::string& role,
               int64_t until_ms);
void LeaveRole(Facts* facts, Member* member, const std::string& role);
// Roles, grants and shares: nothing opens by itself when they return.
void EndAllOf(Facts* facts, Member* member);
// For good: a leaver, an ended tool, a removed kit.
void Leave(Facts* facts, Member* member);
// An invitation ends with its author's authority, for good.
void EndInvitationsBy(Facts* facts, absl::string_view author);
void AddRole(Facts* facts, const trust::v1::RoleDefinition& definition,
             const trust::v1::RoleKey& key);
void SetPermissions(Facts* facts, Role* role,
                    const trust::v1::RoleDefinition& definition);
void AddEpoch(Facts* facts, Role* role, const trust::v1::RoleKey& key);
void AddKit(Facts* facts, const Id& id, const Id& author, const Keys& keys);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_CHANGES_H_
