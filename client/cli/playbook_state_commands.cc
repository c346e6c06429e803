// playbook submit, adopt, retire, verify, due, sign, unsigned.
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/playbook_options.h"
#include "client/cli/sharing_steps.h"
#include "client/cli/text_lists.h"
#include "client/cli/until.h"
#include "client/error.h"
#include "client/people.h"
#include "client/playbooks.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Vault;
using klad::v1::Playbook;

// Does one act to the newest text, or with kInForce to the one that is.
enum class ActOn { kNewest, kInForce };
absl::StatusOr<Playbook> Acted(Context& context, absl::string_view act,
                               ActOn on = ActOn::kNewest) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto found,
      client::FindPlaybook(account.get(), context.Get("PLAYBOOK")));
  uint64_t text = on == ActOn::kNewest ? found.playbook().text_revision()
                                       : found.playbook().adopted_revision();
  if (context.Has("revision")) {
    ASSIGN_OR_RETURN(const int64_t named,
                     context.Number("revision", 1, INT32_MAX));
    ASSIGN_OR_RETURN(const auto of, client::FindPlaybookById(
                                        account.get(), found.playbook().id(),
                                        static_cast<uint64_t>(named)));
    text = of.revision().text_revision();
  }
  ASSIGN_OR_RETURN(
      Playbook playbook,
      client::ActOnPlaybook(account.get(), act, found.playbook(), text));
  RETURN_IF_ERROR(Finish(context, vault));
  return playbook;
}

absl::StatusOr<Result> PlaybookSubmit(Context& context) {
  ASSIGN_OR_RETURN(const Playbook playbook, Acted(context, "Submit"));
  return Result::Message(Say("the playbook $0 is in review", playbook.name()));
}

absl::StatusOr<Result> PlaybookAdopt(Context& context) {
  ASSIGN_OR_RETURN(const Playbook playbook, Acted(context, "Adopt"));
  return Result::Message(
      playbook.signed_from() == playbook.adopted_revision()
          ? Say("the playbook $0 is in force: revision $1, to be signed",
                playbook.name(), playbook.adopted_revision())
          : Say("the playbook $0 is in force: revision $1; signatures hold",
                playbook.name(), playbook.adopted_revision()));
}

absl::StatusOr<Result> PlaybookRetire(Context& context) {
  ASSIGN_OR_RETURN(const Playbook playbook, Acted(context, "Retire"));
  return Result::Message(Say("retired the playbook $0", playbook.name()));
}

absl::StatusOr<Result> PlaybookVerify(Context& context) {
  ASSIGN_OR_RETURN(const Playbook playbook, Acted(context, "Verify"));
  return Result::Message(Say("verified the playbook $0", playbook.name()));
}

absl::StatusOr<Result> PlaybookSign(Context& context) {
  ASSIGN_OR_RETURN(const Playbook playbook,
                   Acted(context, "Sign", ActOn::kInForce));
  return Result::Message(
      Say("you have read and understood the playbook $0, revision $1",
          playbook.name(), playbook.adopted_revision()));
}

absl::StatusOr<Result> PlaybookUnsigned(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto found,
      client::FindPlaybook(account.get(), context.Get("PLAYBOOK")));
  ASSIGN_OR_RETURN(
      const auto signers,
      client::ListPlaybookSigners(account.get(), found.playbook().id()));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"member", "roles", "signed", "revision"};
  for (const klad::v1::PlaybookSigner& signer : signers) {
    if (signer.holds() && !context.Has("all")) continue;
    result.AddRow(client::LoginOf(account->roster(), signer.member()),
                  TextsOf(signer.roles()), UntilValue(signer.time_ms()),
                  signer.revision() == 0
                      ? Value()
                      : Value(static_cast<int64_t>(signer.revision())));
  }
  if (result.rows.empty()) {
    result.messages.emplace_back(Tr("everybody has signed"));
  }
  return result;
}

