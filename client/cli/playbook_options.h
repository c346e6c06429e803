// The options that say what a playbook is.
#ifndef KLAD_CLIENT_CLI_PLAYBOOK_OPTIONS_H_
#define KLAD_CLIENT_CLI_PLAYBOOK_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/vault.h"
#include "klad/v1/playbook.pb.h"

namespace klad::cli {

inline constexpr Argument kPlaybookArgument = {"PLAYBOOK",
                                               Mark("the playbook's name")};

// --title, --category, --tag, --owner, --reviewer, --role, --review; and with
// them, to change a playbook, --name, --untag, --unreview, --unrole.
std::vector<Option> PlaybookOptions();
std::vector<Option> PlaybookEditOptions();

// What the options name, found once: then it is applied. Exit kNotFound,
// kUsage as whatever is looked for.
class PlaybookChanges {
 public:
  // Of PlaybookOptions, and of PlaybookEditOptions. The roster is up to date.
  static absl::StatusOr<PlaybookChanges> Of(const Context& context,
                                            client::Vault& vault);
  static absl::StatusOr<PlaybookChanges> OfEdit(const Context& context,
                                                client::Vault& vault);

  // Whether one of PlaybookEditOptions was given.
  static bool AnyIn(const Context& context);

  // What is not named stays. Of PlaybookOptions, and of PlaybookEditOptions.
  void ApplyTo(klad::v1::Playbook* playbook) const;
  void ApplyEditTo(klad::v1::Playbook* playbook) const;

 private:
  explicit PlaybookChanges(const Context& context) : context_(context) {}

  const Context& context_;
  std::string owner_;
  std::vector<std::string> reviewers_;
  std::vector<std::string> unreviewers_;
  std::vector<std::string> roles_;
  uint32_t review_days_ = 0;
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PLAYBOOK_OPTIONS_H_
