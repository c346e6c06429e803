// A key ring for tests, with the same rules about time.
#ifndef KLAD_CLIENT_FAKE_KEYRING_H_
#define KLAD_CLIENT_FAKE_KEYRING_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "client/keyring.h"

namespace klad::client {

class FakeKeyring : public Keyring {
 public:
  bool usable = true;
  std::function<absl::Duration()> now = SinceBoot;

  absl::Status Put(const KeyringEntry& entry, const Secret& payload) override {
    if (!usable) return absl::UnavailableError("no key ring");
    keys_[Name(entry)] = {payload.Clone(), now(), now()};
    return absl::OkStatus();
  }

  absl::StatusOr<Secret> Get(const KeyringEntry& entry) override {
    if (!usable) return absl::UnavailableError("no key ring");
    const auto found = keys_.find(Name(entry));
    if (found == keys_.end()) return absl::NotFoundError("locked");
    Key& key = found->second;
    if (now() - key.unlocked >= kCap || now() - key.used >= kIdle) {
      return absl::NotFoundError("locked");
    }
    key.used = now();
    return key.payload.Clone();
  }

  absl::Status Remove(const KeyringEntry& entry) override {
    if (!usable) return absl::UnavailableError("no key ring");
    keys_.erase(Name(entry));
    return absl::OkStatus();
  }

 private:
  struct Key {
    Secret payload;
    absl::Duration unlocked;
    absl::Duration used;
  };

  static std::string Name(const KeyringEntry& entry) {
    return entry.organisation + ":" + entry.member;
  }

  std::map<std::string, Key> keys_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FAKE_KEYRING_H_
