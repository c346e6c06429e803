// audit seen, who.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/authored.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/cli/until.h"
#include "client/exposure_trail.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/succession.h"

namespace klad::cli {
namespace {

using client::Account;
using client::Exposed;
using client::Vault;

Value IsCurrent(const absl::optional<uint64_t>& current, uint64_t generation) {
  return current.has_value() ? Value(*current == generation) : Value();
}

// What the server alone says of writes is said, since it is no proof.
void SayUnproven(const std::vector<Exposed>& all, Result* result) {
  size_t unproven = 0;
  for (const Exposed& each : all) unproven += each.proven ? 0 : 1;
  if (unproven == 0) return;
  result->messages.push_back(
      SayN("$0 write is the server's word: its safe is not open to you",
           "$0 writes are the server's word: their safes are not open to you",
           unproven, unproven));
}

absl::StatusOr<Result> Seen(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  LedgerNames names(&vault);
  ASSIGN_OR_RETURN(const Found found,
                   FindAny(context, vault, context.Get("SAFE/TITLE")));
  // Of a deleted one too: its secret may still open something.
  const std::string id = found.item->credential();
  ASSIGN_OR_RETURN(const auto place, names.WhereNow(found.safe.id, id));
  client::Mirror* const mirror =
      place.mirror == nullptr ? found.mirror : place.mirror;
  ASSIGN_OR_RETURN(const auto trail,
                   client::ExposuresWherever(&vault, mirror, id));
  ASSIGN_OR_RETURN(const auto current, names.Generation(found.safe.id, id));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"member",  "version", "generation",
                    "purpose", "time",    "current"};
  for (const Exposed& each : trail.exposed) {
    result.AddRow(names.Member(each.member), each.version, each.generation,
                  PurposeWord(each.purpose), absl::FromUnixMillis(each.time_ms),
                  IsCurrent(current, each.generation));
  }
  SayUnproven(trail.exposed, &result);
  if (!trail.whole) {
    result.messages.emplace_back(
        Tr("it was in a safe before that is not yours to ask about: who read "
           "it there is not all shown"));
  }
  return result;
}

// A member's exposures, and since a moment whatever else it did, as rows.
class Deeds {
 public:
  Deeds(Vault* vault, std::string member, int64_t since_ms)
      : vault_(*vault),
        names_(vault),
        member_(std::move(member)),
        since_ms_(since_ms) {}

  absl::Status Collect() {
    ASSIGN_OR_RETURN(auto all, client::ExposuresOf(&vault_, member_));
    for (Exposed& each : client::NewestOnly(std::move(all))) {
      // Every version comes below, each by itself.
      const bool below = since_ms_ != 0 && each.proven &&
                         each.purpose == trust::v1::PURPOSE_WRITE;
      if (!below && each.time_ms >= since_ms_) {
        exposed_.push_back(std::move(each));
      }
    }
    RETURN_IF_ERROR(AddExposed());
    if (since_ms_ == 0) return absl::OkStatus();
    RETURN_IF_ERROR(AddVersions());
    RETURN_IF_ERROR(AddEntries());
    std::stable_sort(
        rows_.begin(), rows_.end(),
        [](const Row& a, const Row& b) { return a.time_ms < b.time_ms; });
    return absl::OkStatus();
  }

  Result Take() {
    Result result;
    result.columns = {"credential", "version", "generation",
                      "purpose",    "time",    "current"};
    for (Row& row : rows_) result.rows.push_back(std::move(row.values));
    SayUnproven(exposed_, &result);
    return result;
  }

 private:
  struct Row {
    int64_t time_ms = 0;
    std::vector<Value> values;
  };

  absl::Status Add(const std::string& safe, const std::string& credential,
                   uint64_t version, uint64_t generation, std::string what,
                   int64_t time_ms) {
    ASSIGN_OR_RETURN(std::string name, names_.NameNow(safe, credential));
    ASSIGN_OR_RETURN(const auto current, names_.Generation(safe, credential));
    rows_.push_back(
        {time_ms, Result::Row(std::move(name), version, generation,
                              std::move(what), absl::FromUnixMillis(time_ms),
                              IsCurrent(current, generation))});
    return absl::OkStatus();
  }

