// What is given to members that a single credential is shared with: that
// credential, and of its safe only what proves it.
#ifndef KLAD_SERVER_CREDENTIAL_SHARER_H_
#define KLAD_SERVER_CREDENTIAL_SHARER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/share.pb.h"
#include "server/access/access.h"
#include "server/credential/parts.h"
#include "server/credential/revealer.h"
#include "server/credential/safe_books.h"

namespace klad::credential {

// Thread-safe.
class Sharer {
 public:
  Sharer(const Parts& parts, SafeBooks* books) : parts_(parts), books_(books) {}

  // The caller's shares in force, without deleted credentials.
  absl::Status List(const access::Caller& caller,
                    const klad::v1::ListSharedRequest& request,
                    klad::v1::ListSharedResponse* response) const;

 private:
  absl::StatusOr<trust::v1::SharedCredential> Show(
      const access::Caller& caller, absl::string_view safe,
      absl::string_view credential) const;
  absl::StatusOr<trust::v1::Signed> ChangeAt(absl::string_view safe,
                                             uint64_t sequence) const;

  const Parts parts_;
  SafeBooks* const books_;
};

// Decides by the share instead of the safe, and gives out the newest secret
// alone: REASON_SAFE_MOVED for another version.
class SharedRevealer : public Revealer {
 public:
  using Revealer::Revealer;

  absl::Status RevealShared(const access::Caller& caller,
                            const klad::v1::RevealSharedRequest& request,
                            bool can_wait, bool* must_wait,
                            klad::v1::RevealSharedResponse* response) const;

  // Whether the caller may be shown this version of the credential that is
  // shared with it; REASON_SAFE_MOVED when another is the newest: a secret of
  // before is not shared.
  absl::Status DecideNewest(const access::Directory::Snapshot& now,
                            const access::Caller& caller,
                            absl::string_view safe,
                            absl::string_view credential, uint64_t version,
                            trust::v1::Purpose purpose) const;

 protected:
  absl::Status Decide(const access::Directory::Snapshot& now,
                      const access::Caller& caller, absl::string_view safe,
                      absl::string_view credential,
                      trust::v1::Purpose purpose) const override;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_SHARER_H_
