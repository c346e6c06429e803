// Files that belong to secrets: sealed chunks, sent before the change that
// names them.
#ifndef KLAD_SERVER_CREDENTIAL_ATTACHMENTS_H_
#define KLAD_SERVER_CREDENTIAL_ATTACHMENTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/store/v1/records.pb.h"
#include "klad/v1/attachment.pb.h"
#include "server/access/access.h"
#include "server/credential/parts.h"
#include "server/credential/revealer.h"
#include "server/credential/sharer.h"

namespace klad::credential {

// Of one member, that no secret names yet. What is sent and forgotten is gone
// after a day.
inline constexpr size_t kMaxPending = 32;
inline constexpr int64_t kPendingMs = int64_t{24} * 60 * 60 * 1000;

// Thread-safe.
class Attachments {
 public:
  Attachments(const Parts& parts, const Revealer* revealer,
              const SharedRevealer* shared)
      : parts_(parts), revealer_(revealer), shared_(shared) {}

  // Takes chunks in their order; returns how many there are by now. For
  // whoever may write to the safe; a file belongs to who sent its first chunk.
  // REASON_BAD_FIELD beyond a limit, REASON_TOO_MANY beyond kMaxPending.
  absl::StatusOr<uint32_t> Send(const access::Caller& caller,
                                const klad::v1::SendRequest& request) const;

  // As Revealer decides, or SharedRevealer for whom the credential is shared
  // with; and the exposure must stand: REASON_EXPOSURE.
  absl::Status Fetch(const access::Caller& caller,
                     const klad::v1::FetchRequest& request,
                     klad::v1::FetchResponse* response) const;

  // Throws away what nobody named in time, of one member or ("") of all;
  // returns how many of them are left.
  absl::StatusOr<size_t> Sweep(const std::string& member) const;

 private:
  absl::Status DecideSend(const access::Directory::Snapshot& now,
                          const access::Caller& caller,
                          const klad::v1::SendRequest& request) const;
  absl::StatusOr<store::v1::AttachmentRecord> Begin(
      const access::Caller& caller, const klad::v1::SendRequest& request) const;
  // Whether it was old and is gone.
  absl::StatusOr<bool> DropIfOld(const store::Entry& pending) const;
  absl::Status DecideFetch(const access::Caller& caller,
                           const klad::v1::FetchRequest& request) const;
  absl::Status CheckRevealed(const access::Caller& caller,
                             const klad::v1::FetchRequest& request) const;

  const Parts parts_;
  const Revealer* const revealer_;
  const SharedRevealer* const shared_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_ATTACHMENTS_H_
