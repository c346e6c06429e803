// playbook list, show, history, diff.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/cli/playbook_options.h"
#include "client/cli/playbook_wording.h"
#include "client/cli/sharing_steps.h"
#include "client/cli/text_lists.h"
#include "client/error.h"
#include "client/people.h"
#include "client/playbooks.h"
#include "client/remembered_names.h"
#include "client/text_diff.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/text/playbook_text.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using klad::v1::GetPlaybookResponse;
using klad::v1::Playbook;
using Missing = PlaybookWording::Missing;

absl::StatusOr<klad::v1::PlaybookState> AskedState(const Context& context) {
  if (!context.Has("state")) return klad::v1::PLAYBOOK_STATE_UNSPECIFIED;
  const std::string word = client::FoldTitle(context.Get("state"));
  for (int state = klad::v1::PlaybookState_MIN;
       state <= klad::v1::PlaybookState_MAX; ++state) {
    const auto known = static_cast<klad::v1::PlaybookState>(state);
    if (client::PlaybookStateWord(known) == word) return known;
  }
  return Error(ExitCode::kUsage,
               Say("there is no state $0 of playbooks", context.Get("state")),
               Tr("draft, in-review, adopted or retired"));
}

absl::StatusOr<klad::v1::ListPlaybooksRequest> AskedPlaybooks(
    const Context& context, const client::Account& account) {
  klad::v1::ListPlaybooksRequest request;
  request.set_category(context.Get("CATEGORY"));
  request.set_tag(context.Get("tag"));
  ASSIGN_OR_RETURN(const auto state, AskedState(context));
  request.set_state(state);
  if (context.Has("owner")) {
    ASSIGN_OR_RETURN(
        const crypto::roster::Member* owner,
        client::FindMember(account.roster(), context.Get("owner")));
    request.set_owner(owner->id);
  }
  return request;
}

absl::StatusOr<Result> PlaybookList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto request, AskedPlaybooks(context, *account));
  ASSIGN_OR_RETURN(const auto playbooks,
                   client::ListPlaybooks(account.get(), request));
  const bool narrow = context.Has("CATEGORY") || context.Has("tag") ||
                      context.Has("state") || context.Has("owner");
  if (!narrow) {
    client::RememberNames(account.get(), client::kPlaybookNames,
                          client::NamesOfRecords(playbooks));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"name", "title", "state",  "category",
                    "tags", "owner", "changed"};
  result.spare = {"tags", "changed", "owner", "category"};
  for (const Playbook& playbook : playbooks) {
    result.AddRow(playbook.name(), Value::Optional(playbook.title()),
                  client::PlaybookStateWord(playbook.state()),
                  Value::Optional(playbook.category()),
                  TextsOf(playbook.tags()),
                  client::LoginOf(account->roster(), playbook.owner()),
                  absl::FromUnixMillis(playbook.changed_ms()));
  }
  if (playbooks.empty()) {
    result.messages.emplace_back(
        narrow ? Tr("no such playbook is there")
               : Tr("no playbooks yet: klad playbook new NAME"));
  }
  return result;
}

// The steps of a text that has names in it.
void AddSteps(const std::string& text, Result* result) {
  result->rows_name = "steps";
  result->columns = {"step",  "role",        "due",       "required",
                     "links", "credentials", "playbooks", "text"};
  result->spare = {"playbooks", "credentials", "links"};
  size_t number = 0;
  for (const text::TextStep& step : text::FindSteps(text)) {
    std::vector<std::string> links;
    std::vector<std::string> credentials;
    std::vector<std::string> playbooks;
    for (const text::TextReference& each : step.references) {
      if (each.kind == text::Refers::kToLink) {
        links.push_back(each.name);
      } else if (each.kind == text::Refers::kToPlaybook) {
        playbooks.push_back(each.name);
      } else {
        credentials.push_back(absl::StrCat("klad://", each.name));
      }
    }
    result->AddRow(++number, Value::Optional(step.role),
                   step.due_days.has_value()
                       ? Value(absl::StrCat("+", *step.due_days, "d"))
                       : Value(),
                   step.required, std::move(links), std::move(credentials),
                   std::move(playbooks), step.text);
  }
}

