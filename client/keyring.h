// Unlocked identities, in the kernel's key ring: never in a file or the
// environment. They survive the end of a shell and a login, and are gone after
// a time without use, after twelve hours, at `klad lock` or at a reboot.
//
// keyrings(7), persistent-keyring(7). One "user" key for each member, in the
// calling user's persistent key ring, described `klad:ORGANISATION:MEMBER`,
// open to its possessor only.
#ifndef KLAD_CLIENT_KEYRING_H_
#define KLAD_CLIENT_KEYRING_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "crypto/base/secret.h"

namespace klad::client {

// Whose identity: ids in any form that has no colon.
struct KeyringEntry {
  std::string organisation;
  std::string member;
};

class Keyring {
 public:
  static constexpr absl::Duration kIdle = absl::Minutes(30);
  static constexpr absl::Duration kCap = absl::Hours(12);
  static constexpr size_t kMaxPayload = 16 << 10;

  virtual ~Keyring() = default;

  // Keeps `payload` from now, replacing what is there. kInvalidArgument when
  // it is longer than kMaxPayload; kUnavailable when there is no usable key
  // ring (a container, a full quota): the caller unlocks for one command.
  virtual absl::Status Put(const KeyringEntry& entry,
                           const Secret& payload) = 0;

  // What Put kept, and the idle time begins anew. kNotFound when it is not
  // there or its time is over; kUnavailable as in Put.
  virtual absl::StatusOr<Secret> Get(const KeyringEntry& entry) = 0;

  // OK also when nothing was there. kUnavailable as in Put.
  virtual absl::Status Remove(const KeyringEntry& entry) = 0;
};

// Time since the machine started, sleep included (CLOCK_BOOTTIME): nobody sets
// it back, and keys do not outlive it.
absl::Duration SinceBoot();

std::unique_ptr<Keyring> KernelKeyring(
    std::function<absl::Duration()> clock = SinceBoot);

}  // namespace klad::client

#endif  // KLAD_CLIENT_KEYRING_H_
