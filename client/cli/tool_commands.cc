// tool new, list, end.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/level.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/error.h"
#include "client/grants.h"
#include "client/people.h"
#include "client/tools.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::SafeInfo;
using client::Vault;
using crypto::roster::Member;

// "ads" or "ads:write"; a colon may be part of the name.
struct SafeAndLevel {
  std::string safe;
  trust::v1::Level level = trust::v1::LEVEL_READ;
};
SafeAndLevel ParseSafe(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {text};
  const auto level = ParseLevel(text.substr(colon + 1));
  if (!level.ok()) return {text};
  return {text.substr(0, colon), *level};
}

// What a safe is opened with, so that nobody gets a tool that can do nothing.
void AddUsual(trust::v1::Level level, std::set<std::string>* permissions) {
  permissions->insert({"credential.list", "credential.reveal"});
  if (level >= trust::v1::LEVEL_WRITE) permissions->insert("credential.write");
}

absl::StatusOr<client::NewTool> PlanOf(Context& context, Vault& vault) {
  client::NewTool tool;
  tool.login = context.Get("NAME");
  if (!client::IsName(tool.login)) {
    return Error(ExitCode::kUsage, Say("$0 cannot be a login", tool.login),
                 Tr("a login has 1 to 32 of a-z, 0-9, point, underscore and "
                    "hyphen"));
  }
  ASSIGN_OR_RETURN(tool.until_ms, UntilOption(context, 0));
  const std::vector<std::string>& words = context.All("permission");
  std::set<std::string> permissions(words.begin(), words.end());
  for (const std::string& text : context.All("safe")) {
    const SafeAndLevel wanted = ParseSafe(text);
    ASSIGN_OR_RETURN(const SafeInfo safe, vault.FindSafe(wanted.safe));
    tool.safes.emplace_back(safe.id, wanted.level);
    AddUsual(wanted.level, &permissions);
    if (wanted.level == trust::v1::LEVEL_MANAGE) {
      return Error(ExitCode::kUsage, Tr("a tool cannot manage a safe"),
                   Tr("give it read or write"));
    }
  }
  if (permissions.empty()) {
    return Error(ExitCode::kUsage, Tr("this tool could do nothing"),
                 Tr("give it --safe SAFE, --permission WORD, or both"));
  }
  tool.permissions = {permissions.begin(), permissions.end()};
  return tool;
}

absl::StatusOr<Result> ToolNew(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const client::NewTool plan, PlanOf(context, vault));
  ASSIGN_OR_RETURN(const crypto::Token token, client::MakeTool(&vault, plan));
  if (context.Has("pem")) {
    RETURN_IF_ERROR(client::WritePem(account.get(), token, context.Get("pem")));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = Result::Single("token", crypto::FormatToken(token));
  result.single.push_back({"login", plan.login});
  result.single.push_back({"permissions", plan.permissions});
  result.single.push_back({"until", UntilValue(plan.until_ms)});
  result.messages.emplace_back(
      Tr("this token is shown only now: keep it where the tool's secrets are, "
         "in a file of mode 600 that KLAD_TOKEN_FILE names"));
  return result;
}

absl::string_view StateOf(const Member& tool, int64_t now_ms) {
  return tool.active() && now_ms >= tool.until_ms
             ? "over"
             : client::StateWord(tool.state());
}

std::vector<std::string> SafesOf(Vault& vault, const Member& tool,
                                 const std::vector<SafeInfo>& open) {
  std::vector<std::string> safes;
  const client::Account& account = vault.account();
  for (const SafeInfo& safe : open) {
    const trust::v1::Level level =
        account.roster().Access(tool.id, safe.id, account.NowMs());
    if (level == trust::v1::LEVEL_UNSPECIFIED) continue;
    safes.push_back(absl::StrCat(safe.name, ":", LevelWord(level)));
  }
  return safes;
}

absl::StatusOr<Result> ToolList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto open, vault.Safes());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"login", "state", "safes", "permissions", "until", "by"};
  for (const auto& [login, id] : account->roster().facts().logins) {
    const Member& tool = *account->roster().FindMember(id);
    if (tool.kind != crypto::roster::MemberKind::kTool) continue;
    result.AddRow(login, StateOf(tool, account->NowMs()),
                  SafesOf(vault, tool, open), tool.permissions,
                  UntilValue(tool.until_ms),
                  client::LoginOf(account->roster(), tool.author));
  }
  if (result.rows.empty()) {
    result.messages.emplace_back(Tr("no tools yet: klad tool new NAME"));
  }
  return result;
}

absl::StatusOr<Result> ToolEnd(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Member* tool,
                   client::FindMember(account->roster(), context.Get("NAME")));
  const std::string login = tool->login;
  const std::string id = tool->id;
  RETURN_IF_ERROR(context.Confirm(
      Say("end the tool $0? its token opens nothing afterwards", login)));
  RETURN_IF_ERROR(client::EndTool(&vault, id));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("the tool $0 has ended", login));
}

const Argument kToolName = {"NAME", Mark("the tool's login")};

}  // namespace

std::vector<Command> ToolCommands() {
  return {
      {.path = "tool new",
       .summary = Mark("make a tool and print its token"),
       .help = Mark(
           "A tool is a member that is a program: a bot, a form, a report. It "
           "opens the safes it was given and calls what its words of "
           "permission name, until its end. For a safe it gets "
           "credential.list and credential.reveal, with :write "
           "credential.write too. Nothing but the token is printed to "
           "standard output; with KLAD_TOKEN_FILE klad get, run and list work "
           "without a key ring and without a prompt. --pem writes ca.pem, "
           "cert.pem and key.pem for programs that speak gRPC themselves: "
           "klad api.\n\nExample:\n  klad tool new report --safe ads --until "
           "2026-12-31 >report.token"),
       .arguments = {kToolName},
       .options = {{"safe", 0, "SAFE[:LEVEL]",
                    Mark("a safe, to read or to write"), true},
                   {"permission", 0, "WORD",
                    Mark("a word of permission such as credential.list"), true},
                   kUntilOption,
                   {"pem", 0, "DIR", Mark("write PEM files there")}},
       .handler = ToolNew},
      {.path = "tool list",
       .summary = Mark("list the tools"),
       .help = Mark("Example:\n  klad tool list"),
       .handler = ToolList},
      {.path = "tool end",
       .summary = Mark("end a tool before its time"),
       .help = Mark("Its access ends at once, and the keys it held are "
                    "renewed.\n\nExample:\n  klad tool end report"),
       .arguments = {kToolName},
       .handler = ToolEnd},
  };
}

}  // namespace klad::cli