  absl::Status AddExposed() {
    for (const Exposed& each : exposed_) {
      RETURN_IF_ERROR(Add(each.safe, each.credential, each.version,
                          each.generation, PurposeWord(each.purpose),
                          each.time_ms));
    }
    return absl::OkStatus();
  }

  static std::string WordOf(const trust::v1::Header& header) {
    if (!header.moved_to().empty() || !header.moved_from().empty()) {
      return "move";
    }
    if (header.deleted()) return "delete";
    return crypto::vault::BringsSecret(header) ? "write" : "edit";
  }

  absl::Status AddVersions() {
    ASSIGN_OR_RETURN(const auto headers,
                     client::VersionsBy(&vault_, member_, since_ms_));
    for (const trust::v1::Header& header : headers) {
      RETURN_IF_ERROR(Add(header.safe(), header.credential(), header.version(),
                          header.generation(), WordOf(header),
                          header.time_ms()));
    }
    return absl::OkStatus();
  }

  absl::Status AddEntries() {
    ASSIGN_OR_RETURN(const auto entries,
                     client::EntriesBy(&vault_.account(), member_, since_ms_));
    for (const client::AuthoredEntry& entry : entries) {
      ASSIGN_OR_RETURN(std::string kind, names_.Entry(entry.position));
      rows_.push_back(
          {entry.time_ms,
           Result::Row(absl::StrCat("roster/", entry.position), Value(),
                       Value(), std::move(kind),
                       absl::FromUnixMillis(entry.time_ms), Value())});
    }
    return absl::OkStatus();
  }

  Vault& vault_;
  LedgerNames names_;
  const std::string member_;
  const int64_t since_ms_;
  std::vector<Exposed> exposed_;
  std::vector<Row> rows_;
};

absl::StatusOr<Result> Who(Context& context) {
  int64_t since_ms = 0;
  if (context.Has("since")) {
    ASSIGN_OR_RETURN(since_ms, ParseSince(context.Get("since"), context.now()));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto* member,
                   client::FindMember(account->roster(), context.Get("LOGIN")));
  const bool lost = since_ms == 0 && member->distrusted_since_ms != 0;
  if (lost) since_ms = member->distrusted_since_ms;
  Deeds deeds(&vault, member->id, since_ms);
  RETURN_IF_ERROR(deeds.Collect());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = deeds.Take();
  if (result.rows.empty()) {
    result.messages.emplace_back(since_ms == 0 ? Tr("no secret was given")
                                               : Tr("nothing since then"));
  }
  if (lost) {
    result.messages.push_back(Say(
        "since $0, from when the lost identity is not trusted; --since shows "
        "more",
        absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixMillis(since_ms),
                         absl::LocalTimeZone())));
  }
  return result;
}

}  // namespace

std::vector<Command> ExposureCommands() {
  return {
      {.path = "audit seen",
       .summary = Mark("show who was given a secret"),
       .help = Mark(
           "Each member, version and purpose once: show, run, export, "
           "offline, health, or write for who brought it; those too who read "
           "it in a safe that it was moved from. Current is what is in force "
           "now; the rest was changed since. For who manages the safe and who "
           "may read the ledger. Each line is proven by its member's "
           "signature; that none is left out is the server's "
           "word.\n\nExample:\n  klad audit seen ads/yandex-direct"),
       .arguments = {kReference},
       .handler = Seen},
      {.path = "audit who",
       .summary = Mark("show which secrets a member was given"),
       .help = Mark(
           "Your own, or anybody's if you may read the ledger, by where they "
           "are now. What is not open to you is shown by its id. With --since "
           "also each version they wrote and each entry of the roster, in "
           "order: what to look at when somebody else may have had the "
           "identity. Of one that was lost, that is what is shown, from when "
           "it is not trusted.\n\nExample:\n  klad audit who anna\n  klad "
           "audit who anna --since yesterday"),
       .arguments = {{"LOGIN", Mark("the member, here or gone")}},
       .options = {{"since", 0, "DATE",
                    Mark("all they did from the beginning of this day")}},
       .handler = Who},
  };
}

}  // namespace klad::cli