std::vector<std::string> LoginsOf(const LedgerNames& names,
                                  const TextList& members) {
  std::vector<std::string> logins;
  logins.reserve(members.size());
  for (const std::string& member : members) {
    logins.push_back(names.Member(member));
  }
  return logins;
}

Value RevisionValue(uint64_t revision) {
  return revision == 0 ? Value() : Value(static_cast<int64_t>(revision));
}

void AddHead(const LedgerNames& names, const GetPlaybookResponse& answer,
             Result* result) {
  const Playbook& playbook = answer.playbook();
  result->Add("name", playbook.name());
  result->Add("title", Value::Optional(playbook.title()));
  result->Add("state", client::PlaybookStateWord(playbook.state()));
  result->Add("revision", answer.revision().revision());
  result->Add("newest", playbook.revision());
  result->Add("in_force", RevisionValue(playbook.adopted_revision()));
  result->Add("category", Value::Optional(playbook.category()));
  result->Add("tags", TextsOf(playbook.tags()));
  result->Add("owner", names.Member(playbook.owner()));
  result->Add("reviewers", LoginsOf(names, playbook.reviewers()));
  result->Add("roles", TextsOf(playbook.roles()));
  result->Add("review_days", RevisionValue(playbook.review_days()));
  result->Add("due", UntilValue(playbook.due_ms()));
  result->Add("adopted", UntilValue(playbook.adopted_ms()));
  result->Add("verified", UntilValue(playbook.verified_ms()));
  result->Add("changed", absl::FromUnixMillis(answer.revision().time_ms()));
  result->Add("by", names.Member(answer.revision().author()));
}

// What is in force, unless another text was asked for.
absl::StatusOr<GetPlaybookResponse> AskedText(Context& context,
                                              client::Account* account) {
  const std::string& name = context.Get("PLAYBOOK");
  if (context.Has("newest")) return client::FindPlaybook(account, name);
  if (!context.Has("revision")) {
    return client::FindPlaybookInForce(account, name);
  }
  ASSIGN_OR_RETURN(const int64_t revision,
                   context.Number("revision", 1, INT32_MAX));
  return client::FindPlaybook(account, name, static_cast<uint64_t>(revision));
}

void SayNewer(Context& context, const GetPlaybookResponse& answer) {
  const Playbook& playbook = answer.playbook();
  if (context.Has("revision") ||
      answer.revision().text_revision() == playbook.text_revision()) {
    return;
  }
  context.Note(
      Say("this is in force; there is a newer text, not adopted: "
          "klad playbook show $0 --newest",
          playbook.name()));
}

absl::StatusOr<Result> PlaybookShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const GetPlaybookResponse answer,
                   AskedText(context, account.get()));
  PlaybookWording wording(context, vault);
  ASSIGN_OR_RETURN(const std::string text,
                   wording.ToNames(answer, Missing::kSay));
  client::RememberName(account.get(), client::kPlaybookNames,
                       client::NameOfRecord(answer.playbook()));
  SayNewer(context, answer);
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  const bool json = context.Get("output") == "json";
  if (json || !context.Has("steps")) result.exact = Secret::Copy(text);
  if (json || context.Has("steps")) AddSteps(text, &result);
  if (json || !(context.Has("steps") || context.Has("text"))) {
    AddHead(LedgerNames(&vault), answer, &result);
  }
  return result;
}

absl::StatusOr<Result> PlaybookHistory(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto found,
      client::FindPlaybook(account.get(), context.Get("PLAYBOOK")));
  ASSIGN_OR_RETURN(
      const auto revisions,
      client::ListPlaybookRevisions(account.get(), found.playbook().id()));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"revision", "changed", "by", "text", "material", "reason"};
  for (const klad::v1::PlaybookRevision& each : revisions) {
    result.AddRow(each.revision(), absl::FromUnixMillis(each.time_ms()),
                  client::LoginOf(account->roster(), each.author()),
                  each.revision() == each.text_revision(), each.material(),
                  Value::Optional(each.reason()));
  }
  return result;
}

absl::StatusOr<uint64_t> RevisionIn(const std::string& text) {
  uint64_t revision = 0;
  if (absl::SimpleAtoi(text, &revision) && revision > 0) return revision;
  return Error(ExitCode::kUsage, Say("\"$0\" is no revision", text),
               Tr("a number, as klad playbook history shows them"));
}

