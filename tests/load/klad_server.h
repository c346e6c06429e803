// A kladd of our own: a temporary data folder, loopback, founded at once.
#ifndef KLAD_TESTS_LOAD_KLAD_SERVER_H_
#define KLAD_TESTS_LOAD_KLAD_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/account.h"
#include "client/keyring.h"
#include "client/session.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"
#include "tests/load/driver.h"
#include "tests/load/process.h"

namespace klad::load {

// The founder. For one thread, except that sessions may be opened by any.
class KladServer {
 public:
  // `folder` exists and is empty: data, log and the client's state go there.
  static absl::StatusOr<std::unique_ptr<KladServer>> Found(
      const std::string& program, const std::string& folder);

  const crypto::Identity& identity() const { return identity_; }
  const client::v1::Account& account_record() const { return record_; }
  client::State* state() const { return state_.get(); }
  client::Account& account() { return *account_; }
  const Process& process() const { return process_; }

  absl::StatusOr<std::unique_ptr<client::Session>> Connect() const;
  absl::StatusOr<Lanes> OpenLanes();

  // Kills it without warning and starts it again. Milliseconds from the start
  // of the process until the first call was answered.
  absl::StatusOr<double> Restart();

 private:
  KladServer(std::string program, std::string folder, crypto::Identity identity)
      : program_(std::move(program)),
        folder_(std::move(folder)),
        identity_(std::move(identity)) {}

  const std::string program_;
  const std::string folder_;
  const crypto::Identity identity_;
  client::v1::Account record_;
  std::unique_ptr<client::State> state_;
  std::unique_ptr<client::Keyring> keyring_;
  std::unique_ptr<client::Account> account_;
  std::vector<std::unique_ptr<client::Session>> sessions_;  // of the lanes
  Process process_;
};

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_KLAD_SERVER_H_
