// The playbooks as a member uses them. Texts are as the server keeps them: what
// they refer to stands there by id.
#ifndef KLAD_CLIENT_PLAYBOOKS_H_
#define KLAD_CLIENT_PLAYBOOKS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "klad/v1/playbook.pb.h"

namespace klad::client {

// By name, forgiving case, hyphens, spaces, Ё and width, with the text of a
// revision (0: the newest). Exit kNotFound with near misses.
absl::StatusOr<klad::v1::GetPlaybookResponse> FindPlaybook(
    Account* account, absl::string_view name, uint64_t revision = 0);
// The same with the text that is in force, if one is.
absl::StatusOr<klad::v1::GetPlaybookResponse> FindPlaybookInForce(
    Account* account, absl::string_view name);
// The same by id. Exit kNotFound.
absl::StatusOr<klad::v1::GetPlaybookResponse> FindPlaybookById(
    Account* account, absl::string_view id, uint64_t revision = 0);

// All pages; `limit` and `after` are set here.
absl::StatusOr<std::vector<klad::v1::Playbook>> ListPlaybooks(
    Account* account, klad::v1::ListPlaybooksRequest request);

// All, the newest first.
absl::StatusOr<std::vector<klad::v1::PlaybookRevision>> ListPlaybookRevisions(
    Account* account, absl::string_view id);

absl::StatusOr<std::vector<klad::v1::PlaybookSigner>> ListPlaybookSigners(
    Account* account, absl::string_view id);

// As the server made it. The id is set here, and the owner is this member if
// there is none. Exit kConflict when the name is taken or playbooks would
// refer to each other in a circle, which is named; kUsage when it is not one.
absl::StatusOr<klad::v1::Playbook> CreatePlaybook(
    Account* account, klad::v1::CreatePlaybookRequest request);

// Exit kConflict as above, and with REASON_PLAYBOOK_MOVED when somebody else
// edited it meanwhile. The request id is set here.
absl::StatusOr<klad::v1::Playbook> EditPlaybook(
    Account* account, klad::v1::EditPlaybookRequest request);

// What stands around the texts of the playbooks of these names, each as `edit`
// makes it of what it is by then. Returns how many.
absl::StatusOr<int> EditPlaybookHeads(
    Account* account, const std::vector<std::string>& names,
    const std::function<void(klad::v1::Playbook*)>& edit);

// "Submit", "Adopt", "Retire", "Verify", "Sign", of the text that the caller
// has seen.
absl::StatusOr<klad::v1::Playbook> ActOnPlaybook(
    Account* account, absl::string_view act, const klad::v1::Playbook& playbook,
    uint64_t text_revision);

// "draft", "in-review", "adopted", "retired": stable words for JSON.
absl::string_view PlaybookStateWord(klad::v1::PlaybookState state);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOKS_H_
