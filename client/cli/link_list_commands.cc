// link list, find, tree, show.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/ledger_names.h"
#include "client/cli/opened.h"
#include "client/cli/sharing_steps.h"
#include "client/cli/text_lists.h"
#include "client/error.h"
#include "client/link_checks.h"
#include "client/link_template.h"
#include "client/links.h"
#include "client/links/link_check.h"
#include "client/people.h"
#include "client/records.h"
#include "client/remembered_names.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using klad::v1::Link;

Result LinkTable(const client::Account& account,
                 const std::vector<Link>& links) {
  Result result;
  result.columns = {"name", "title", "category", "tags", "owner", "address"};
  result.spare = {"owner", "tags", "category"};
  for (const Link& link : links) {
    result.AddRow(link.name(), Value::Optional(link.title()),
                  Value::Optional(link.category()), TextsOf(link.tags()),
                  client::LoginOf(account.roster(), link.owner()),
                  link.address());
  }
  return result;
}

absl::StatusOr<klad::v1::ListLinksRequest> AskedLinks(
    const Context& context, const client::Account& account) {
  klad::v1::ListLinksRequest request;
  request.set_category(context.Get("CATEGORY"));
  request.set_tag(context.Get("tag"));
  request.set_state(context.Has("ended") ? klad::v1::LINK_STATE_ENDED
                                         : klad::v1::LINK_STATE_LIVE);
  if (context.Has("due")) request.set_review_until_ms(account.NowMs() + 1);
  if (context.Has("owner")) {
    ASSIGN_OR_RETURN(
        const crypto::roster::Member* owner,
        client::FindMember(account.roster(), context.Get("owner")));
    request.set_owner(owner->id);
  }
  return request;
}

absl::StatusOr<Result> LinkList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto request, AskedLinks(context, *account));
  ASSIGN_OR_RETURN(const auto links, client::ListLinks(account.get(), request));
  const bool narrow = context.Has("CATEGORY") || context.Has("tag") ||
                      context.Has("ended") || context.Has("due") ||
                      context.Has("owner");
  if (!narrow) {
    client::RememberNames(account.get(), client::kLinkNames,
                          client::NamesOfRecords(links));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = LinkTable(*account, links);
  if (links.empty()) {
    result.messages.emplace_back(
        narrow ? Tr("no such link is there")
               : Tr("no links yet: klad link new NAME ADDRESS"));
  }
  return result;
}

