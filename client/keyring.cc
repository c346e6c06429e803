#include "client/keyring.h"

#include <keyutils.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// When it was unlocked, in seconds of the clock, before the payload.
constexpr size_t kEndBytes = 8;

absl::Status Failure(absl::string_view what) {
  const int error = errno;
  if (error == ENOKEY || error == EKEYEXPIRED || error == EKEYREVOKED) {
    return absl::NotFoundError("not unlocked");
  }
  return WithDetail(
      Error(ExitCode::kUnavailable,
            Tr("the kernel's key ring is not usable here"),
            Tr("on a terminal klad asks for the passphrase at each command "
               "instead; scripts name a file in KLAD_PASSPHRASE_FILE")),
      absl::StrCat(what, ": ", strerror(error)));
}

std::string Description(const KeyringEntry& entry) {
  return absl::StrCat("klad:", entry.organisation, ":", entry.member);
}

// Linked into this process, which makes it the possessor of the keys within.
absl::StatusOr<key_serial_t> Persistent() {
  const long ring =
      keyctl_get_persistent(static_cast<uid_t>(-1), KEY_SPEC_PROCESS_KEYRING);
  if (ring < 0) return Failure("keyctl_get_persistent");
  return static_cast<key_serial_t>(ring);
}

absl::StatusOr<key_serial_t> Find(const KeyringEntry& entry) {
  ASSIGN_OR_RETURN(const key_serial_t ring, Persistent());
  const long key = keyctl_search(ring, "user", Description(entry).c_str(), 0);
  if (key < 0) return Failure("keyctl_search");
  return static_cast<key_serial_t>(key);
}

absl::StatusOr<Secret> ReadKey(key_serial_t key) {
  Secret bytes(kEndBytes + Keyring::kMaxPayload);
  const long size =
      keyctl_read(key, reinterpret_cast<char*>(bytes.Fill()), bytes.size());
  if (size < 0) return Failure("keyctl_read");
  if (static_cast<size_t>(size) < kEndBytes ||
      static_cast<size_t>(size) > bytes.size()) {
    return absl::NotFoundError("a key of another program");
  }
  bytes.Truncate(static_cast<size_t>(size));
  return bytes;
}

uint64_t Load(absl::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < kEndBytes; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

void Store(uint64_t value, unsigned char* bytes) {
  for (size_t i = kEndBytes; i > 0; --i, value >>= 8) {
    bytes[i - 1] = static_cast<unsigned char>(value);
  }
}

class Kernel : public Keyring {
 public:
  explicit Kernel(std::function<absl::Duration()> clock)
      : clock_(std::move(clock)) {}

  absl::Status Put(const KeyringEntry& entry, const Secret& payload) override {
    if (payload.size() > kMaxPayload) {
      return absl::InvalidArgumentError("too long for the key ring");
    }
    ASSIGN_OR_RETURN(const key_serial_t ring, Persistent());
    Secret bytes(kEndBytes + payload.size());
    Store(Seconds(), bytes.Fill());
    memcpy(bytes.Fill() + kEndBytes, payload.Expose().data(), payload.size());
    const key_serial_t key = add_key("user", Description(entry).c_str(),
                                     bytes.Expose().data(), bytes.size(), ring);
    if (key < 0) return Failure("add_key");
    absl::Status kept = Restrict(key);
    if (!kept.ok() && keyctl_unlink(key, ring) < 0) return Failure("unlink");
    return kept;
  }

  absl::StatusOr<Secret> Get(const KeyringEntry& entry) override {
    ASSIGN_OR_RETURN(const key_serial_t key, Find(entry));
    ASSIGN_OR_RETURN(const Secret bytes, ReadKey(key));
    const uint64_t age = Seconds() - Load(bytes.Expose());
    const auto cap = static_cast<uint64_t>(absl::ToInt64Seconds(kCap));
    if (age >= cap) {
      RETURN_IF_ERROR(Remove(entry));
      return absl::NotFoundError("the time is over");
    }
    RETURN_IF_ERROR(SetTimeout(key, cap - age));
    return Secret::Copy(bytes.Expose().substr(kEndBytes));
  }

  absl::Status Remove(const KeyringEntry& entry) override {
    const absl::StatusOr<key_serial_t> key = Find(entry);
    if (absl::IsNotFound(key.status())) return absl::OkStatus();
    RETURN_IF_ERROR(key.status());
    ASSIGN_OR_RETURN(const key_serial_t ring, Persistent());
    if (keyctl_unlink(*key, ring) < 0) return Failure("keyctl_unlink");
    return absl::OkStatus();
  }

 private:
  uint64_t Seconds() const {
    return static_cast<uint64_t>(absl::ToInt64Seconds(clock_()));
  }

  static absl::Status Restrict(key_serial_t key) {
    if (keyctl_setperm(key, KEY_POS_ALL) < 0) return Failure("setperm");
    return SetTimeout(key, absl::ToInt64Seconds(kCap));
  }

  // The kernel drops it after the idle time, or earlier at the cap.
  static absl::Status SetTimeout(key_serial_t key, uint64_t left) {
    const auto idle = static_cast<uint64_t>(absl::ToInt64Seconds(kIdle));
    const auto seconds = static_cast<unsigned>(std::min(idle, left));
    if (keyctl_set_timeout(key, seconds) < 0) return Failure("set_timeout");
    return absl::OkStatus();
  }

  std::function<absl::Duration()> clock_;
};

}  // namespace

absl::Duration SinceBoot() {
  timespec time = {};
  CHECK_THAT(clock_gettime(CLOCK_BOOTTIME, &time) == 0);
  return absl::DurationFromTimespec(time);
}

std::unique_ptr<Keyring> KernelKeyring(std::function<absl::Duration()> clock) {
  return std::make_unique<Kernel>(std::move(clock));
}

}  // namespace klad::client
