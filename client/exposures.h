// Who has been given what, as the ledger's exposures prove it.
#ifndef KLAD_CLIENT_EXPOSURES_H_
#define KLAD_CLIENT_EXPOSURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::client {

// Of one member, generation and purpose the newest. It is seen and current
// while the credential's newest header has this generation.
struct Exposed {
  std::string member;
  std::string safe;
  std::string credential;
  uint64_t version = 0;
  uint64_t generation = 0;
  trust::v1::Purpose purpose = trust::v1::PURPOSE_UNSPECIFIED;
  int64_t time_ms = 0;
  // Signed by the member; of a write, as a change of the safe says. False for
  // a write into a safe that may not be opened here: the server's word.
  bool proven = false;
};

// Every exposure of a member, or of a credential, each verified and the news
// learnt. Exit kIntegrity when one was not signed by its member, is not what
// was asked for, comes twice, or no change proves it; kDenied when it is not
// the caller's to ask. That none was left out is the server's word.
absl::StatusOr<std::vector<Exposed>> ExposuresOf(Vault* vault,
                                                 absl::string_view member);
absl::StatusOr<std::vector<Exposed>> ExposuresOfCredential(
    Vault* vault, absl::string_view safe, absl::string_view credential);

}  // namespace klad::client

#endif  // KLAD_CLIENT_EXPOSURES_H_