absl::StatusOr<Result> PlaybookDue(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  klad::v1::ListPlaybooksRequest request;
  request.set_due_until_ms(account->NowMs() + 1);
  if (context.Has("by")) {
    ASSIGN_OR_RETURN(const int64_t by_ms,
                     ParseUntil(context.Get("by"), context.now()));
    request.set_due_until_ms(by_ms);
  }
  if (context.Has("owner")) {
    ASSIGN_OR_RETURN(
        const crypto::roster::Member* owner,
        client::FindMember(account->roster(), context.Get("owner")));
    request.set_owner(owner->id);
  }
  ASSIGN_OR_RETURN(const auto playbooks,
                   client::ListPlaybooks(account.get(), request));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"name", "title", "owner", "due", "why"};
  result.spare = {"title"};
  for (const Playbook& playbook : playbooks) {
    const bool edited = playbook.state() != klad::v1::PLAYBOOK_STATE_ADOPTED;
    result.AddRow(playbook.name(), Value::Optional(playbook.title()),
                  client::LoginOf(account->roster(), playbook.owner()),
                  UntilValue(playbook.due_ms()), edited ? "edited" : "period");
  }
  if (result.rows.empty()) {
    result.messages.emplace_back(Tr("no playbook is to be looked at"));
  }
  return result;
}

const Option kSeenOption = {
    "revision", 0, "NUMBER",
    Mark("only if this is still the text; usual: whichever it is")};

}  // namespace

std::vector<Command> PlaybookStateCommands() {
  return {
      {.path = "playbook submit",
       .summary = Mark("put a draft into review"),
       .help = Mark("A retired one comes back so.\n\nExample:\n  klad playbook "
                    "submit weekly-report"),
       .arguments = {kPlaybookArgument},
       .options = {kSeenOption},
       .handler = PlaybookSubmit},
      {.path = "playbook adopt",
       .summary = Mark("put what is in review into force"),
       .help = Mark(
           "Needs the permission playbook.adopt. The first time, and after a "
           "material edit, everybody who sees it is to sign.\n\nExample:\n  "
           "klad playbook adopt weekly-report --revision 3"),
       .arguments = {kPlaybookArgument},
       .options = {kSeenOption},
       .handler = PlaybookAdopt},
      {.path = "playbook retire",
       .summary = Mark("put a playbook out of force"),
       .help = Mark("By its owner, or whoever may adopt. The name stays "
                    "taken.\n\nExample:\n  klad playbook retire old-report"),
       .arguments = {kPlaybookArgument},
       .options = {kSeenOption},
       .handler = PlaybookRetire},
      {.path = "playbook verify",
       .summary = Mark("say that an adopted playbook is still right"),
       .help =
           Mark("Its review period begins anew. By its owner, a reviewer, or "
                "whoever may adopt.\n\nExample:\n  klad playbook verify "
                "weekly-report"),
       .arguments = {kPlaybookArgument},
       .options = {kSeenOption},
       .handler = PlaybookVerify},
      {.path = "playbook due",
       .summary = Mark("list the playbooks that are to be looked at"),
       .help = Mark(
           "Those whose review period is over, and those whose text was edited "
           "while another is in force.\n\nExample:\n  klad playbook due --by "
           "friday"),
       .options = {{"by", 0, "DATE", Mark("due by then; usual: now")},
                   {"owner", 0, "LOGIN", Mark("only those of this owner")}},
       .handler = PlaybookDue},
      {.path = "playbook sign",
       .summary = Mark("say that you have read and understood a playbook"),
       .help =
           Mark("Of the text that is in force.\n\nExample:\n  klad playbook "
                "show weekly-report\n  klad playbook sign weekly-report"),
       .arguments = {kPlaybookArgument},
       .options = {kSeenOption},
       .handler = PlaybookSign},
      {.path = "playbook unsigned",
       .summary = Mark("list who has not signed a playbook"),
       .help = Mark("Persons of the roles that it names; if it names none, "
                    "everybody but contractors.\n\nExample:\n  klad playbook "
                    "unsigned weekly-report"),
       .arguments = {kPlaybookArgument},
       .options = {{"all", 0, "", Mark("those who have, too")}},
       .handler = PlaybookUnsigned},
  };
}

}  // namespace klad::cli
