// Reading without secrets: lists, changes since, history.
#ifndef KLAD_SERVER_CREDENTIAL_READER_H_
#define KLAD_SERVER_CREDENTIAL_READER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/credential.pb.h"
#include "server/access/access.h"
#include "server/credential/parts.h"
#include "server/credential/safe_books.h"

namespace klad::credential {

// Thread-safe. Every method decides access to the safe it names:
// REASON_NO_ACCESS. REASON_BEHIND when the caller knows more.
class Reader {
 public:
  Reader(const Parts& parts, SafeBooks* books) : parts_(parts), books_(books) {}

  absl::Status List(const access::Caller& caller,
                    const klad::v1::ListRequest& request,
                    klad::v1::ListResponse* response) const;
  absl::Status Follow(const access::Caller& caller,
                      const klad::v1::FollowRequest& request,
                      klad::v1::FollowResponse* response) const;
  absl::Status History(const access::Caller& caller,
                       const klad::v1::HistoryRequest& request,
                       klad::v1::HistoryResponse* response) const;

  // The credentials that a change of the safe has a new version of. For the
  // server's own: decides nothing.
  absl::StatusOr<std::vector<std::string>> CredentialsIn(
      absl::string_view safe, uint64_t sequence) const;

  // The changes after `after`, at most `limit` and about a MiB, with the
  // overviews that are still current if they are wanted.
  absl::Status FillNews(absl::string_view safe,
                        const trust::v1::Position& after, size_t limit,
                        bool overviews, klad::v1::SafeNews* news) const;

 private:
  absl::Status Decide(const access::Caller& caller,
                      absl::string_view safe) const;
  absl::Status AddOverviews(absl::string_view safe,
                            const trust::v1::Signed& change,
                            klad::v1::SafeNews* news) const;

  const Parts parts_;
  SafeBooks* const books_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_READER_H_
