// rotation list, assign, due, waive.
#include <algorithm>
#include <utility>

#include "client/cli/cell_words.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/rotations.h"
#include "client/cli/until.h"
#include "client/error.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/departure.h"

namespace klad::cli {
namespace {

using client::Departure;
using client::Error;
using client::ExitCode;
using client::Rotation;
using client::RotationBook;
using client::RotationStand;
using client::Standing;

bool IsShown(const Context& context, const client::Account& account,
             const Rotation& rotation, const RotationStand& stand) {
  const bool open =
      stand.standing == Standing::kOpen || stand.standing == Standing::kUnknown;
  if (context.Has("mine") && rotation.assignee != account.member()) {
    return false;
  }
  if (context.Has("overdue")) {
    return open && rotation.due_ms < account.NowMs();
  }
  return open || context.Has("all");
}

absl::StatusOr<Result> RotationList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RotationBook book(&vault);
  ASSIGN_OR_RETURN(const auto departures, OpenDepartures(vault, book));
  struct Row {
    const Rotation* rotation;
    RotationStand stand;
  };
  std::vector<Row> rows;
  for (const Departure& departure : departures) {
    for (const Rotation& rotation : departure.rotations) {
      ASSIGN_OR_RETURN(RotationStand stand, book.StandOf(rotation));
      if (IsShown(context, *account, rotation, stand)) {
        rows.push_back({&rotation, std::move(stand)});
      }
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.rotation->due_ms < b.rotation->due_ms;
  });
  Result result;
  result.columns = {"id", "name", "assignee", "due", "state"};
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const std::string name, book.NameOf(*row.rotation));
    result.AddRow(client::RotationId(*account, *row.rotation), name,
                  client::LoginOf(account->roster(), row.rotation->assignee),
                  // The end of the day, not the day after.
                  absl::FromUnixMillis(row.rotation->due_ms - 1),
                  client::StandingWord(row.stand.standing));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (rows.empty()) {
    result.messages.emplace_back(Tr("there is nothing to be changed"));
  }
  return result;
}

// Notes something on the rotation that the command names.
absl::StatusOr<Result> Note(Context& context, client::Vault& vault,
                            const trust::v1::RotationNote& note,
                            const std::string& sentence) {
  ASSIGN_OR_RETURN(const Rotation rotation,
                   FindRotation(vault, context.Get("ID")));
  if (rotation.notes >= crypto::vault::kMaxNotes) {
    return Error(ExitCode::kConflict,
                 Say("$0 was changed $1 times already", context.Get("ID"),
                     rotation.notes),
                 Tr("change the secret: klad rotate"));
  }
  RETURN_IF_ERROR(client::SignNote(&vault.account(), rotation, note));
  ASSIGN_OR_RETURN(auto departure,
                   client::FetchDeparture(&vault.account(), rotation.member));
  RETURN_IF_ERROR(client::FetchList(&vault.account(), &departure));
  RotationBook book(&vault);
  ASSIGN_OR_RETURN(const bool closed, CloseIfDone(vault, departure, book));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = Result::Message(sentence);
  if (closed) {
    result.messages.push_back(
        Say("that was the last one: klad departure show $0 gives the "
            "certificate",
            client::LoginOf(vault.account().roster(), rotation.member)));
  }
  return result;
}

absl::StatusOr<Result> Assign(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto* person,
                   client::FindPerson(account->roster(), context.Get("LOGIN")));
  if (!person->active()) {
    return Error(ExitCode::kConflict,
                 Say("$0 is not active: $1", person->login,
                     WordFor("state", client::StateWord(person->state()))));
  }
  trust::v1::RotationNote note;
  note.set_assigned(person->id);
  return Note(context, vault, note,
              Say("$0 is for $1 to change", context.Get("ID"), person->login));
}

absl::StatusOr<Result> SetDue(Context& context) {
  ASSIGN_OR_RETURN(const int64_t due_ms,
                   ParseUntil(context.Get("DATE"), context.now()));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  trust::v1::RotationNote note;
  note.set_due_ms(due_ms);
  return Note(context, vault, note,
              Say("$0 is due until the end of $1", context.Get("ID"),
                  absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(due_ms - 1),
                                   absl::LocalTimeZone())));
}

absl::StatusOr<Result> Waive(Context& context) {
  const std::string& reason = context.Get("reason");
  if (reason.empty() || reason.size() > crypto::vault::kMaxReason) {
    return Error(ExitCode::kUsage,
                 Say("--reason is missing, or longer than $0 bytes",
                     crypto::vault::kMaxReason),
                 Tr("for example: --reason \"the account was closed\""));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(context.Confirm(
      Say("leave $0 unchanged, signed by you?", context.Get("ID"))));
  trust::v1::RotationNote note;
  note.set_waived(reason);
  return Note(context, vault, note,
              Say("$0 is waived: $1", context.Get("ID"), reason));
}

const Argument kId = {"ID", Mark("as klad rotation list shows it")};

}  // namespace

std::vector<Command> RotationCommands() {
  return {
      {.path = "rotation list",
       .summary = Mark("list the secrets that must be changed"),
       .help = Mark(
           "Because somebody left who was given them. Owners see all, others "
           "those of safes they manage or that are theirs to change. A "
           "rotation "
           "closes by itself when the secret is changed: klad rotate. The "
           "soonest due comes first.\n\nExample:\n  klad rotation list "
           "--mine"),
       .options = {{"mine", 0, "", Mark("only those that are yours to change")},
                   {"overdue", 0, "", Mark("only those past their date")},
                   {"all", 0, "", Mark("closed ones of open departures too")}},
       .handler = RotationList},
      {.path = "rotation assign",
       .summary = Mark("give a rotation to somebody else"),
       .help = Mark("For owners and managers of the safe.\n\nExample:\n  klad "
                    "rotation assign anna-3 boris"),
       .arguments = {kId, {"LOGIN", Mark("who is to change it")}},
       .handler = Assign},
      {.path = "rotation due",
       .summary = Mark("set until when a rotation must be done"),
       .help = Mark("For owners and managers of the safe.\n\nExample:\n  klad "
                    "rotation due anna-3 friday"),
       .arguments = {kId, {"DATE", Mark("2026-12-31, friday, 14d or 2w")}},
       .handler = SetDue},
      {.path = "rotation waive",
       .summary = Mark("close a rotation without a change, with a reason"),
       .help = Mark("The reason is signed and stands in the certificate of the "
                    "departure. For owners and managers of the "
                    "safe.\n\nExample:\n  klad rotation waive anna-3 --reason "
                    "\"the account was closed\""),
       .arguments = {kId},
       .options = {{"reason", 0, "TEXT", Mark("why nothing is changed")}},
       .handler = Waive},
  };
}

}  // namespace klad::cli
