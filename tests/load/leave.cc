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
#include "absl/time/clock.h"
#include "client/fake_keyring.h"
#include "client/mirror.h"
#include "client/roster_writer.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "crypto/names.h"
#include "klad/v1/roster.pb.h"
#include "klad/v1/system.pb.h"
#include "tests/load/organisation.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using std::chrono::steady_clock;
using trust::v1::Entry;

constexpr int kMembers = 200;
constexpr int kSafes = 50;
constexpr int kCredentials = 10'000;
constexpr int kGranted = 40;
constexpr int kRevealed = 500;
constexpr uint64_t kEntries = 10'000;
constexpr int64_t kInvitationMs = 3'600'000;
constexpr char kLeaver[] = "leaver";
constexpr char kPassphrase[] = "seven quiet harbours under one lamp";

double MsSince(steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - start)
      .count();
}

void Print(absl::string_view what, double ms, int wanted_ms) {
  absl::PrintF("%-52s %8.0f ms   wanted %d\n", what, ms, wanted_ms);
}

// A member's machine.
struct Machine {
  std::unique_ptr<client::State> state;
  std::unique_ptr<client::Keyring> keyring;
  std::unique_ptr<client::Account> account;
};

class Company {
 public:
  Company(KladServer* server, std::string folder)
      : server_(*server),
        folder_(std::move(folder)),
        keychain_(&server->account()),
        writer_(&server->account(), &keychain_) {}

  absl::Status Write(const Entry& entry) {
    return writer_.Write([&](const auto&) { return entry; });
  }

  // Invited and joined; the machine is kept for whom it is wanted.
  absl::Status Join(const std::string& login, Machine* machine) {
    client::Account& account = server_.account();
    trust::v1::Identity about = server_.identity().about();
    about.clear_founding();
    about.set_member(NewId());
    ASSIGN_OR_RETURN(crypto::Identity newcomer,
                     crypto::Identity::Create(about));
    newcomer.set_founding(account.roster().founding());
    about.set_member(NewId());
    ASSIGN_OR_RETURN(const crypto::Identity invitation,
                     crypto::Identity::Create(about));
    Entry invited;
    trust::v1::Invited* in = invited.mutable_invited();
    in->set_invitation(invitation.about().member());
    in->set_member(newcomer.about().member());
    in->set_login(login);
    *in->mutable_keys() = invitation.PublicKeys();
    in->set_name_hash(
        crypto::HashDisplayName(std::string(crypto::kNameSaltSize, 's'), login)
            .str());
    in->add_roles()->set_role("marketer");
    in->set_until_ms(account.NowMs() + kInvitationMs);
    RETURN_IF_ERROR(Write(invited));
    Entry joined;
    joined.mutable_joined()->set_invitation(invitation.about().member());
    *joined.mutable_joined()->mutable_keys() = newcomer.PublicKeys();
    RETURN_IF_ERROR(
        writer_.Write([&](const auto&) { return joined; },
                      {invitation.about().member(), &invitation.signing_key(),
                       &newcomer.signing_key()}));
    return machine == nullptr ? absl::OkStatus()
                              : Open(std::move(newcomer), machine);
  }

  absl::Status Grant(const std::string& safe, const std::string& member) {
    Entry entry;
    entry.mutable_granted()->set_safe(safe);
    entry.mutable_granted()->mutable_target()->set_member(member);
    entry.mutable_granted()->set_level(trust::v1::LEVEL_READ);
    return Write(entry);
  }

 private:
  static std::string NewId() {
    return std::string(Secret::Random(crypto::kIdSize).Expose());
  }

  absl::Status Open(crypto::Identity identity, Machine* machine) {
    klad::v1::RenewRequest request;
    request.set_member(identity.about().member());
    klad::v1::RenewResponse response;
    RETURN_IF_ERROR(server_.account().Call("klad.v1.RosterService/Renew",
                                           request, &response));
    client::v1::Account record;
    record.set_organisation(identity.about().organisation());
    record.set_member(identity.about().member());
    record.set_certificate(response.certificate());
    ASSIGN_OR_RETURN(machine->state, client::State::Open(folder_ + "/leaver"));
    machine->keyring = std::make_unique<client::FakeKeyring>();
    ASSIGN_OR_RETURN(machine->account,
                     client::Account::Open({.state = machine->state.get(),
                                            .keyring = machine->keyring.get(),
                                            .passphrase = nullptr,
                                            .now = absl::Now},
                                           std::move(identity), record));
    return absl::OkStatus();
  }

  KladServer& server_;
  const std::string folder_;
  client::Keychain keychain_;
  client::RosterWriter writer_;
};

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
  Print("plan, safes known to this machine", again, 1000);
  absl::PrintF("%-52s %8.0f ms\n", "  the very first, all safes unknown",
               first);
  Caller caller(leaver.account.get());
  const auto start = steady_clock::now();
  ASSIGN_OR_RETURN(const double whole,
                   klad.Run({"person", "depart", kLeaver, "--successor",
                             "member1", "--yes"}));
  const double last =
      std::chrono::duration<double, std::milli>(caller.Last() - start).count();
  Print("suspended, on a connection already open", last, 200);
  Print("whole departure", whole, 3000);
  return klad.Run({"lock"}).status();
}

absl::Status MeasureRoster(Company& company, KladServer& server,
                           const std::string& folder) {
  for (int64_t i = 0; server.account().roster().head().sequence < kEntries;
       ++i) {
    Entry entry;
    entry.mutable_policy_set()->set_word("rotation.days.low");
    entry.mutable_policy_set()->set_value(1 + i % 365);
    RETURN_IF_ERROR(company.Write(entry));
  }
  ASSIGN_OR_RETURN(const auto state, client::State::Open(folder + "/fresh"));
  auto start = steady_clock::now();
  {
    ASSIGN_OR_RETURN(const auto account, server.OpenAccount(state.get()));
    RETURN_IF_ERROR(account->CatchUp());
    Print("first replay of 10,000 entries", MsSince(start), 2000);
    RETURN_IF_ERROR(account->Save());
  }
  start = steady_clock::now();
  RETURN_IF_ERROR(server.OpenAccount(state.get()).status());
  Print("the same at a later command", MsSince(start), 10);
  return absl::OkStatus();
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
  RETURN_IF_ERROR(company.Join(kLeaver, &leaver));
  for (int i = 1; i < kMembers - 1; ++i) {
    RETURN_IF_ERROR(company.Join(absl::StrCat("member", i), nullptr));
  }
  for (int i = 0; i < kGranted; ++i) {
    RETURN_IF_ERROR(company.Grant(organisation->chains()[i].safe(),
                                  leaver.account->member()));
  }
  RETURN_IF_ERROR(RevealSome(leaver, organisation->chains()));
  RETURN_IF_ERROR(MeasureDeparture(options, *server, leaver, home));
  RETURN_IF_ERROR(server->account().CatchUp());
  return MeasureRoster(company, *server, home);
}

}  // namespace klad::load
