// An owner who creates one safe after another while the server is killed.
#ifndef KLAD_TESTS_FAULT_CRASH_CLERK_H_
#define KLAD_TESTS_FAULT_CRASH_CLERK_H_

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "client/keychain.h"
#include "client/state.h"
#include "klad/v1/roster.pb.h"
#include "tests/fault/crash/model.h"
#include "tests/support/klad_server.h"

namespace klad::testing {

// For one thread at a time.
class Clerk {
 public:
  // Begins with the roster as the server's account knows it. `folder` is for
  // state folders; the server outlives the clerk.
  Clerk(KladServer* server, std::string folder);

  // As Writer's. Work goes on with what the machine remembers; Settle asks as
  // a client that remembers nothing, and opens each new safe's key.
  absl::Status Work(const Acknowledged& acknowledged);
  absl::Status Settle();

  std::set<std::string> expected() const;
  const Figures& figures() const { return figures_; }

 private:
  struct Sent {
    klad::v1::AppendRequest request;
    std::string safe;
  };

  absl::Status Open(const std::string& folder);
  absl::StatusOr<Sent> NewSafe();
  absl::Status Send(const Sent& sent);
  absl::Status CompareAndSendAgain();
  absl::Status SendAgain(bool stands);
  void Stands();

  KladServer* const server_;
  const std::string folder_;
  int machines_ = 0;
  std::unique_ptr<client::State> state_;
  std::unique_ptr<client::Account> account_;
  std::unique_ptr<client::Keychain> keychain_;

  LogModel log_;
  std::vector<Sent> since_start_;  // acknowledged
  absl::optional<Sent> sent_;      // not answered
  Figures figures_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_CLERK_H_
