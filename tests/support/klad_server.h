// A kladd of our own: a temporary data folder, loopback, founded at once.
#ifndef KLAD_TESTS_SUPPORT_KLAD_SERVER_H_
#define KLAD_TESTS_SUPPORT_KLAD_SERVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/keyring.h"
#include "client/session.h"
#include "client/state.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"
#include "tests/support/process.h"

namespace klad::testing {

struct NewSafe {
  std::string id;
  Secret key;  // of its first epoch
};

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
  Process& process() { return process_; }
  std::string data_folder() const { return folder_ + "/data"; }
  std::string log() const { return folder_ + "/kladd.log"; }

  absl::StatusOr<std::unique_ptr<client::Session>> Connect() const;

  // The founder at work in another state folder.
  absl::StatusOr<std::unique_ptr<client::Account>> OpenAccount(
      client::State* state) const;

  absl::StatusOr<NewSafe> CreateSafe(absl::string_view name);

  // From the next Launch on, instead of `kladd run`: --data DIR is added.
  void ServeWith(std::vector<std::string> command) {
    command_ = std::move(command);
  }

  // Begins to start it. AwaitServing returns when a call was answered, or when
  // it ended instead.
  absl::Status Launch();
  absl::Status AwaitServing() const;

  // Kills it without warning and starts it again. Milliseconds from the start
  // of the process until the first call was answered.
  absl::StatusOr<double> Restart();

 private:
  KladServer(const std::string& program, std::string folder,
             crypto::Identity identity, Process process)
      : command_({program, "run"}),
        folder_(std::move(folder)),
        identity_(std::move(identity)),
        process_(std::move(process)) {}

  std::vector<std::string> command_;
  const std::string folder_;
  const crypto::Identity identity_;
  client::v1::Account record_;
  std::unique_ptr<client::State> state_;
  std::unique_ptr<client::Keyring> keyring_;
  std::unique_ptr<client::Account> account_;
  Process process_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_KLAD_SERVER_H_
