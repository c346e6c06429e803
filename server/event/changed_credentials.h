// What an event of a safe must ask another feature.
#ifndef KLAD_SERVER_EVENT_CHANGED_CREDENTIALS_H_
#define KLAD_SERVER_EVENT_CHANGED_CREDENTIALS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::event {

class ChangedCredentials {
 public:
  virtual ~ChangedCredentials() = default;

  // The credentials that this change of the safe has a new version of.
  virtual absl::StatusOr<std::vector<std::string>> In(
      absl::string_view safe, uint64_t sequence) const = 0;
};

}  // namespace klad::event

#endif  // KLAD_SERVER_EVENT_CHANGED_CREDENTIALS_H_
