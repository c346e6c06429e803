#include "crypto/roster/authority.h"

#include <set>
#include <string>

#include "crypto/roster/kind.h"

namespace klad::crypto::roster {

absl::Status Broken(absl::string_view rule) {
  return absl::PermissionDeniedError(rule);
}

bool AreNew(const Facts& facts, std::initializer_list<std::string> keys) {
  std::set<absl::string_view> here;
  for (const std::string& key : keys) {
    if (facts.HasNamed(key) || !here.insert(key).second) {
      return false;
    }
  }
  return true;
}

bool IsNewId(const Facts& facts, absl::string_view id) {
  return facts.FindMember(id) == nullptr && facts.FindInvitation(id) == nullptr;
}

absl::Status Authorize(const Facts& before, const Actor& actor,
                       const trust::v1::Entry& entry) {
  return WithKind(entry,
                  [&](const auto& row) { return May(before, actor, row); });
}

}  // namespace klad::crypto::roster
