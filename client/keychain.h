// The keys of roles and safes that this member can open: found through the
// replayed roster, checked against it, kept in memory only.
#ifndef KLAD_CLIENT_KEYCHAIN_H_
#define KLAD_CLIENT_KEYCHAIN_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "crypto/base/secret.h"
#include "crypto/epoch_key.h"
#include "crypto/keys.h"
#include "crypto/roster/types.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

// For one thread; the account outlives it.
class Keychain {
 public:
  // Of the envelopes in the state folder; only a cache.
  static constexpr char kFile[] = "envelopes";

  explicit Keychain(Account* account) : account_(account) {}

  // The key of an epoch: a role's seed, a safe's symmetric key. The result is
  // valid as long as the keychain. Exit kDenied when nothing this member holds
  // opens it; kIntegrity when what the server gave does not open to the key
  // that the roster names.
  absl::StatusOr<const Secret*> Open(const crypto::roster::KeyName& key,
                                     uint32_t epoch);

  // Takes a key that was just made, for envelopes and later use.
  const Secret* Add(const crypto::roster::KeyName& key, uint32_t epoch,
                    Secret secret);

  // The key that was made came to nothing: another one has its epoch.
  void Drop(const crypto::roster::KeyName& key, uint32_t epoch) {
    open_.erase({key, epoch});
  }

  // Takes envelopes that this client made and the server took, so that the
  // keys still open when the server has lost them.
  absl::Status Keep(const std::vector<trust::v1::EpochEnvelopes>& made);

 private:
  using EpochId = std::pair<crypto::roster::KeyName, uint32_t>;

  absl::StatusOr<Secret> OpenEnvelope(const crypto::roster::KeyName& key,
                                      const crypto::roster::KeyEpoch& epoch);
  absl::StatusOr<Secret> OpenFor(const crypto::roster::KeyName& key,
                                 const crypto::roster::KeyEpoch& epoch,
                                 const crypto::roster::Recipient& recipient);
  absl::StatusOr<Secret> OpenFromNext(const crypto::roster::KeyName& key,
                                      uint32_t epoch);
  bool CanOpenAs(const crypto::roster::Recipient& recipient) const;
  absl::StatusOr<std::string> Envelope(
      const EpochId& id, const crypto::roster::Recipient& recipient);
  absl::Status Fetch(const EpochId& id);
  absl::Status LoadFile();
  absl::Status SaveFile();

  Account* const account_;
  std::map<EpochId, Secret> open_;
  bool loaded_ = false;
  std::map<EpochId, trust::v1::EpochEnvelopes> envelopes_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_KEYCHAIN_H_
