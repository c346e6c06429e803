// Who is to sign that a playbook is read and understood, and who has.
#ifndef KLAD_SERVER_PLAYBOOK_SIGNERS_H_
#define KLAD_SERVER_PLAYBOOK_SIGNERS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "klad/v1/playbook.pb.h"
#include "server/store/store.h"

namespace klad::playbook {

// Persons alone, in the order of logins: those in a role that the playbook
// names; if it names none, everybody but contractors.
absl::StatusOr<std::vector<v1::PlaybookSigner>> SignersOf(
    store::Store* store, const v1::Playbook& playbook,
    const crypto::roster::State& roster, int64_t now_ms);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_SIGNERS_H_
