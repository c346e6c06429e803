// An edit of a playbook that loses nobody's work.
#ifndef KLAD_CLIENT_CLI_PLAYBOOK_DRAFT_H_
#define KLAD_CLIENT_CLI_PLAYBOOK_DRAFT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "client/cli/context.h"
#include "client/cli/playbook_wording.h"
#include "client/vault.h"
#include "klad/v1/playbook.pb.h"

namespace klad::cli {

// What the playbook was when it was found, and what it is to become. Texts have
// ids in them.
struct PlaybookDraft {
  klad::v1::GetPlaybookResponse before;
  klad::v1::Playbook after;
  absl::optional<std::string> text;  // none: it stays
  std::string reason;
  bool material = false;
};

// Writes the next revision. What somebody else changed in between stays: field
// by field (client/playbook_merge.h) and line by line (client/text_merge.h).
// Where both changed the same, nothing is written (exit kConflict), and a new
// file in the current folder has both texts with marks; the hint names it.
absl::StatusOr<klad::v1::Playbook> WritePlaybookDraft(Context& context,
                                                      client::Vault& vault,
                                                      PlaybookWording& wording,
                                                      PlaybookDraft draft);

// Makes the draft one on the newest revision, where its `before` is an older
// one. Errors as above.
absl::Status RebasePlaybookDraft(Context& context, client::Vault& vault,
                                 PlaybookWording& wording,
                                 klad::v1::GetPlaybookResponse newest,
                                 PlaybookDraft* draft);

// The same failure, with a hint at a new file in the current folder that has
// the text: so that what somebody wrote is not lost with it.
absl::Status KeepingText(const absl::Status& failed, absl::string_view name,
                         absl::string_view text);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PLAYBOOK_DRAFT_H_
