// events.
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/events.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Account;
using client::Vault;
using klad::v1::Event;
using klad::v1::FollowEventsResponse;

constexpr int64_t kMaxSequence = int64_t{1} << 60;

// Lives as long as events come.
struct Following {
  explicit Following(std::unique_ptr<Account> opened)
      : account(std::move(opened)), vault(account.get()), names(&vault) {}

  const std::unique_ptr<Account> account;
  Vault vault;
  LedgerNames names;
};

std::string KindWord(const Event& event) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(klad::v1::EventKind_Name(event.kind()), "EVENT_KIND_"));
}

// The names that go with what is said of the event.
absl::StatusOr<std::vector<std::string>> What(LedgerNames& names,
                                              const Event& event) {
  std::vector<std::string> what;
  for (const std::string& credential : event.credentials()) {
    ASSIGN_OR_RETURN(std::string name,
                     names.Credential(event.safe(), credential));
    what.push_back(std::move(name));
  }
  if (event.kind() == klad::v1::EVENT_KIND_ROSTER) {
    ASSIGN_OR_RETURN(what.emplace_back(), names.Entry(event.position()));
  }
  if (event.kind() == klad::v1::EVENT_KIND_REVEAL) {
    what.push_back(PurposeWord(event.purpose()));
  }
  if (event.kind() == klad::v1::EVENT_KIND_LINK) {
    what.push_back(absl::BytesToHexString(event.link()));
  }
  if (event.kind() == klad::v1::EVENT_KIND_PLAYBOOK) {
    what.push_back(absl::BytesToHexString(event.playbook()));
  }
  if (event.kind() == klad::v1::EVENT_KIND_LINK ||
      event.kind() == klad::v1::EVENT_KIND_PLAYBOOK ||
      event.kind() == klad::v1::EVENT_KIND_DENIED ||
      event.kind() == klad::v1::EVENT_KIND_CALL) {
    what.emplace_back(absl::StripPrefix(event.method(), "klad.v1."));
  }
  if (!event.reason().empty()) {
    what.emplace_back(absl::StripPrefix(event.reason(), "REASON_"));
  }
  return what;
}

const std::vector<std::string>& Columns() {
  static const auto* const columns =
      new std::vector<std::string>{"sequence", "time", "kind", "member",
                                   "position", "what", "safe", "credentials"};
  return *columns;
}

std::vector<std::string> Ids(const Event& event) {
  std::vector<std::string> ids;
  for (const std::string& credential : event.credentials()) {
    ids.push_back(absl::BytesToHexString(credential));
  }
  return ids;
}

absl::StatusOr<std::vector<Value>> Row(LedgerNames& names, const Event& event) {
  ASSIGN_OR_RETURN(std::vector<std::string> what, What(names, event));
  std::vector<Value> row;
  row.emplace_back(event.sequence());
  row.emplace_back(absl::FromUnixMillis(event.time_ms()));
  row.emplace_back(KindWord(event));
  row.push_back(event.member().empty() ? Value()
                                       : Value(names.Member(event.member())));
  row.push_back(event.position() == 0 ? Value() : Value(event.position()));
  row.emplace_back(std::move(what));
  row.push_back(event.safe().empty()
                    ? Value()
                    : Value(absl::BytesToHexString(event.safe())));
  row.emplace_back(Ids(event));
  return row;
}

// New members and titles are learnt before they are named.
absl::Status Show(Following& following, const FollowEventsResponse& message,
                  const Result::PrintRow& print) {
  if (message.events().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(following.account->CatchUp());
  following.names = LedgerNames(&following.vault);
  std::vector<std::vector<Value>> rows;
  for (const Event& event : message.events()) {
    ASSIGN_OR_RETURN(std::vector<Value> row, Row(following.names, event));
    rows.push_back(std::move(row));
  }
  RETURN_IF_ERROR(following.vault.Save());
  for (std::vector<Value>& row : rows) RETURN_IF_ERROR(print(std::move(row)));
  return absl::OkStatus();
}

absl::StatusOr<Result> Events(Context& context) {
  int64_t after = 0;
  if (context.Has("after")) {
    ASSIGN_OR_RETURN(after, context.Number("after", 0, kMaxSequence));
  }
  ASSIGN_OR_RETURN(auto account, OpenAccount(context));
  const auto following = std::make_shared<Following>(std::move(account));
  RETURN_IF_ERROR(following->account->CatchUp());
  RETURN_IF_ERROR(Finish(context, following->vault));
  const client::FollowOptions options{
      static_cast<uint64_t>(after), context.Has("follow"),
      [&context](const absl::Status& status) {
        context.Note(Say("waiting for the server: $0", status.message()));
      }};
  Result result;
  result.columns = Columns();
  result.stream = [following, options](const Result::PrintRow& print) {
    return client::FollowEvents(following->account.get(), options,
                                [&](const FollowEventsResponse& message) {
                                  return Show(*following, message, print);
                                });
  };
  return result;
}

}  // namespace

std::vector<Command> EventCommands() {
  return {
      {.path = "events",
       .summary = Mark("show what happens, for programs"),
       .help = Mark(
           "One line an event, oldest first: the roster's, those of safes you "
           "may open, of links and playbooks you see, and your own; all, if "
           "you may read the ledger. With --follow it goes on until Ctrl-C, "
           "over restarts of the server, and loses nothing; a program that was "
           "away begins again --after the newest sequence it has "
           "seen.\n\nExample:\n  klad events --after "
           "1200 --follow -o json"),
       .options = {{"after", 0, "N",
                    Mark("only what came after this sequence")},
                   {"follow", 'f', "", Mark("go on with what comes")}},
       .handler = Events}};
}

}  // namespace klad::cli