absl::StatusOr<Result> LinkFind(Context& context) {
  const std::string words = absl::StrJoin(context.All("WORD"), " ");
  if (client::FoldTitle(words).empty()) {
    return Error(ExitCode::kUsage, Tr("there is no word to look for"),
                 Tr("for example: klad link find metrika"));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  ASSIGN_OR_RETURN(
      const klad::v1::FindResponse found,
      client::FindRecords(account.get(), words, {klad::v1::SEARCH_KIND_LINK}));
  if (found.hits().empty()) {
    return Error(ExitCode::kNotFound, Say("nothing is found with $0", words),
                 Tr("try fewer words; klad link list --ended shows what has "
                    "ended"));
  }
  Result result;
  result.columns = {"name", "title", "category", "line"};
  result.spare = {"line", "category"};
  for (const klad::v1::SearchHit& hit : found.hits()) {
    result.AddRow(hit.name(), Value::Optional(hit.title()),
                  Value::Optional(hit.category()), Value::Optional(hit.line()));
  }
  if (found.more()) {
    context.Note(
        Say("more is found than the best $0: add a word", found.hits_size()));
  }
  return result;
}

// Of each category and of each above it, folded: how it is spelt, and how many
// links lie in it and below.
using CategoryRows = std::map<std::string, std::pair<std::string, int64_t>>;

CategoryRows CategoryTree(
    const std::vector<klad::v1::LinkCategory>& categories) {
  CategoryRows tree;
  for (const klad::v1::LinkCategory& category : categories) {
    const std::string& path = category.path();
    for (size_t end = 0; end < path.size();) {
      end = std::min(path.find('/', end + 1), path.size());
      auto& [spelling, links] = tree[client::FoldTitle(path.substr(0, end))];
      if (spelling.empty()) spelling = path.substr(0, end);
      links += category.links();
    }
    if (path.empty()) tree[""].second += category.links();
  }
  return tree;
}

absl::StatusOr<Result> LinkTree(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  ASSIGN_OR_RETURN(const auto categories,
                   client::ListLinkCategories(account.get()));
  Result result;
  result.columns = {"category", "links"};
  for (const auto& [folded, category] : CategoryTree(categories)) {
    result.AddRow(Value::Optional(category.first), category.second);
  }
  if (result.rows.empty()) {
    result.messages.emplace_back(
        Tr("no links yet: klad link new NAME ADDRESS"));
  }
  return result;
}

absl::StatusOr<Value> CredentialOf(LedgerNames& names, const Link& link) {
  if (link.credential().empty()) return Value();
  ASSIGN_OR_RETURN(std::string name,
                   names.NameNow(link.safe(), link.credential()));
  return Value(std::move(name));
}

absl::Status AddLastCheck(client::Account* account, const Link& link,
                          Result* result) {
  ASSIGN_OR_RETURN(const std::vector<klad::v1::LinkCheck> checks,
                   client::ListLinkChecks(account, link.id()));
  const bool any = !checks.empty();
  const klad::v1::LinkCheck check = any ? checks[0] : klad::v1::LinkCheck();
  result->Add("outcome",
              any ? Value(client::VerdictWord(check.verdict())) : Value());
  result->Add("moved_to", Value::Optional(check.moved_to()));
  result->Add("checked_at",
              any ? Value(absl::FromUnixMillis(check.checked_ms())) : Value());
  return absl::OkStatus();
}

absl::StatusOr<Result> LinkShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const client::FoundLink found,
                   client::FindLink(account.get(), context.Get("LINK")));
  const Link& link = found.link;
  LedgerNames names(&vault);
  ASSIGN_OR_RETURN(Value credential, CredentialOf(names, link));
  client::RememberName(account.get(), client::kLinkNames,
                       client::NameOfRecord(link));
  Result result;
  result.Add("name", link.name());
  result.Add("address", link.address());
  result.Add("arguments", client::TemplateArguments(link.address()));
  result.Add("title", Value::Optional(link.title()));
  result.Add("purpose", Value::Optional(link.purpose()));
  result.Add("category", Value::Optional(link.category()));
  result.Add("tags", TextsOf(link.tags()));
  result.Add("owner", names.Member(link.owner()));
  result.Add("roles", TextsOf(link.roles()));
  result.Add("credential", std::move(credential));
  result.Add("review", UntilValue(link.review_ms()));
  result.Add("until", UntilValue(link.until_ms()));
  result.Add("ended", found.ended);
  result.Add("note", Value::Optional(link.ended_note()));
  result.Add("changed", absl::FromUnixMillis(link.changed_ms()));
  result.Add("by", names.Member(link.changed_by()));
  RETURN_IF_ERROR(AddLastCheck(account.get(), link, &result));
  RETURN_IF_ERROR(Finish(context, vault));
  return result;
}

}  // namespace

std::vector<Command> LinkListCommands() {
  return {
      {.path = "link list",
       .summary = Mark("list links"),
       .help = Mark("Example:\n  klad link list ads --tag q3"),
       .arguments = {{"CATEGORY", Mark("one category, and what lies below"),
                      Arity::kOptional}},
       .options = {{"tag", 't', "TAG", Mark("only with this tag")},
                   {"owner", 0, "LOGIN", Mark("only those of this owner")},
                   {"ended", 0, "", Mark("those that have ended instead")},
                   {"due", 0, "", Mark("only those to be reviewed by now")}},
       .handler = LinkList},
      {.path = "link find",
       .summary = Mark("look for links"),
       .help = Mark(
           "Every word must stand somewhere in name, title, address, purpose, "
           "category or tags. Other forms of a word do, in Russian and "
           "English, "
           "its beginning, and a word with one slip of the fingers; case and Ё "
           "do not matter. Those with the words in name or title come first. "
           "klad find looks through credentials too.\n\nExample:\n  klad link "
           "find report q3"),
       .arguments = {{"WORD", Mark("what to look for"), Arity::kMany}},
       .handler = LinkFind},
      {.path = "link tree",
       .summary = Mark("show the categories, and how many links each has"),
       .help = Mark("A category counts what lies below it too.\n\nExample:\n  "
                    "klad link tree"),
       .handler = LinkTree},
      {.path = "link show",
       .summary = Mark("show everything about a link"),
       .help = Mark("Example:\n  klad link show metrika"),
       .arguments = {{"LINK", Mark("the link's name")}},
       .handler = LinkShow},
  };
}

}  // namespace klad::cli
