#include "tests/support/klad_server.h"

#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "client/door_session.h"
#include "client/founding.h"
#include "client/vault.h"
#include "crypto/base/status_macros.h"
#include "crypto/digest.h"
#include "crypto/roster/types.h"
#include "klad/v1/system.pb.h"

namespace klad::testing {
namespace {

using client::Session;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience(30);
constexpr std::chrono::milliseconds kBetweenTries(2);

absl::StatusOr<Process> StartServer(std::vector<std::string> command,
                                    const std::string& folder) {
  command.insert(command.end(), {"--data", folder + "/data"});
  return Process::Start({.arguments = std::move(command),
                         .environment = {},
                         .output = folder + "/kladd.log",
                         .errors = folder + "/kladd.log"});
}

// The founding code.
absl::StatusOr<std::string> InitServer(const std::string& program,
                                       const std::string& folder) {
  ASSIGN_OR_RETURN(const int port, FreePort());
  const std::string out = folder + "/code";
  ASSIGN_OR_RETURN(
      const int code,
      RunCommand({.arguments = {program, "init", "--data", folder + "/data",
                                "--listen", absl::StrCat("127.0.0.1:", port)},
                  .environment = {},
                  .output = out,
                  .errors = folder + "/kladd.log"}));
  if (code != 0) {
    return absl::InternalError(absl::StrCat(program, " init ended with ", code,
                                            "; see ", folder, "/kladd.log"));
  }
  ASSIGN_OR_RETURN(std::string line, ReadWhole(out));
  return std::string(absl::StripSuffix(line, "\n"));
}

// Again and again until it works, the server has ended, or nobody would wait
// any longer.
template <typename Try>
absl::Status Insist(const Process& server, const Try& once) {
  const Clock::time_point end = Clock::now() + kPatience;
  while (true) {
    const absl::Status status = once();
    if (status.ok() || Clock::now() > end) return status;
    if (server.HasEnded()) return absl::UnavailableError("kladd has ended");
    std::this_thread::sleep_for(kBetweenTries);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<KladServer>> KladServer::Found(
    const std::string& program, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string code, InitServer(program, folder));
  ASSIGN_OR_RETURN(Process process, StartServer({program, "run"}, folder));
  ASSIGN_OR_RETURN(const trust::v1::Door door, client::ReadDoor(code));
  ASSIGN_OR_RETURN(
      client::Founding founding,
      client::Founding::Make({.door = door,
                              .login = "founder",
                              .organisation = "Marketing",
                              .now_ms = absl::ToUnixMillis(absl::Now())}));
  ASSIGN_OR_RETURN(crypto::Identity identity,
                   crypto::Identity::Unpack(founding.identity().Pack()));
  std::unique_ptr<KladServer> server(
      new KladServer(program, folder, std::move(identity), std::move(process)));
  RETURN_IF_ERROR(Insist(server->process_, [&] {
    auto record = founding.Send();
    if (record.ok()) server->record_ = *std::move(record);
    return record.status();
  }));
  ASSIGN_OR_RETURN(server->state_, client::State::Open(folder + "/home"));
  server->keyring_ = client::KernelKeyring();
  ASSIGN_OR_RETURN(server->account_, server->OpenAccount(server->state_.get()));
  return server;
}

absl::StatusOr<std::unique_ptr<client::Account>> KladServer::OpenAccount(
    client::State* state) const {
  ASSIGN_OR_RETURN(crypto::Identity identity,
                   crypto::Identity::Unpack(identity_.Pack()));
  return client::Account::Open({.state = state,
                                .keyring = keyring_.get(),
                                .passphrase = nullptr,
                                .now = absl::Now},
                               std::move(identity), record_);
}

absl::StatusOr<std::unique_ptr<Session>> KladServer::Connect() const {
  const auto& about = identity_.about();
  ASSIGN_OR_RETURN(const crypto::Digest ca, crypto::Digest::From(about.ca()));
  return Session::Connect({.server = about.server(),
                           .organisation = about.organisation(),
                           .ca_hash = ca,
                           .ca_der = record_.ca(),
                           .certificate_der = record_.certificate(),
                           .key = &identity_.tls_key()});
}

absl::StatusOr<NewSafe> KladServer::CreateSafe(absl::string_view name) {
  client::Vault vault(account_.get());
  RETURN_IF_ERROR(vault.CreateSafe(name));
  ASSIGN_OR_RETURN(client::SafeInfo safe, vault.FindSafe(name));
  ASSIGN_OR_RETURN(
      const Secret* key,
      vault.keychain().Open(crypto::roster::KeyName::Safe(safe.id), 1));
  return NewSafe{std::move(safe.id), key->Clone()};
}

absl::Status KladServer::Launch() {
  ASSIGN_OR_RETURN(process_, StartServer(command_, folder_));
  return absl::OkStatus();
}

absl::Status KladServer::AwaitServing() const {
  return Insist(process_, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::unique_ptr<Session> session, Connect());
    klad::v1::PingResponse response;
    return session->Call("klad.v1.SystemService/Ping", klad::v1::PingRequest(),
                         &response);
  });
}

absl::StatusOr<double> KladServer::Restart() {
  RETURN_IF_ERROR(process_.End(SIGKILL).status());
  const Clock::time_point start = Clock::now();
  RETURN_IF_ERROR(Launch());
  RETURN_IF_ERROR(AwaitServing());
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

}  // namespace klad::testing
