// audit seen, who, log.
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/ledger_filter.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/events.h"
#include "client/exposures.h"
#include "client/ledger_log.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Account;
using client::ExitCode;
using client::Exposed;
using client::LedgerEntry;
using client::LedgerLog;
using client::Vault;

// Lives as long as rows come.
struct Reading {
  explicit Reading(std::unique_ptr<Account> opened)
      : account(std::move(opened)), vault(account.get()), names(&vault) {}

  const std::unique_ptr<Account> account;
  Vault vault;
  LedgerNames names;
  LedgerFilter filter;
};

// Deleted ones too: their secrets may still open something.
absl::StatusOr<Found> FindAny(Context& context, Vault& vault,
                              absl::string_view text) {
  auto live = FindReference(context, vault, text, Freshness::kFollow);
  if (client::ExitCodeOf(live.status()) != ExitCode::kNotFound) return live;
  auto deleted =
      FindReference(context, vault, text, Freshness::kAsKnown, Which::kDeleted);
  return deleted.ok() ? deleted : live;
}

Value IsCurrent(const absl::optional<uint64_t>& current,
                const Exposed& exposed) {
  return current.has_value() ? Value(*current == exposed.generation) : Value();
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
  const std::string id = found.item->credential();
  ASSIGN_OR_RETURN(const auto all,
                   client::ExposuresOfCredential(&vault, found.safe.id, id));
  ASSIGN_OR_RETURN(const auto current, names.Generation(found.safe.id, id));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"member",  "version", "generation",
                    "purpose", "time",    "current"};
  for (const Exposed& each : all) {
    result.AddRow(names.Member(each.member), each.version, each.generation,
                  PurposeWord(each.purpose), absl::FromUnixMillis(each.time_ms),
                  IsCurrent(current, each));
  }
  SayUnproven(all, &result);
  return result;
}

absl::StatusOr<Result> Who(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  LedgerNames names(&vault);
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const std::string member,
                   FindMember(*account, context.Get("LOGIN")));
  ASSIGN_OR_RETURN(const auto all, client::ExposuresOf(&vault, member));
  Result result;
  result.columns = {"credential", "version", "generation",
                    "purpose",    "time",    "current"};
  for (const Exposed& each : all) {
    ASSIGN_OR_RETURN(std::string name,
                     names.Credential(each.safe, each.credential));
    ASSIGN_OR_RETURN(const auto current,
                     names.Generation(each.safe, each.credential));
    result.AddRow(std::move(name), each.version, each.generation,
                  PurposeWord(each.purpose), absl::FromUnixMillis(each.time_ms),
                  IsCurrent(current, each));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  SayUnproven(all, &result);
  if (all.empty()) result.messages.emplace_back(Tr("no secret was given"));
  return result;
}

// What a record is about: names where they are known.
absl::StatusOr<std::vector<std::string>> What(
    LedgerNames& names, const trust::v1::LedgerRecord& record) {
  const std::vector<std::string> subject =
      absl::StrSplit(record.subject(), '/');
  std::vector<std::string> what;
  uint64_t position = 0;
  if (subject.size() == 2 && subject[0] == "roster" &&
      absl::SimpleAtoi(subject[1], &position)) {
    ASSIGN_OR_RETURN(const std::string kind, names.Entry(position));
    what.push_back(absl::StrCat("roster/", position, " ", kind));
  } else if (subject.size() == 3 && subject[0] == "safe") {
    ASSIGN_OR_RETURN(const std::string safe,
                     names.Safe(absl::HexStringToBytes(subject[1])));
    what.push_back(absl::StrCat("safe ", safe, " ", subject[2]));
  } else if (subject[0] == "member") {
    what.push_back(names.Caller(record.subject()));
  } else if (!record.subject().empty()) {
    what.push_back(record.subject());
  }
  for (const auto& each : record.revealed()) {
    ASSIGN_OR_RETURN(const std::string credential,
                     names.Credential(each.safe(), each.credential()));
    what.push_back(absl::StrCat(credential, " ", each.version(), " ",
                                PurposeWord(each.purpose()),
                                each.repeat() ? " repeat" : ""));
  }
  return what;
}

const std::vector<std::string>& LogColumns() {
  static const auto* const columns = new std::vector<std::string>{
      "sequence", "time", "member", "method", "outcome", "what", "reason"};
  return *columns;
}

absl::StatusOr<std::vector<Value>> LogRow(
    LedgerNames& names, const trust::v1::LedgerRecord& record) {
  ASSIGN_OR_RETURN(std::vector<std::string> what, What(names, record));
  std::vector<Value> row;
  row.emplace_back(record.sequence());
  row.emplace_back(absl::FromUnixMillis(record.time_ms()));
  row.emplace_back(names.Caller(record.caller()));
  row.emplace_back(std::string(absl::StripPrefix(record.method(), "klad.v1.")));
  row.emplace_back(record.outcome() == trust::v1::OUTCOME_DENIED ? "denied"
                                                                 : "done");
  row.emplace_back(std::move(what));
  row.emplace_back(std::string(absl::StripPrefix(record.reason(), "REASON_")));
  return row;
}

