// Entries of the simple kinds, of now: what TestOrganisation has no Draft for.
#ifndef KLAD_CRYPTO_ROSTER_TESTING_DRAFTS_H_
#define KLAD_CRYPTO_ROSTER_TESTING_DRAFTS_H_

#include <string>
#include <vector>

#include "crypto/roster/testing/test_organisation.h"

namespace klad::crypto::roster {

using trust::v1::Entry;

Entry Withdrawn(const TestOrganisation& org, const Id& invitation);
Entry Moved(const TestOrganisation& org, const TestMember& with_new_keys);
Entry Lost(const TestOrganisation& org, const Id& member);
Entry Suspended(const TestOrganisation& org, const Id& member);
Entry Resumed(const TestOrganisation& org, const Id& member);
Entry Departed(const TestOrganisation& org, const Id& member,
               const Id& successor);
Entry ToolEnded(const TestOrganisation& org, const Id& tool);
Entry RoleChanged(const TestOrganisation& org, const std::string& role,
                  const std::vector<std::string>& permissions);
Entry RoleEnded(const TestOrganisation& org, const std::string& role);
Entry RoleGiven(const TestOrganisation& org, const Id& member,
                const std::string& role, int64_t until_ms = 0);
Entry RoleTaken(const TestOrganisation& org, const Id& member,
                const std::string& role);
Entry SafeRenamed(const TestOrganisation& org, const Id& safe, uint32_t epoch);
Entry SafeRetired(const TestOrganisation& org, const Id& safe);
Entry Revoked(const TestOrganisation& org, const Id& safe,
              const GrantTarget& target);
Entry Shared(const TestOrganisation& org, const Id& safe, const Id& credential,
             const Id& member, int64_t until_ms = 0);
Entry Unshared(const TestOrganisation& org, const Id& safe,
               const Id& credential, const Id& member);
Entry PolicySet(const TestOrganisation& org, const std::string& word,
                int64_t value);
Entry KitAdded(const TestOrganisation& org, const TestMember& kit);
Entry KitRemoved(const TestOrganisation& org, const Id& kit);
Entry NewServerKeys(const TestOrganisation& org, const std::string& ca,
                    const std::string& audit_key);
Entry Restored(const TestOrganisation& org, const std::vector<Id>& safes);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_DRAFTS_H_
