// What is wrong with credentials, as far as their overviews tell: nothing is
// revealed for it.
#ifndef KLAD_CLIENT_HEALTH_H_
#define KLAD_CLIENT_HEALTH_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/mirror_file.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

struct Health {
  bool weak = false;              // strength up to kWeak
  bool reused = false;            // its tag is that of another: suspected
  bool old = false;               // the secret was last changed before a day
  bool no_second_factor = false;  // a login with a password and no seed

  bool well() const { return !weak && !reused && !old && !no_second_factor; }
};

struct Examined {
  const MirrorItem* item = nullptr;
  trust::v1::Kind kind = trust::v1::KIND_UNSPECIFIED;
  Health health;
};

// Of one safe's items, by credential; those that are deleted or archived are
// left out. Two of 65,536 tags are equal by chance, so `reused` is a suspicion
// only. Unknown dates are not old.
// The items outlive the answer.
absl::StatusOr<std::vector<Examined>> Examine(const MirrorItems& items,
                                              absl::Time old_before);

// Those with a suspicion, by the tag they have in common.
std::map<uint32_t, std::vector<Examined*>> SameTags(
    std::vector<Examined>* examined);

}  // namespace klad::client

#endif  // KLAD_CLIENT_HEALTH_H_
