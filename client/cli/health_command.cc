// health: what is wrong with credentials.
#include <sodium.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/cli/progress.h"
#include "client/error.h"
#include "client/health.h"
#include "client/title.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/overview.h"

namespace klad::cli {
namespace {

using client::Examined;
using client::Mirror;
using client::Vault;

constexpr int kUsualDays = 365;
constexpr int kMaxDays = 36500;

struct ExaminedSafe {
  client::SafeInfo info;
  Mirror* mirror = nullptr;
  std::vector<Examined> items;
  // Of those that have the same password as another.
  std::map<const Examined*, int64_t> group;
};

absl::StatusOr<absl::Time> OldBefore(const Context& context) {
  int64_t days = kUsualDays;
  const std::string folded = client::FoldTitle(context.Get("older-than"));
  absl::string_view text = folded;
  const bool given = context.Has("older-than");
  const bool in_days =
      absl::ConsumeSuffix(&text, "d") || absl::ConsumeSuffix(&text, "д");
  if (given && (!in_days || !absl::SimpleAtoi(text, &days) || days < 1 ||
                days > kMaxDays)) {
    return client::Error(
        client::ExitCode::kUsage,
        Say("\"$0\" is not a number of days", context.Get("older-than")),
        Tr("for example: --older-than 90d"));
  }
  return context.now() - absl::Hours(24 * days);
}

absl::StatusOr<std::vector<ExaminedSafe>> ExamineSafes(Context& context,
                                                       Vault& vault) {
  ASSIGN_OR_RETURN(const absl::Time old_before, OldBefore(context));
  std::vector<client::SafeInfo> safes;
  if (context.Has("SAFE")) {
    ASSIGN_OR_RETURN(safes.emplace_back(), vault.FindSafe(context.Get("SAFE")));
  } else {
    RETURN_IF_ERROR(vault.account().CatchUp());
    ASSIGN_OR_RETURN(safes, vault.Safes());
  }
  std::vector<ExaminedSafe> examined;
  for (client::SafeInfo& safe : safes) {
    ExaminedSafe one;
    ASSIGN_OR_RETURN(one.mirror, vault.OpenSafe(safe.id));
    RETURN_IF_ERROR(one.mirror->Follow());
    ASSIGN_OR_RETURN(const auto* items, one.mirror->Items());
    ASSIGN_OR_RETURN(one.items, client::Examine(*items, old_before));
    one.info = std::move(safe);
    examined.push_back(std::move(one));
  }
  return examined;
}

void GroupByTag(std::vector<ExaminedSafe>* safes) {
  int64_t group = 0;
  for (ExaminedSafe& safe : *safes) {
    for (const auto& [tag, same] : client::SameTags(&safe.items)) {
      ++group;
      for (const Examined* one : same) safe.group[one] = group;
    }
  }
}

// A hash under a key of this command: many passwords are compared while one
// is at hand.
class Comparer {
 public:
  Comparer() : key_(Secret::Random(crypto_generichash_KEYBYTES)) {}

  std::string Hash(const Secret& password) const {
    std::string hash(crypto_generichash_BYTES, '\0');
    CHECK_THAT(
        crypto_generichash(
            reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
            reinterpret_cast<const unsigned char*>(password.Expose().data()),
            password.size(),
            reinterpret_cast<const unsigned char*>(key_.Expose().data()),
            key_.size()) == 0);
    return hash;
  }

