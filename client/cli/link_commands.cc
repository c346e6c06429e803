// link new, edit, move, retire.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/link_options.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/error.h"
#include "client/link_merge.h"
#include "client/links.h"
#include "client/people.h"
#include "client/remembered_names.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using klad::v1::Link;

absl::StatusOr<Result> LinkNew(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const LinkChanges changes, LinkChanges::Of(context, vault));
  Link link;
  link.set_name(context.Get("NAME"));
  link.set_address(client::TypedAddress(context.Get("ADDRESS")));
  changes.ApplyTo(&link);
  ASSIGN_OR_RETURN(const client::NewLink made,
                   client::CreateLink(account.get(), std::move(link)));
  client::RememberName(account.get(), client::kLinkNames,
                       client::NameOfRecord(made.link));
  RETURN_IF_ERROR(Finish(context, vault));
  if (!made.same_address.empty()) {
    context.Note(Say("the same address is kept as $0 too",
                     absl::StrJoin(made.same_address, ", ")));
  }
  return Result::Message(Say("created the link $0", made.link.name()));
}

// Makes an edit of links, and again when somebody else was faster: what both
// changed is not overwritten unless the person agrees.
class LinkEditor {
 public:
  LinkEditor(Context& context, client::Account& account,
             client::LinkEdit change)
      : context_(context), account_(account), change_(std::move(change)) {}

  absl::Status Edit(Link* link) {
    const auto [tried, first] = tried_.try_emplace(link->id());
    Tried& last = tried->second;
    if (first) {
      last.base = *link;
      RETURN_IF_ERROR(change_(link));
    } else {
      client::MergedLink merged =
          client::MergeLinks(last.base, last.mine, *link);
      RETURN_IF_ERROR(AskOver(*link, merged.conflicts));
      last.base = *link;
      *link = std::move(merged.link);
    }
    last.mine = *link;
    return absl::OkStatus();
  }

 private:
  struct Tried {
    Link base;
    Link mine;
  };

  absl::Status AskOver(
      const Link& theirs,
      const std::vector<client::MergedLink::Conflict>& conflicts) {
    if (conflicts.empty()) return absl::OkStatus();
    const std::string who =
        client::LoginOf(account_.roster(), theirs.changed_by());
    std::vector<std::string> names;
    for (const client::MergedLink::Conflict& field : conflicts) {
      names.push_back(field.field);
      context_.Note(Say("$0 set $1 to \"$2\" meanwhile; you wanted \"$3\"", who,
                        field.field, field.theirs, field.mine));
    }
    if (context_.Has("yes")) return absl::OkStatus();
    if (context_.terminal().Interactive()) {
      return context_.Confirm(Tr("write yours over it?"));
    }
    return Error(ExitCode::kConflict,
                 Say("somebody else just changed the same: $0",
                     absl::StrJoin(names, ", ")),
                 Tr("nothing was overwritten; the same command again writes "
                    "yours in its place"));
  }

  Context& context_;
  client::Account& account_;
  const client::LinkEdit change_;
  std::map<std::string, Tried> tried_;  // by id
};

absl::StatusOr<std::vector<Link>> EditNamed(
    Context& context, Vault& vault, const client::LinkEdit& change,
    client::LinkEnd end = client::LinkEnd::kAsEdited) {
  LinkEditor editor(context, vault.account(), change);
  ASSIGN_OR_RETURN(std::vector<Link> edited,
                   client::EditLinks(
                       &vault.account(), context.All("LINK"),
                       [&](Link* link) { return editor.Edit(link); }, end));
  RETURN_IF_ERROR(Finish(context, vault));
  return edited;
}

