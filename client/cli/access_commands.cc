// access request, list, approve, deny.
#include "absl/strings/escaping.h"
#include "client/access_requests.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/level.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/error.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::SafeInfo;
using client::Vault;
using klad::v1::AccessRequest;

absl::string_view StateWord(const AccessRequest& request) {
  switch (request.state()) {
    case klad::v1::REQUEST_STATE_APPROVED:
      return "approved";
    case klad::v1::REQUEST_STATE_DENIED:
      return "denied";
    default:
      return "open";
  }
}

absl::StatusOr<Result> AccessRequestCommand(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const int64_t until_ms, UntilOption(context, 0));
  RETURN_IF_ERROR(client::RequestAccess(&vault, context.Get("SAFE"),
                                        context.Get("reason"), until_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("asked for the safe $0; klad access list shows the answer",
          context.Get("SAFE")));
}

// As this member calls it, else as it was asked for.
std::string NameOf(Vault& vault, const AccessRequest& request) {
  if (request.safe().empty()) return request.name();
  const auto name = vault.NameOf(request.safe());
  return name.ok() ? *name : absl::BytesToHexString(request.safe());
}

void AddRow(Vault& vault, const AccessRequest& request, Result* result) {
  const auto& roster = vault.account().roster();
  const bool approved = request.state() == klad::v1::REQUEST_STATE_APPROVED;
  result->AddRow(
      client::RequestIdText(request), client::LoginOf(roster, request.member()),
      NameOf(vault, request), request.reason(),
      absl::FromUnixMillis(request.asked_ms()), StateWord(request),
      approved ? Value(LevelWord(request.level())) : Value(),
      UntilValue(approved ? request.granted_until_ms() : request.until_ms()),
      request.answered_by().empty()
          ? Value()
          : Value(client::LoginOf(roster, request.answered_by())),
      request.answer().empty() ? Value() : Value(request.answer()));
}

absl::StatusOr<Result> AccessList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto requests, client::ListRequests(account.get()));
  Result result;
  result.columns = {"id",    "login",  "safe",  "reason", "asked",
                    "state", "access", "until", "by",     "answer"};
  for (const AccessRequest& each : requests.others) {
    AddRow(vault, each, &result);
  }
  for (const AccessRequest& each : requests.mine) AddRow(vault, each, &result);
  RETURN_IF_ERROR(Finish(context, vault));
  if (result.rows.empty()) {
    result.messages.emplace_back(
        Tr("nobody asks for access; klad access request asks"));
  }
  return result;
}

absl::StatusOr<SafeInfo> SafeOf(Context& context, Vault& vault,
                                const AccessRequest& request) {
  if (context.Has("safe")) return vault.FindSafe(context.Get("safe"));
  auto safe = client::SafeOf(&vault, request);
  if (client::ExitCodeOf(safe.status()) != ExitCode::kNotFound) return safe;
  return client::WithHint(safe.status(),
                          Tr("say which safe is meant: --safe SAFE"));
}

absl::StatusOr<Result> Approve(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto requests, client::ListRequests(account.get()));
  ASSIGN_OR_RETURN(const AccessRequest request,
                   client::FindRequest(requests, context.Get("ID")));
  ASSIGN_OR_RETURN(const SafeInfo safe, SafeOf(context, vault, request));
  trust::v1::Level level = trust::v1::LEVEL_READ;
  if (context.Has("level")) {
    ASSIGN_OR_RETURN(level, ParseLevel(context.Get("level")));
  }
  ASSIGN_OR_RETURN(const int64_t until_ms,
                   UntilOption(context, request.until_ms()));
  if (until_ms == 0) {
    return Error(ExitCode::kUsage,
                 Tr("access that was asked for is given until a date"),
                 Tr("say until when: --until 2026-12-31, --until friday or "
                    "--until 14d"));
  }
  RETURN_IF_ERROR(
      client::ApproveRequest(&vault, request, safe, level, until_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.Add("safe", safe.name);
  result.Add("login", client::LoginOf(account->roster(), request.member()));
  result.Add("access", LevelWord(level));
  result.Add("until", UntilValue(until_ms));
  return result;
}

absl::StatusOr<Result> Deny(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto requests, client::ListRequests(account.get()));
  ASSIGN_OR_RETURN(const AccessRequest request,
                   client::FindRequest(requests, context.Get("ID")));
  std::string safe = request.safe();
  // An owner may say no to a name that means nothing.
  if (safe.empty() && !account->roster().IsOwner(account->member())) {
    ASSIGN_OR_RETURN(const SafeInfo named, SafeOf(context, vault, request));
    safe = named.id;
  }
  RETURN_IF_ERROR(
      client::DenyRequest(account.get(), request, safe, context.Get("reason")));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("denied; $0 is told so by klad access list",
          client::LoginOf(account->roster(), request.member())));
}

const Argument kRequestId = {"ID",
                             Mark("the request, or the beginning of its id")};
const Option kMeantSafe = {
    "safe", 0, "SAFE",
    Mark("the safe that is meant, if it is called otherwise")};

}  // namespace

std::vector<Command> AccessCommands() {
  return {
      {.path = "access request",
       .summary = Mark("ask for a safe"),
       .help = Mark(
           "The safe's managers and owners see it in klad access list; write "
           "its name as people call it. The reason can be read by the "
           "server.\n\nExample:\n  klad access request ads --reason \"new "
           "campaign\" --until friday"),
       .arguments = {{"SAFE", Mark("its name, or its id")}},
       .options = {{"reason", 0, "TEXT", Mark("what you need it for")},
                   kUntilOption},
       .handler = AccessRequestCommand},
      {.path = "access list",
       .summary = Mark("list what you asked for, and what others ask of you"),
       .help = Mark("Example:\n  klad access list"),
       .handler = AccessList},
      {.path = "access approve",
       .summary = Mark("grant what somebody asks for"),
       .help = Mark("To read, unless --level says more; until the date that "
                    "was asked for, or --until.\n\nExample:\n  klad access "
                    "approve 5W4Q --until 14d"),
       .arguments = {kRequestId},
       .options = {{"level", 0, "LEVEL", Mark("read, write or manage")},
                   kUntilOption,
                   kMeantSafe},
       .handler = Approve},
      {.path = "access deny",
       .summary = Mark("say no to what somebody asks for"),
       .help = Mark("Example:\n  klad access deny 5W4Q --reason \"use the "
                    "safe press\""),
       .arguments = {kRequestId},
       .options = {{"reason", 0, "TEXT", Mark("why, for them to read")},
                   kMeantSafe},
       .handler = Deny},
  };
}

}  // namespace klad::cli
