// Access that members ask for, and the answers. All that one member has asked
// for is one record; what is answered makes room when the record is full.
#ifndef KLAD_SERVER_REQUEST_REQUESTS_H_
#define KLAD_SERVER_REQUEST_REQUESTS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/share.pb.h"
#include "klad/v1/request.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace klad::request {

inline constexpr int kMaxOpen = 20;   // of one member
inline constexpr int kMaxKept = 100;  // the answered ones too

struct Parts {
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
};

// Thread-safe.
class Requests {
 public:
  explicit Requests(const Parts& parts) : parts_(parts) {}

  // REASON_BAD_FIELD; REASON_REQUEST_STANDS when the same safe is asked for
  // and not answered; REASON_REQUESTS_FULL. The same id again is OK again.
  absl::Status Ask(const access::Caller& caller,
                   const v1::AskRequest& request) const;

  absl::Status List(const access::Caller& caller,
                    v1::ListRequestsResponse* response) const;

  // REASON_NO_ACCESS unless the caller is an owner, or manages the safe that
  // the answer names, which is the one that was asked for if that is known.
  // REASON_REQUEST_UNKNOWN, REASON_REQUEST_ANSWERED; the same answer by the
  // same caller is OK again.
  absl::Status Answer(const access::Caller& caller,
                      const v1::AnswerRequest& request) const;

 private:
  using Edit = std::function<absl::StatusOr<bool>(store::v1::RequestsRecord*)>;

  // Reads, edits and writes the record of one member; decides anew when
  // somebody else was faster. `edit` returns whether anything changes.
  absl::Status Update(const access::Caller& caller, absl::string_view method,
                      absl::string_view member, absl::string_view id,
                      const Edit& edit) const;
  bool MayAnswer(const access::Caller& caller, absl::string_view safe,
                 const crypto::roster::State& roster) const;

  const Parts parts_;
};

}  // namespace klad::request

#endif  // KLAD_SERVER_REQUEST_REQUESTS_H_
