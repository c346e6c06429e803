// Who may answer for what the department writes down, and which roles it may
// name. What stays as it was is fine, whatever became of it.
#ifndef KLAD_SERVER_ACCESS_RESPONSIBLE_H_
#define KLAD_SERVER_ACCESS_RESPONSIBLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace klad::access {

// An active member, or who it was `before`, if it was anybody.
bool MayOwn(absl::string_view owner, absl::string_view before,
            const crypto::roster::State& roster);

// At most 20, each once: roles that there are, or that stood there `before`.
bool AreRoles(const google::protobuf::RepeatedPtrField<std::string>& roles,
              const google::protobuf::RepeatedPtrField<std::string>& before,
              const crypto::roster::State& roster);

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_RESPONSIBLE_H_