// Everything that is there, then proven; how far that is.
absl::StatusOr<uint64_t> ReadLog(Reading& reading, LedgerLog log,
                                 const Result::PrintRow& print) {
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries, log.Next());
    if (entries.empty()) return log.head().position().sequence();
    for (const LedgerEntry& entry : entries) {
      if (!reading.filter.Passes(entry.record)) continue;
      ASSIGN_OR_RETURN(std::vector<Value> row,
                       LogRow(reading.names, entry.record));
      RETURN_IF_ERROR(print(std::move(row)));
    }
  }
}

absl::StatusOr<LedgerLog> BeginLog(Reading& reading) {
  if (reading.filter.since_ms() == 0) {
    return LedgerLog(reading.account.get(), 0);
  }
  return LedgerLog::Since(reading.account.get(), reading.filter.since_ms());
}

// Woken by events; what is shown comes from the ledger itself, proven.
absl::Status FollowLog(Context& context, Reading& reading, uint64_t after,
                       const Result::PrintRow& print) {
  const client::FollowOptions options{
      after, /*wait=*/true, [&](const absl::Status& status) {
        context.Note(Say("waiting for the server: $0", status.message()));
      }};
  return client::FollowEvents(
      reading.account.get(), options,
      [&](const klad::v1::FollowEventsResponse&) -> absl::Status {
        ASSIGN_OR_RETURN(
            after,
            ReadLog(reading, LedgerLog(reading.account.get(), after), print));
        return reading.vault.Save();
      });
}

absl::StatusOr<Result> Log(Context& context) {
  ASSIGN_OR_RETURN(auto account, OpenAccount(context));
  const auto reading = std::make_shared<Reading>(std::move(account));
  RETURN_IF_ERROR(reading->account->CatchUp());
  ASSIGN_OR_RETURN(reading->filter, LedgerFilter::Of(context, reading->vault));
  ASSIGN_OR_RETURN(LedgerLog log, BeginLog(*reading));
  Result result;
  result.columns = LogColumns();
  const auto keep = [&result](std::vector<Value> row) {
    result.rows.push_back(std::move(row));
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(uint64_t shown, ReadLog(*reading, std::move(log), keep));
  RETURN_IF_ERROR(Finish(context, reading->vault));
  if (!context.Has("follow")) return result;
  const auto rows =
      std::make_shared<std::vector<std::vector<Value>>>(std::move(result.rows));
  result.stream = [&context, reading, rows,
                   shown](const Result::PrintRow& print) -> absl::Status {
    for (std::vector<Value>& row : *rows) {
      RETURN_IF_ERROR(print(std::move(row)));
    }
    return FollowLog(context, *reading, shown, print);
  };
  return result;
}

std::vector<Option> LogOptions() {
  std::vector<Option> options = LedgerFilter::Options();
  options.push_back({"follow", 'f', "", Mark("go on with what comes")});
  return options;
}

}  // namespace

std::vector<Command> AuditCommands() {
  return {
      {.path = "audit seen",
       .summary = Mark("show who was given a secret"),
       .help = Mark(
           "Each member, version and purpose once: show, run, export, "
           "offline, health, or write for who brought it. Current is what is "
           "in force now; the rest was changed since. For who manages the "
           "safe and who may read the ledger. Each line is proven by its "
           "member's signature; that none is left out is the server's "
           "word.\n\nExample:\n  klad audit seen ads/yandex-direct"),
       .arguments = {kReference},
       .handler = Seen},
      {.path = "audit who",
       .summary = Mark("show which secrets a member was given"),
       .help = Mark("Your own, or anybody's if you may read the ledger. What "
                    "is not open to you is shown by its id.\n\nExample:\n  "
                    "klad audit who anna"),
       .arguments = {{"LOGIN", Mark("the member, here or gone")}},
       .handler = Who},
      {.path = "audit log",
       .summary = Mark("show the ledger"),
       .help = Mark(
           "Every change, every secret given and every refusal, oldest first, "
           "proven to lead to the head that the server has signed and through "
           "the one you remember. Needs the permission audit.read. --follow "
           "goes on until Ctrl-C; with -o json it prints a line for "
           "each.\n\nExample:\n  klad audit log --since 2026-03-01 --member "
           "anna --method Reveal"),
       .options = LogOptions(),
       .handler = Log},
  };
}

}  // namespace klad::cli
