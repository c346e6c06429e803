// The options that say what a link is.
#ifndef KLAD_CLIENT_CLI_LINK_OPTIONS_H_
#define KLAD_CLIENT_CLI_LINK_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/vault.h"
#include "klad/v1/link.pb.h"

namespace klad::cli {

// --title, --purpose, --category, --tag, --owner, --role, --credential,
// --review, --until; and with them, to change a link, --name, --address,
// --untag, --unrole, --no-credential, --note.
std::vector<Option> LinkOptions();
std::vector<Option> LinkEditOptions();

// What the options name, found once: then it is applied to as many links as
// there are. Exit kNotFound, kUsage as whatever is looked for.
class LinkChanges {
 public:
  // The roster is up to date.
  static absl::StatusOr<LinkChanges> Of(Context& context, client::Vault& vault);

  // What is not named stays. Of LinkOptions, and of LinkEditOptions.
  void ApplyTo(klad::v1::Link* link) const;
  void ApplyEditTo(klad::v1::Link* link) const;

 private:
  explicit LinkChanges(const Context& context) : context_(context) {}

  const Context& context_;
  std::string owner_;
  std::vector<std::string> roles_;
  std::string safe_;
  std::string credential_;
  int64_t review_ms_ = 0;
  int64_t until_ms_ = 0;
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_LINK_OPTIONS_H_
