// Tools: members that are programs, with safes and permissions of their own
// and always an end.
#ifndef KLAD_CLIENT_TOOLS_H_
#define KLAD_CLIENT_TOOLS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "crypto/token.h"

namespace klad::client {

struct NewTool {
  std::string login;
  std::vector<std::pair<std::string, trust::v1::Level>> safes;  // ids
  std::vector<std::string> permissions;
  int64_t until_ms = 0;
};

// The entries that make it a member and grant it its safes, and its
// certificate until its end. By an owner. What the token gives is nowhere
// else.
absl::StatusOr<crypto::Token> MakeTool(Vault* vault, const NewTool& tool);

absl::Status EndTool(Vault* vault, const std::string& tool);

// ca.pem, cert.pem and key.pem, for other gRPC programs; the folder is made,
// and files that are there are left alone: exit kConflict.
absl::Status WritePem(Account* account, const crypto::Token& token,
                      const std::string& folder);

}  // namespace klad::client

#endif  // KLAD_CLIENT_TOOLS_H_
