// Makes entries of the roster: signs them on the head, seals the envelopes
// they must come with, sends both, and decides anew when somebody was faster.
#ifndef KLAD_CLIENT_ROSTER_WRITER_H_
#define KLAD_CLIENT_ROSTER_WRITER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/keychain.h"
#include "crypto/keys.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/share.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

// Who signs: the member itself unless said otherwise.
struct Signers {
  std::string author;  // a member, or an invitation
  const crypto::SigningKey* key = nullptr;
  const crypto::SigningKey* countersigner = nullptr;
};

// What the next entry shall be, given the roster as it is now.
using Decision = std::function<absl::StatusOr<trust::v1::Entry>(
    const crypto::roster::State& roster)>;

// The envelopes that `after`'s newest entry must come with. Keys it begins
// must be in the keychain.
absl::StatusOr<std::vector<trust::v1::EpochEnvelopes>> SealNeeded(
    const crypto::roster::State& after, Keychain* keychain);

class RosterWriter {
 public:
  using Shares = std::vector<trust::v1::ShareEnvelope>;

  RosterWriter(Account* account, Keychain* keychain)
      : account_(account), keychain_(keychain) {}

  // OK when the entry stands and is part of what the account knows. An entry
  // that the authority table forbids is never sent: RuleError says why. When
  // the answer is lost, the same entry is sent once more: it stands once.
  absl::Status Write(const Decision& decide);
  absl::Status Write(const Decision& decide, const Signers& signers);
  // Of `shared`: what the decision leaves in `shares` goes with the entry.
  absl::Status WriteWith(const Decision& decide, const Shares* shares);

  // An entry that was signed elsewhere, for the head as the account knows it.
  absl::Status Take(const trust::v1::Signed& entry);

  // `joined`, as the invitation whose account this is; the new member's
  // certificate. The server shows nothing to an invitation that is used, so the
  // account does not learn of it.
  absl::StatusOr<std::string> Join(const Decision& decide,
                                   const Signers& signers);

 private:
  // Both return the certificate of the server's answer.
  absl::StatusOr<std::string> Add(absl::string_view method,
                                  const Decision& decide,
                                  const Signers& signers,
                                  const Shares* shares = nullptr);
  absl::StatusOr<std::string> Send(absl::string_view method,
                                   const trust::v1::Signed& entry,
                                   const crypto::roster::State& after,
                                   const Shares* shares = nullptr);
  Signers Member() const;

  Account* const account_;
  Keychain* const keychain_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROSTER_WRITER_H_
