#include "tests/load/long_roster.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "client/grants.h"
#include "client/mirror.h"
#include "client/renewal.h"
#include "client/shares.h"
#include "crypto/base/status_macros.h"
#include "tests/load/report.h"

namespace klad::load {
namespace {

using std::chrono::steady_clock;
using testing::SafeChain;
using trust::v1::Entry;

constexpr uint64_t kEntries = 10'000;
constexpr int kOpenings = 21;
constexpr char kTeam[] = "pr";

absl::Status ComeAndGo(Company& company, const std::deque<SafeChain>& safes,
                       size_t number) {
  client::Vault& vault = company.vault();
  const SafeChain& left = safes[number % safes.size()];
  const SafeChain& kept = safes[(number + 1) % safes.size()];
  ASSIGN_OR_RETURN(const std::string id,
                   company.Join(absl::StrCat("person", number), nullptr));
  RETURN_IF_ERROR(client::Grant(&vault, left.safe(), {false, id},
                                trust::v1::LEVEL_READ, 0));
  RETURN_IF_ERROR(client::Grant(&vault, kept.safe(), {false, id},
                                trust::v1::LEVEL_WRITE, 0));
  ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(left.safe()));
  RETURN_IF_ERROR(
      client::Share(&vault, mirror, left.credentials()[0].id, id, 0));
  Entry entry;
  entry.mutable_role_given()->set_member(id);
  entry.mutable_role_given()->mutable_role()->set_role(kTeam);
  RETURN_IF_ERROR(company.Write(entry));
  RETURN_IF_ERROR(client::Revoke(&vault, left.safe(), {false, id}));
  entry.mutable_role_taken()->set_member(id);
  entry.mutable_role_taken()->set_role(kTeam);
  RETURN_IF_ERROR(company.Write(entry));
  RETURN_IF_ERROR(client::RenewDue(&vault).status());
  entry.mutable_policy_set()->set_word("rotation.days.low");
  entry.mutable_policy_set()->set_value(static_cast<int64_t>(1 + number % 365));
  return company.Write(entry);
}

}  // namespace

absl::Status MeasureLongRoster(Company* company,
                               const std::deque<SafeChain>& safes,
                               const std::string& folder) {
  testing::KladServer& server = company->server();
  for (size_t i = 0; server.account().roster().head().sequence < kEntries;
       ++i) {
    RETURN_IF_ERROR(ComeAndGo(*company, safes, i));
  }
  ASSIGN_OR_RETURN(const auto state, client::State::Open(folder + "/fresh"));
  const auto start = steady_clock::now();
  {
    ASSIGN_OR_RETURN(const auto account, server.OpenAccount(state.get()));
    RETURN_IF_ERROR(account->CatchUp());
    PrintFigure("first replay of 10,000 entries", MsSince(start), 2000);
    RETURN_IF_ERROR(account->Save());
  }
  std::vector<double> openings;
  for (int i = 0; i < kOpenings; ++i) {
    const auto opening = steady_clock::now();
    RETURN_IF_ERROR(server.OpenAccount(state.get()).status());
    openings.push_back(MsSince(opening));
  }
  PrintFigure("the same at a later command", Median(openings), 10);
  return absl::OkStatus();
}

}  // namespace klad::load
