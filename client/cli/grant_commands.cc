// grant, revoke, safe show.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/level.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/grants.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::SafeInfo;
using client::Vault;
using crypto::roster::GrantTarget;
using crypto::roster::GrantTerm;
using RosterState = crypto::roster::State;

constexpr char kTarget[] = "MEMBER-OR-ROLE";

absl::StatusOr<GrantTarget> TargetOf(const Context& context,
                                     const RosterState& roster) {
  const client::TargetKind kind =
      context.Has("role")     ? client::TargetKind::kRole
      : context.Has("member") ? client::TargetKind::kMember
                              : client::TargetKind::kEither;
  return client::FindTarget(roster, context.Get(kTarget), kind);
}

Result Granted(const RosterState& roster, const SafeInfo& safe,
               const GrantTarget& target, trust::v1::Level level,
               int64_t until_ms) {
  Result result;
  result.Add("safe", safe.name);
  result.Add(target.is_role ? "role" : "login", client::NameOf(roster, target));
  result.Add("access", LevelWord(level));
  result.Add("until", UntilValue(until_ms));
  return result;
}

// What is not said stays as it stands.
absl::StatusOr<Result> Grant(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const SafeInfo safe, vault.FindSafe(context.Get("SAFE")));
  ASSIGN_OR_RETURN(const GrantTarget target,
                   TargetOf(context, account->roster()));
  const GrantTerm* standing = client::GrantInForce(account->roster(), safe.id,
                                                   target, account->NowMs());
  trust::v1::Level level =
      standing != nullptr ? standing->level : trust::v1::LEVEL_READ;
  if (context.Has("level")) {
    ASSIGN_OR_RETURN(level, ParseLevel(context.Get("level")));
  }
  ASSIGN_OR_RETURN(
      const int64_t until_ms,
      UntilOption(context, standing != nullptr ? standing->term.until_ms : 0));
  RETURN_IF_ERROR(client::Grant(&vault, safe.id, target, level, until_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  return Granted(account->roster(), safe, target, level, until_ms);
}

absl::StatusOr<Result> Revoke(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const SafeInfo safe, vault.FindSafe(context.Get("SAFE")));
  ASSIGN_OR_RETURN(const GrantTarget target,
                   TargetOf(context, account->roster()));
  RETURN_IF_ERROR(client::Revoke(&vault, safe.id, target));
  const std::string name = client::NameOf(account->roster(), target);
  const bool still =
      !target.is_role &&
      account->roster().Access(target.name, safe.id, account->NowMs()) !=
          trust::v1::LEVEL_UNSPECIFIED;
  RETURN_IF_ERROR(Finish(context, vault));
  if (still) {
    context.Note(
        Say("$0 still opens $1 by a role: klad safe show $1", name, safe.name));
  }
  return Result::Message(
      Say("the grant of $0 to $1 is revoked", safe.name, name));
}

std::string LoginOrKit(const RosterState& roster, const std::string& id) {
  const crypto::roster::Member* member = roster.FindMember(id);
  return member->kind == crypto::roster::MemberKind::kKit ? "recovery-kit"
                                                          : member->login;
}

// The members whose knowledge of the safe's key is over, if a new key is due.
std::vector<std::string> DueFor(const RosterState& roster,
                                const std::string& safe, int64_t now_ms) {
  std::vector<std::string> logins;
  for (const crypto::roster::DueKey& due : roster.Due(now_ms)) {
    if (due.key != crypto::roster::KeyName::Safe(safe)) continue;
    for (const auto& [holder, why] : due.reasons) {
      logins.push_back(
          LoginOrKit(roster, holder.is_invitation
                                 ? roster.FindInvitation(holder.id)->member
                                 : holder.id));
    }
  }
  std::sort(logins.begin(), logins.end());
  logins.erase(std::unique(logins.begin(), logins.end()), logins.end());
  return logins;
}

absl::StatusOr<Result> SafeShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const SafeInfo safe, vault.FindSafe(context.Get("SAFE")));
  RETURN_IF_ERROR(Finish(context, vault));
  const RosterState& roster = account->roster();
  Result result;
  result.Add("safe", safe.name);
  result.Add("id", absl::BytesToHexString(safe.id));
  result.Add("access", LevelWord(safe.level));
  result.Add("retired", safe.retired);
  result.Add("key_due", DueFor(roster, safe.id, account->NowMs()));
  result.rows_name = "ways";
  result.columns = {"login", "access", "through", "until", "state"};
  for (const client::Way& way :
       client::WaysTo(roster, safe.id, account->NowMs())) {
    result.AddRow(
        way.member.empty() ? Value() : Value(LoginOrKit(roster, way.member)),
        LevelWord(way.level), way.role.empty() ? Value() : Value(way.role),
        UntilValue(way.until_ms),
        way.member.empty() ? Value()
        : way.invited      ? Value("invited")
                           : Value("active"));
  }
  return result;
}

const Argument kGrantedSafe = {"SAFE", Mark("the safe")};
const Argument kWho = {kTarget, Mark("a login, or the name of a role")};
const Option kRoleMeant = {"role", 0, "",
                           Mark("a role is meant, not a member")};
const Option kMemberMeant = {"member", 0, "",
                             Mark("a member is meant, not a role")};

}  // namespace

std::vector<Command> GrantCommands() {
  return {
      {.path = "grant",
       .summary = Mark("let a member or a role open a safe"),
       .help = Mark(
           "Also changes a grant that stands: what is not said stays as it "
           "is. A new one is to read and without an end, but contractors and "
           "tools always need --until. Managers grant read and write, owners "
           "manage as well. It ends by itself at the end of the day that "
           "--until names.\n\nExample:\n  klad grant ads contractor7 --until "
           "friday\n  klad grant ads marketer --level write"),
       .arguments = {kGrantedSafe, kWho},
       .options = {{"level", 0, "LEVEL", Mark("read, write or manage")},
                   kUntilOption,
                   kRoleMeant,
                   kMemberMeant},
       .handler = Grant},
      {.path = "revoke",
       .summary = Mark("take a grant of a safe back"),
       .help = Mark(
           "Access ends at once, on open connections too. The safe gets a new "
           "key; what they have seen before they know: change it at the real "
           "service.\n\nExample:\n  klad revoke ads contractor7"),
       .arguments = {kGrantedSafe, kWho},
       .options = {kRoleMeant, kMemberMeant},
       .handler = Revoke},
      {.path = "safe show",
       .summary = Mark("show who can open a safe, how and until when"),
       .help = Mark(
           "One line for each way: a grant to the member, or to a role. Under "
           "due stand those who know the safe's key and may not open it any "
           "more, until a manager's or owner's next command renews it.\n\n"
           "Example:\n  klad safe show ads"),
       .arguments = {kGrantedSafe},
       .handler = SafeShow},
  };
}

}  // namespace klad::cli