// What is one link's own is not given to several.
absl::Status CheckLinkEdit(const Context& context) {
  const std::vector<Option> options = LinkEditOptions();
  const bool any = std::any_of(
      options.begin(), options.end(),
      [&](const Option& option) { return context.Has(option.name); });
  if (!any) {
    return Error(ExitCode::kUsage, Tr("nothing to change was named"),
                 Tr("for example --tag or --category; klad link edit --help "
                    "shows all"));
  }
  for (const absl::string_view own :
       {"name", "address", "title", "purpose", "credential"}) {
    if (context.All("LINK").size() > 1 && context.Has(own)) {
      return Error(ExitCode::kUsage, Say("--$0 is for one link", own),
                   Tr("name one link alone"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLinksNamed(const Context& context) {
  if (!context.All("LINK").empty()) return absl::OkStatus();
  return Error(ExitCode::kUsage, Tr("no link was named"),
               Tr("klad link list shows them"));
}

absl::StatusOr<Result> LinkEdit(Context& context) {
  RETURN_IF_ERROR(CheckLinksNamed(context));
  RETURN_IF_ERROR(CheckLinkEdit(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const LinkChanges changes, LinkChanges::Of(context, vault));
  ASSIGN_OR_RETURN(const auto edited,
                   EditNamed(context, vault, [&](Link* link) {
                     changes.ApplyEditTo(link);
                     return absl::OkStatus();
                   }));
  if (edited.size() == 1) {
    return Result::Message(Say("changed the link $0", edited[0].name()));
  }
  return Result::Message(SayN("changed $0 link", "changed $0 links",
                              edited.size(), edited.size()));
}

absl::StatusOr<Result> LinkMove(Context& context) {
  RETURN_IF_ERROR(CheckLinksNamed(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  const std::string& category = context.Get("CATEGORY");
  ASSIGN_OR_RETURN(const auto edited,
                   EditNamed(context, vault, [&](Link* link) {
                     link->set_category(category);
                     return absl::OkStatus();
                   }));
  return Result::Message(
      SayN("moved $0 link to $1", "moved $0 links to $1", edited.size(),
           edited.size(),
           edited[0].category().empty() ? "/" : edited[0].category()));
}

absl::StatusOr<Result> LinkRetire(Context& context) {
  RETURN_IF_ERROR(CheckLinksNamed(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const int64_t until_ms, UntilOption(context, 0));
  const auto retire = [&](Link* link) {
    if (context.Has("until")) link->set_until_ms(until_ms);
    if (context.Has("note")) link->set_ended_note(context.Get("note"));
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const auto edited,
                   EditNamed(context, vault, retire,
                             context.Has("until") ? client::LinkEnd::kAsEdited
                                                  : client::LinkEnd::kNow));
  return Result::Message(
      SayN("retired $0 link; klad go says so to whoever "
           "comes",
           "retired $0 links; klad go says so to whoever "
           "comes",
           edited.size(), edited.size()));
}

const Argument kLinkArguments = {"LINK", Mark("names of links"), Arity::kMany};

}  // namespace

std::vector<Command> LinkCommands() {
  return {
      {.path = "link new",
       .summary = Mark("put an address on the map, under a short name"),
       .help = Mark(
           "Case, hyphens, spaces and Ё do not tell names apart. A word in "
           "braces is an argument that klad go asks for. The map is kept "
           "sealed on the server's disk, but the server can read it: no "
           "passwords.\n\nExample:\n  klad link new metrika "
           "https://metrika.yandex.ru --category ads/figures\n  klad link new "
           "utm \"https://example.com/?utm_campaign={campaign}\""),
       .arguments = {{"NAME", Mark("how it is called")},
                     {"ADDRESS", Mark("where it leads")}},
       .options = LinkOptions(),
       .handler = LinkNew},
      {.path = "link edit",
       .summary = Mark("change links"),
       .help = Mark(
           "Only what an option names is changed; --tag and --role add, "
           "--untag and --unrole take away. What somebody else changes "
           "meanwhile stays; where both change the same, nothing is written "
           "unless you agree, or give --yes.\n\nExample:\n  klad link edit "
           "metrika direct --tag q3 --untag q2\n  klad link edit metrika "
           "--until never"),
       .arguments = {kLinkArguments},
       .options = LinkEditOptions(),
       .handler = LinkEdit},
      {.path = "link move",
       .summary = Mark("put links into another category"),
       .help = Mark("Categories are made by being used.\n\nExample:\n  klad "
                    "link move ads/search direct metrika"),
       .arguments = {{"CATEGORY",
                      Mark("a path, such as ads/search; / for none")},
                     kLinkArguments},
       .handler = LinkMove},
      {.path = "link retire",
       .summary = Mark("end links: whoever comes is told so"),
       .help = Mark(
           "The name stays taken, and klad go says what the note says and whom "
           "to ask. klad link edit --until never takes it back.\n\nExample:\n  "
           "klad link retire old-shop --note \"use shop\""),
       .arguments = {kLinkArguments},
       .options = {{"note", 0, "TEXT", Mark("what to say to whoever comes")},
                   kUntilOption},
       .handler = LinkRetire},
  };
}

}  // namespace klad::cli
