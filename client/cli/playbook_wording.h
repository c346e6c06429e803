// A playbook's text between people, who write names, and the server, which
// keeps ids (client/playbooks.h).
#ifndef KLAD_CLIENT_CLI_PLAYBOOK_WORDING_H_
#define KLAD_CLIENT_CLI_PLAYBOOK_WORDING_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/context.h"
#include "client/cli/ledger_names.h"
#include "client/vault.h"
#include "crypto/text/playbook_text.h"
#include "klad/v1/playbook.pb.h"

namespace klad::cli {

// For one thread; both outlive it. The roster is up to date.
class PlaybookWording {
 public:
  PlaybookWording(Context& context, client::Vault& vault)
      : context_(context), vault_(vault), names_(&vault) {}

  // Names to ids, once the steps are checked; a role without members is said.
  // Errors name the line and what is not there: exit kUsage, kNotFound with
  // near misses.
  absl::StatusOr<std::string> ToIds(absl::string_view text);

  // From now on there is a playbook of that name, for ToIds alone: one that
  // would be created.
  void Suppose(absl::string_view playbook);

  // Ids to names, as the answer and this member's safes have them. In place of
  // what is not there, or not to be seen, kSay puts words; kKeep leaves ids,
  // which ToIds takes again.
  enum class Missing { kSay, kKeep };
  absl::StatusOr<std::string> ToNames(
      const klad::v1::GetPlaybookResponse& answer, Missing missing);

 private:
  absl::StatusOr<std::string> PlaybookId(const std::string& name);
  absl::Status CheckSteps(absl::string_view text);
  absl::Status CheckRole(const std::string& role);
  absl::StatusOr<std::string> IdFor(const text::TextReference& reference);
  absl::StatusOr<std::string> CredentialName(const std::string& safe,
                                             const std::string& credential);

  Context& context_;
  client::Vault& vault_;
  LedgerNames names_;
  std::map<std::string, std::string> ids_;  // by kind and name
  std::set<std::string> supposed_;          // folded
  std::set<std::string> roles_;             // that were looked at
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PLAYBOOK_WORDING_H_
