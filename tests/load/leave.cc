#include "tests/load/leave.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/grants.h"
#include "client/mirror.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/system.pb.h"
#include "tests/load/company.h"
#include "tests/load/long_roster.h"
#include "tests/load/organisation.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using std::chrono::steady_clock;

constexpr int kMembers = 200;
constexpr int kSafes = 50;
constexpr int kCredentials = 10'000;
constexpr int kGranted = 40;
constexpr int kRevealed = 500;
constexpr char kLeaver[] = "leaver";
constexpr char kPassphrase[] = "seven quiet harbours under one lamp";

absl::Status RevealSome(Machine& leaver, const std::deque<SafeChain>& chains) {
  client::Vault vault(leaver.account.get());
  RETURN_IF_ERROR(leaver.account->CatchUp());
  int left = kRevealed;
  const int each = (kRevealed + kGranted - 1) / kGranted;
  for (int i = 0; i < kGranted; ++i) {
    ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(chains[i].safe()));
    RETURN_IF_ERROR(mirror->Follow());
    for (int k = 0; k < each && left > 0; ++k, --left) {
      ASSIGN_OR_RETURN(const auto header,
                       mirror->NewestHeader(chains[i].credentials()[k].id));
      RETURN_IF_ERROR(
          vault.Reveal(mirror, header.header, trust::v1::PURPOSE_SHOW)
              .status());
    }
  }
  return vault.Save();
}

class Klad {
 public:
  Klad(const Options& options, const KladServer& server,
       const std::string& folder)
      : program_(options.klad),
        folder_(folder),
        environment_({{"KLAD_HOME", server.state()->folder()},
                      {"KLAD_PASSPHRASE_FILE", folder + "/passphrase"}}) {}

  absl::StatusOr<double> Run(std::vector<std::string> arguments) const {
    const std::string what = arguments[0];
    arguments.insert(arguments.begin(), program_);
    const auto start = steady_clock::now();
    ASSIGN_OR_RETURN(const int code,
                     testing::RunCommand({.arguments = arguments,
                                          .environment = environment_,
                                          .output = "/dev/null",
                                          .errors = folder_ + "/klad.log"}));
    const double ms = MsSince(start);
    if (code == 0) return ms;
    ASSIGN_OR_RETURN(const std::string text,
                     testing::ReadWhole(folder_ + "/klad.log"));
    return absl::InternalError(
        absl::StrCat("klad ", what, " ended with ", code, ": ", text));
  }

 private:
  const std::string program_;
  const std::string folder_;
  const std::map<std::string, std::string> environment_;
};

// As `klad found` leaves it.
absl::Status WriteHome(const KladServer& server, const std::string& folder) {
  RETURN_IF_ERROR(testing::WriteWhole(folder + "/passphrase",
                                      absl::StrCat(kPassphrase, "\n")));
  RETURN_IF_ERROR(client::WriteIdentity(server.state(), server.identity(),
                                        Secret::Copy(kPassphrase)));
  return client::WriteAccount(server.state(), server.account_record());
}

// Calls over the leaver's open connection until it is refused.
class Caller {
 public:
  explicit Caller(client::Account* account)
      : thread_([this, account] {
          klad::v1::PingResponse response;
          while (account
                     ->Call("klad.v1.SystemService/Ping",
                            klad::v1::PingRequest(), &response)
                     .ok()) {
            last_ = steady_clock::now().time_since_epoch().count();
          }
        }) {}
  ~Caller() {
    if (thread_.joinable()) thread_.join();
  }

  steady_clock::time_point Last() {
    thread_.join();
    return steady_clock::time_point(steady_clock::duration(last_.load()));
  }

 private:
  std::atomic<steady_clock::rep> last_{0};
  std::thread thread_;
};

absl::Status MeasureDeparture(const Options& options, const KladServer& server,
                              Machine& leaver, const std::string& folder) {
  RETURN_IF_ERROR(WriteHome(server, folder));
  const Klad klad(options, server, folder);
  RETURN_IF_ERROR(klad.Run({"unlock"}).status());
  const std::vector<std::string> plan = {"person", "depart", kLeaver,
                                         "--plan", "-o",     "json"};
  ASSIGN_OR_RETURN(const double first, klad.Run(plan));
  ASSIGN_OR_RETURN(const double again, klad.Run(plan));
  PrintFigure("plan, safes known to this machine", again, 1000);
  absl::PrintF("%-52s %8.0f ms\n", "  the very first, all safes unknown",
               first);
  Caller caller(leaver.account.get());
  const auto start = steady_clock::now();
  ASSIGN_OR_RETURN(const double whole,
                   klad.Run({"person", "depart", kLeaver, "--successor",
                             "member1", "--yes"}));
  const double last =
      std::chrono::duration<double, std::milli>(caller.Last() - start).count();
  PrintFigure("suspended, on a connection already open", last, 200);
  PrintFigure("whole departure", whole, 3000);
  return klad.Run({"lock"}).status();
}

}  // namespace

absl::Status MeasureLeaving(const Options& options, const std::string& folder) {
  const std::string home = folder + "/leave";
  std::filesystem::create_directory(home);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, home));
  ASSIGN_OR_RETURN(const auto organisation,
                   Organisation::Fill(server.get(), kSafes, kCredentials));
  Company company(server.get(), home);
  Machine leaver;
  RETURN_IF_ERROR(company.Join(kLeaver, &leaver).status());
  for (int i = 1; i < kMembers - 1; ++i) {
    RETURN_IF_ERROR(company.Join(absl::StrCat("member", i), nullptr).status());
  }
  for (int i = 0; i < kGranted; ++i) {
    RETURN_IF_ERROR(client::Grant(
        &company.vault(), organisation->chains()[i].safe(),
        {false, leaver.account->member()}, trust::v1::LEVEL_READ, 0));
  }
  RETURN_IF_ERROR(RevealSome(leaver, organisation->chains()));
  RETURN_IF_ERROR(MeasureDeparture(options, *server, leaver, home));
  RETURN_IF_ERROR(server->account().CatchUp());
  return MeasureLongRoster(&company, organisation->chains(), home);
}

}  // namespace klad::load
