// Exposures of a credential that was moved: those of every safe it was in.
#ifndef KLAD_CLIENT_EXPOSURE_TRAIL_H_
#define KLAD_CLIENT_EXPOSURE_TRAIL_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/exposures.h"
#include "client/mirror.h"
#include "client/vault.h"

namespace klad::client {

struct ExposureTrail {
  // As NewestOnly leaves them, by generation.
  std::vector<Exposed> exposed;
  // False: it was in a safe before that is not the caller's to ask about.
  bool whole = true;
};

// `mirror` is of the safe in which it is now. Errors as ExposuresOfCredential's
// of that safe, and Vault::History's.
absl::StatusOr<ExposureTrail> ExposuresWherever(Vault* vault, Mirror* mirror,
                                                absl::string_view credential);

// Of one member, credential, generation and purpose the newest: one that was
// read in two safes is told once. Otherwise in the order given.
std::vector<Exposed> NewestOnly(std::vector<Exposed> all);

}  // namespace klad::client

#endif  // KLAD_CLIENT_EXPOSURE_TRAIL_H_