 private:
  Secret key_;
};

// Reveals those whose tags are equal; only equal passwords stay a group.
absl::Status Confirm(Vault& vault, ExaminedSafe* safe, int64_t* groups,
                     const std::function<void()>& revealed) {
  const Comparer comparer;
  for (const auto& [tag, same] : client::SameTags(&safe->items)) {
    std::map<std::string, std::vector<Examined*>> by_hash;
    for (Examined* one : same) {
      ASSIGN_OR_RETURN(
          const auto secret,
          RevealNewest(vault, Found{safe->info, safe->mirror, one->item},
                       trust::v1::PURPOSE_HEALTH));
      by_hash[comparer.Hash(secret.password)].push_back(one);
      revealed();
      one->health.reused = false;
    }
    for (const auto& [hash, equal] : by_hash) {
      if (equal.size() < 2) continue;
      ++*groups;
      for (Examined* one : equal) {
        one->health.reused = true;
        safe->group[one] = *groups;
      }
    }
  }
  return absl::OkStatus();
}

absl::Status ConfirmAll(Context& context, Vault& vault,
                        std::vector<ExaminedSafe>* safes) {
  uint64_t count = 0;
  for (ExaminedSafe& safe : *safes) {
    for (const auto& [tag, same] : client::SameTags(&safe.items)) {
      count += same.size();
    }
  }
  if (count == 0) return absl::OkStatus();
  context.Note(
      SayN("revealing $0 password to compare it with others: that is recorded",
           "revealing $0 passwords to compare them: each of that is recorded",
           count, count));
  int64_t groups = 0;
  uint64_t done = 0;
  Progress progress(context.err(), context.terminal());
  for (ExaminedSafe& safe : *safes) {
    RETURN_IF_ERROR(
        Confirm(vault, &safe, &groups, [&] { progress.Show(++done, count); }));
  }
  return absl::OkStatus();
}

std::vector<std::string> ProblemsOf(const client::Health& health) {
  std::vector<std::string> problems;
  if (health.weak) problems.emplace_back("weak");
  if (health.reused) problems.emplace_back("reused");
  if (health.old) problems.emplace_back("old");
  if (health.no_second_factor) problems.emplace_back("no-second-factor");
  return problems;
}

template <typename Is>
int64_t Count(const std::vector<ExaminedSafe>& safes, Is is) {
  int64_t count = 0;
  for (const ExaminedSafe& safe : safes) {
    count += std::count_if(safe.items.begin(), safe.items.end(),
                           [&](const Examined& one) { return is(one.health); });
  }
  return count;
}

void AddCounts(const std::vector<ExaminedSafe>& safes, Result* result) {
  using client::Health;
  result->Add("credentials", Count(safes, [](Health) { return true; }));
  result->Add("weak", Count(safes, [](Health h) { return h.weak; }));
  result->Add("reused", Count(safes, [](Health h) { return h.reused; }));
  result->Add("old", Count(safes, [](Health h) { return h.old; }));
  result->Add("without_second_factor",
              Count(safes, [](Health h) { return h.no_second_factor; }));
}

void AddRows(const ExaminedSafe& safe, Result* result) {
  std::map<std::string, const Examined*> by_title;
  for (const Examined& one : safe.items) {
    if (one.health.well()) continue;
    by_title[absl::StrCat(client::FoldTitle(one.item->overview().title()), "\n",
                          one.item->credential())] = &one;
  }
  for (const auto& [folded, one] : by_title) {
    const trust::v1::Overview& overview = one->item->overview();
    const auto group = safe.group.find(one);
    const bool rated = overview.strength() != crypto::vault::kNoPassword;
    const bool dated = overview.secret_changed_ms() > 0;
    result->AddRow(
        safe.info.name, overview.title(), overview.user_name(),
        ProblemsOf(one->health), rated ? Value(overview.strength()) : Value(),
        group == safe.group.end() ? Value() : Value(group->second),
        dated ? Value(absl::FromUnixMillis(overview.secret_changed_ms()))
              : Value());
  }
}

absl::StatusOr<Result> HealthOfAll(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(auto safes, ExamineSafes(context, vault));
  if (context.Has("confirm")) {
    RETURN_IF_ERROR(ConfirmAll(context, vault, &safes));
  } else {
    GroupByTag(&safes);
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  AddCounts(safes, &result);
  result.columns = {"safe",     "title", "user_name",     "problems",
                    "strength", "group", "secret_changed"};
  result.spare = {"strength", "user_name", "group"};
  for (const ExaminedSafe& safe : safes) AddRows(safe, &result);
  const int64_t reused =
      Count(safes, [](client::Health h) { return h.reused; });
  if (reused > 0 && !context.Has("confirm")) {
    result.messages.emplace_back(
        Tr("reused is a suspicion: --confirm reveals and compares"));
  }
  return result;
}

}  // namespace

std::vector<Command> HealthCommands() {
  return {
      {.path = "health",
       .summary = Mark("show passwords that are weak, reused or old"),
       .help = Mark(
           "From what is listed, without revealing anything: weak is a "
           "strength of 0 to 2 of 4; reused, that another credential of the "
           "safe seems to have the same password, which gives both the same "
           "group number; old, that the secret was not changed for so long; "
           "no-second-factor, a login without a seed of one-time codes. "
           "Reused is a suspicion: about one pair in 65,536 looks equal by "
           "chance. --confirm reveals the suspected ones to compare them, and "
           "each of that is recorded. Archived credentials are left "
           "out.\n\nExample:\n  klad health ads --older-than 180d"),
       .arguments = {{"SAFE", Mark("one safe; all without it"),
                      Arity::kOptional}},
       .options = {{"older-than", 0, "DAYS",
                    Mark("what counts as old; usual: 365d")},
                   {"confirm", 0, "",
                    Mark("reveal those that seem equal, and compare")}},
       .handler = HealthOfAll}};
}

}  // namespace klad::cli
