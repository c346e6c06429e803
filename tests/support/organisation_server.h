// An organisation on a real server in this process: everything kladd serves,
// over a temporary folder and loopback, and its members' machines.
//
//   ASSERT_OK_AND_ASSIGN(auto server, OrganisationServer::Start());
//   ASSERT_OK_AND_ASSIGN(std::string folder, server->Found("founder"));
//   ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder));
//   EXPECT_OK(client.vault->CreateSafe("ads"));
//
// Start it before anything else uses gRPC in the process (server/rpc/server.h).
#ifndef KLAD_TESTS_SUPPORT_ORGANISATION_SERVER_H_
#define KLAD_TESTS_SUPPORT_ORGANISATION_SERVER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/fake_keyring.h"
#include "client/vault.h"
#include "crypto/base/mutex.h"
#include "klad/trust/v1/roster.pb.h"
#include "server/app/data.h"
#include "server/app/services.h"
#include "server/base/clock.h"
#include "server/rpc/method_table.h"
#include "server/rpc/server.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {

inline constexpr char kPassphrase[] = "correct horse battery";

// What one command has, from its state folder on. For one thread.
struct TestClient {
  std::unique_ptr<client::State> state;
  std::unique_ptr<client::Keyring> keyring;
  std::unique_ptr<client::Account> account;
  std::unique_ptr<client::Vault> vault;

  // Signs an entry of this kind on the head, with its envelopes.
  absl::Status Write(const trust::v1::Entry& entry);
};

// As the next command would, by passphrase.
absl::StatusOr<TestClient> OpenClient(const std::string& folder);

class OrganisationServer {
 public:
  // Answers a call; `real` is what the server itself would do. May be called
  // by several threads.
  using Handler =
      std::function<absl::Status(const rpc::Call&, std::string* response)>;
  using Tap = std::function<absl::Status(const rpc::Call&, const Handler& real,
                                         std::string* response)>;

  // Not founded yet.
  static absl::StatusOr<std::unique_ptr<OrganisationServer>> Start();
  ~OrganisationServer();

  // Ends as SIGTERM does; the data folder is closed. Resume serves it again,
  // at the same address.
  absl::Status Stop();
  absl::Status Resume();

  // What `kladd backup` and `kladd restore` do, the server's stop and start
  // included. Backup returns the folder.
  absl::StatusOr<std::string> Backup();
  absl::Status Restore(const std::string& backup);
  // The disk as it is, and as it was: no kladd is asked.
  absl::StatusOr<std::string> CopyDisk();
  absl::Status PutBackDisk(const std::string& copy);

  // From now on every answer passes through it; null: none.
  void SetTap(Tap tap);
  // The real answer to a call, past TLS, pipeline and tap.
  absl::Status Answer(const rpc::Call& call, std::string* response) const;

  // From now on the server's clock is off by this.
  void SetClock(absl::Duration ahead) {
    clock_.ahead_ms = absl::ToInt64Milliseconds(ahead);
  }

  // A line for an hour, with the real port.
  absl::StatusOr<std::string> Door() const;
  // The founder's new state folder.
  absl::StatusOr<std::string> Found(const std::string& login);
  // Of that founding, on paper.
  const std::string& kit_code() const { return kit_code_; }
  // Invited by the founder and joined; the newcomer's state folder.
  absl::StatusOr<std::string> Join(const std::string& login,
                                   const std::vector<std::string>& roles);
  // A copy of a state folder as it is now: another machine, or a memory of
  // this one.
  std::string CopyOf(const std::string& folder);

  std::string address() const { return address_; }
  std::string data_folder() const { return temp_ / "data"; }
  std::string NewFolder();
  app::Data& data() { return data_; }
  app::Services& services() { return *services_; }

 private:
  OrganisationServer() = default;

  absl::Status Init();
  absl::StatusOr<trust::v1::Door> RealDoor() const;
  rpc::MethodTable Tapped();
  absl::Status Run(const rpc::Call& call, std::string* response);

  const TempFolder temp_;
  int folders_ = 0;
  class Clock : public klad::Clock {
   public:
    int64_t NowMs() const override { return SystemClock().NowMs() + ahead_ms; }
    std::atomic<int64_t> ahead_ms = 0;
  };

  Clock clock_;
  std::string address_ = "127.0.0.1:0";
  std::string founder_folder_;
  std::string kit_code_;
  app::Data data_;
  std::unique_ptr<app::Services> services_;
  std::unique_ptr<rpc::MethodTable> real_;
  std::unique_ptr<rpc::Server> server_;
  std::atomic<rpc::Server*> serving_ = nullptr;

  Mutex mutex_;
  Tap tap_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_ORGANISATION_SERVER_H_
