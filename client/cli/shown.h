// Which credentials of which safes are listed and searched.
#ifndef KLAD_CLIENT_CLI_SHOWN_H_
#define KLAD_CLIENT_CLI_SHOWN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/cli/cell_words.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/vault.h"

namespace klad::cli {

// The options --tag, --kind, --archived and --deleted, and what they let
// through: what is archived only with --archived, what is deleted only with
// --deleted, and then nothing else; what went to another safe never.
std::vector<Option> FilterOptions();

class Filter {
 public:
  // A usage error for a kind that there is not. `kind`: in place of --kind,
  // empty for all.
  static absl::StatusOr<Filter> Of(Context& context);
  static absl::StatusOr<Filter> Of(Context& context, absl::string_view kind);

  bool Passes(const client::MirrorItem& item) const;
  // Whether any option was given.
  bool narrow() const { return narrow_; }

 private:
  std::vector<std::string> tags_;  // folded, all wanted
  CellWords tag_words_ = CellWords("tags");
  absl::optional<trust::v1::Kind> kind_;
  bool archived_ = false;
  bool deleted_ = false;
  bool narrow_ = false;
};

// A safe as the server has it now.
struct ShownSafe {
  std::string name;
  client::Mirror* mirror = nullptr;
};

// Of the safe called so, or of all that are open to this member for "".
absl::StatusOr<std::vector<ShownSafe>> FollowSafes(client::Vault& vault,
                                                   absl::string_view name);

std::vector<std::string> TagsOf(const trust::v1::Overview& overview);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_SHOWN_H_
