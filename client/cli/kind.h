// Kinds of credentials by the words that people use.
#ifndef KLAD_CLIENT_CLI_KIND_H_
#define KLAD_CLIENT_CLI_KIND_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// "ssh-key".
absl::string_view KindName(trust::v1::Kind kind);
absl::optional<trust::v1::Kind> KindNamed(absl::string_view name);

// All of them, for a hint.
std::string KindNames();

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_KIND_H_
