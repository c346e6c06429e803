// audit log.
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/ledger_filter.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/events.h"
#include "client/ledger_log.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Account;
using client::LedgerEntry;
using client::LedgerLog;

// Lives as long as rows come.
struct Reading {
  explicit Reading(std::unique_ptr<Account> opened)
      : account(std::move(opened)), vault(account.get()), names(&vault) {}

  const std::unique_ptr<Account> account;
  client::Vault vault;
  LedgerNames names;
  LedgerFilter filter;
};

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
