#include "tests/load/leave.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/grants.h"
#include "client/mirror.h"
#include "client/vault.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/system.pb.h"
#include "tests/load/company.h"
#include "tests/load/klad_program.h"
#include "tests/load/long_roster.h"
#include "tests/load/organisation.h"
#include "tests/load/report.h"
#include "tests/support/klad_server.h"
#include "tests/support/safe_chain.h"

namespace klad::load {
namespace {

using std::chrono::steady_clock;
using testing::TitleOf;

constexpr int kMembers = 200;
constexpr int kSafes = 50;
constexpr int kCredentials = 10'000;
constexpr int kGranted = 40;
constexpr int kRevealed = 500;
constexpr char kLeaver[] = "leaver";

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

// Beside the passphrase's derivation, which is what `unlock` is made of.
absl::Status MeasureJoining(const KladProgram& founder,
                            const std::string& folder) {
  const std::string line = folder + "/invitation";
  RETURN_IF_ERROR(
      founder.Run({"person", "invite", "newcomer", "--role", "marketer"}, line)
          .status());
  const KladProgram newcomer = founder.OnNewMachine(folder + "/newcomer");
  ASSIGN_OR_RETURN(const Cost joined, newcomer.Run({"join", line}));
  RETURN_IF_ERROR(newcomer.Run({"lock"}).status());
  ASSIGN_OR_RETURN(const Cost unlocked, newcomer.Run({"unlock"}));
  PrintFigure("joining, beside the passphrase",
              joined.wall_ms - unlocked.wall_ms, 1000);
  return newcomer.Run({"lock"}).status();
}

absl::Status MeasureDeparture(const KladProgram& klad, Machine& leaver) {
  const std::vector<std::string> plan = {"person", "depart", kLeaver,
                                         "--plan", "-o",     "json"};
  ASSIGN_OR_RETURN(const Cost first, klad.Run(plan));
  ASSIGN_OR_RETURN(const Cost again, klad.Run(plan));
  PrintFigure("plan, safes known to this machine", again.wall_ms, 1000);
  PrintFigure("  the very first, all safes unknown", first.wall_ms);
  Caller caller(leaver.account.get());
  const auto start = steady_clock::now();
  ASSIGN_OR_RETURN(const Cost whole,
                   klad.Run({"person", "depart", kLeaver, "--successor",
                             "member1", "--yes"}));
  const double last =
      std::chrono::duration<double, std::milli>(caller.Last() - start).count();
  PrintFigure("suspended, on a connection already open", last, 200);
  PrintFigure("whole departure", whole.wall_ms, 3000);
  return absl::OkStatus();
}

// What they cost must follow what they return.
absl::Status MeasureQuestions(const KladProgram& klad, absl::string_view when) {
  const std::vector<std::vector<std::string>> questions = {
      {"audit", "seen", absl::StrCat(SafeNameOf(1), "/", TitleOf(1))},
      {"audit", "who", "member1"},
      {"person", "show", "member1"}};
  for (const auto& question : questions) {
    ASSIGN_OR_RETURN(const Cost cost, klad.RunOften(question));
    PrintFigure(absl::StrCat(question[0], " ", question[1], ", ", when),
                cost.wall_ms);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureLeaving(const Options& options, const std::string& folder) {
  const std::string home = folder + "/leave";
  std::filesystem::create_directory(home);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, home));
  absl::FPrintF(stderr, "filling %d safes, %d people join\n", kSafes, kMembers);
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
  ASSIGN_OR_RETURN(const KladProgram klad,
                   KladProgram::Create(options, *server, home));
  RETURN_IF_ERROR(klad.Run({"unlock"}).status());
  RETURN_IF_ERROR(MeasureDeparture(klad, leaver));
  RETURN_IF_ERROR(MeasureJoining(klad, home));
  RETURN_IF_ERROR(MeasureQuestions(klad, "a short roster"));
  RETURN_IF_ERROR(server->account().CatchUp());
  RETURN_IF_ERROR(MeasureLongRoster(&company, organisation->chains(), home));
  RETURN_IF_ERROR(MeasureQuestions(klad, "a long one"));
  return klad.Run({"lock"}).status();
}

}  // namespace klad::load
