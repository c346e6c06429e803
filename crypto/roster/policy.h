// The words an organisation may set, by a `policy` entry of an owner.
#ifndef KLAD_CRYPTO_ROSTER_POLICY_H_
#define KLAD_CRYPTO_ROSTER_POLICY_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::crypto::roster {

struct PolicyWord {
  absl::string_view word;
  int64_t least;
  int64_t most;
  int64_t standard;  // while no entry has set it
};

absl::Span<const PolicyWord> PolicyWords();

// Null for a word nobody knows.
const PolicyWord* FindPolicyWord(absl::string_view word);

// The roles that come with a new organisation: `owner` first.
std::vector<trust::v1::RoleDefinition> BuiltInRoles();

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_POLICY_H_
