// The beginning of an organisation: the founder's identity, the recovery kit,
// the built-in roles and their keys, all in the roster's first entry.
#ifndef KLAD_CLIENT_FOUNDING_H_
#define KLAD_CLIENT_FOUNDING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"
#include "klad/trust/v1/identity.pb.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {

struct FoundingPlan {
  trust::v1::Door door;
  std::string login;         // of the founder
  std::string organisation;  // its name, as people say it
  int64_t now_ms = 0;
};

// Everything of a founding, made on this machine; nothing is sent yet.
class Founding {
 public:
  // A usage error when the authority table would refuse it: a login that is
  // none, say.
  static absl::StatusOr<Founding> Make(FoundingPlan plan);

  // To be on disk before Send, so that no answer can be lost.
  const crypto::Identity& identity() const { return identity_; }

  // For paper. Whoever reads it is an owner.
  Secret KitCode() const { return kit_code_.Clone(); }

  // OK: the organisation stands, and this is the founder's account. Exit
  // kConflict when it was founded before.
  absl::StatusOr<client::v1::Account> Send() const;

 private:
  Founding(FoundingPlan plan, crypto::Identity identity, Secret kit_code,
           klad::v1::FoundRequest request)
      : plan_(std::move(plan)),
        identity_(std::move(identity)),
        kit_code_(std::move(kit_code)),
        request_(std::move(request)) {}

  FoundingPlan plan_;
  crypto::Identity identity_;
  Secret kit_code_;
  klad::v1::FoundRequest request_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FOUNDING_H_