// Which two are compared: those that are named; else what is in force, or the
// text before, with the newest.
absl::StatusOr<std::pair<uint64_t, uint64_t>> Compared(
    const Context& context, client::Account* account,
    const Playbook& playbook) {
  uint64_t to = playbook.text_revision();
  if (context.Has("TO")) {
    ASSIGN_OR_RETURN(to, RevisionIn(context.Get("TO")));
  }
  if (context.Has("FROM")) {
    ASSIGN_OR_RETURN(const uint64_t from, RevisionIn(context.Get("FROM")));
    return std::make_pair(from, to);
  }
  const uint64_t in_force = playbook.adopted_revision();
  if (in_force != 0 && in_force != to) return std::make_pair(in_force, to);
  ASSIGN_OR_RETURN(const auto revisions,
                   client::ListPlaybookRevisions(account, playbook.id()));
  for (const klad::v1::PlaybookRevision& each : revisions) {
    if (each.text_revision() < to) {
      return std::make_pair(each.text_revision(), to);
    }
  }
  return std::make_pair(to, to);
}

absl::StatusOr<Result> PlaybookDiff(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto found,
      client::FindPlaybook(account.get(), context.Get("PLAYBOOK")));
  ASSIGN_OR_RETURN(const auto compared,
                   Compared(context, account.get(), found.playbook()));
  PlaybookWording wording(context, vault);
  std::string texts[2];
  std::string labels[2];
  for (const int side : {0, 1}) {
    const uint64_t revision = side == 0 ? compared.first : compared.second;
    ASSIGN_OR_RETURN(const auto answer,
                     client::FindPlaybookById(account.get(),
                                              found.playbook().id(), revision));
    ASSIGN_OR_RETURN(texts[side], wording.ToNames(answer, Missing::kSay));
    labels[side] = Say("$0, revision $1", found.playbook().name(), revision);
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.exact = Secret::Copy(
      client::UnifiedDiff(texts[0], texts[1], labels[0], labels[1]));
  if (result.exact.empty()) return Result::Message(Tr("the texts are alike"));
  return result;
}

}  // namespace

std::vector<Command> PlaybookListCommands() {
  return {
      {.path = "playbook list",
       .summary = Mark("list playbooks"),
       .help = Mark("Retired ones only with --state retired.\n\nExample:\n  "
                    "klad playbook list ads --state adopted"),
       .arguments = {{"CATEGORY", Mark("one category, and what lies below"),
                      Arity::kOptional}},
       .options = {{"tag", 't', "TAG", Mark("only with this tag")},
                   {"owner", 0, "LOGIN", Mark("only those of this owner")},
                   {"state", 0, "STATE",
                    Mark("only draft, in-review, adopted or retired "
                         "ones")}},
       .handler = PlaybookList},
      {.path = "playbook show",
       .summary = Mark("show a playbook: what is in force, else the newest"),
       .help = Mark(
           "Names of links, playbooks and credentials stand in it as they are "
           "called now; a credential stays a reference, and is not "
           "revealed.\n\nExample:\n  klad playbook show weekly-report\n  klad "
           "playbook show weekly-report --steps"),
       .arguments = {kPlaybookArgument},
       .options = {{"newest", 0, "", Mark("the newest text, adopted or not")},
                   {"revision", 0, "NUMBER", Mark("the text of a revision")},
                   {"steps", 0, "", Mark("its steps alone, as a table")},
                   {"text", 0, "", Mark("its text alone")}},
       .handler = PlaybookShow},
      {.path = "playbook history",
       .summary = Mark("list a playbook's revisions, the newest first"),
       .help = Mark("Example:\n  klad playbook history weekly-report"),
       .arguments = {kPlaybookArgument},
       .handler = PlaybookHistory},
      {.path = "playbook diff",
       .summary = Mark("compare two revisions of a playbook"),
       .help = Mark(
           "Without numbers: what is in force with the newest text, or the "
           "text before with the newest.\n\nExample:\n  klad playbook diff "
           "weekly-report 2 5"),
       .arguments = {kPlaybookArgument,
                     {"FROM", Mark("a revision"), Arity::kOptional},
                     {"TO", Mark("another; usual: the newest text"),
                      Arity::kOptional}},
       .handler = PlaybookDiff},
  };
}

}  // namespace klad::cli
