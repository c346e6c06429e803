// link import, export.
#include <algorithm>
#include <memory>
#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/progress.h"
#include "client/cli/text_file.h"
#include "client/error.h"
#include "client/links.h"
#include "client/links/bookmarks.h"
#include "client/links/golinks.h"
#include "client/links/link_import.h"
#include "client/links/link_page.h"
#include "client/links/link_table.h"
#include "client/new_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::LinkRows;
using client::Vault;
using klad::v1::Link;

absl::StatusOr<client::LinkColumns> ColumnsOf(const Context& context) {
  client::LinkColumns columns;
  for (const std::string& pair : context.All("map")) {
    const size_t at = pair.rfind('=');
    if (at == std::string::npos || at == 0) {
      return Error(ExitCode::kUsage, Say("\"$0\" is not COLUMN=FIELD", pair));
    }
    columns.emplace_back(pair.substr(0, at), pair.substr(at + 1));
  }
  return columns;
}

absl::StatusOr<LinkRows> RowsOf(Context& context) {
  ASSIGN_OR_RETURN(const client::LinkFormat format,
                   client::ParseLinkFormat(context.Get("from")));
  ASSIGN_OR_RETURN(const client::LinkColumns columns, ColumnsOf(context));
  ASSIGN_OR_RETURN(std::string bytes,
                   ReadTextFile(context, context.Get("FILE")));
  return client::ReadLinks(std::move(bytes), format, columns);
}

void AddDoubts(const std::vector<client::LinkDoubt>& doubts, Result* result) {
  result->Add("in_doubt", doubts.size());
  result->rows_name = "doubts";
  result->columns = {"row", "what", "why"};
  for (const client::LinkDoubt& doubt : doubts) {
    result->AddRow(doubt.row, doubt.what, doubt.why);
  }
}

Result WouldImport(const LinkRows& rows) {
  Result result;
  result.Add("links", rows.links.size());
  AddDoubts(rows.doubts, &result);
  result.messages.emplace_back(Tr("nothing was imported"));
  return result;
}

absl::StatusOr<Result> LinkImport(Context& context) {
  ASSIGN_OR_RETURN(LinkRows rows, RowsOf(context));
  if (context.Has("dry-run")) return WouldImport(rows);
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  Progress progress(context.err(), context.terminal());
  ASSIGN_OR_RETURN(const client::LinkImport import,
                   client::ImportLinks(account.get(), std::move(rows),
                                       [&](size_t done, size_t all) {
                                         progress.Show(done, all);
                                       }));
  progress.Erase();
  Result result;
  result.Add("created", import.created);
  result.Add("known", import.known);
  AddDoubts(import.doubts, &result);
  return result;
}

absl::StatusOr<std::string> Written(const std::string& form,
                                    const client::Account& account,
                                    const std::vector<Link>& links) {
  if (form.empty() || form == "bookmarks") return client::WriteBookmarks(links);
  if (form == "csv") return client::WriteLinkTable(links);
  if (form == "golink") return client::WriteGolinks(links);
  if (form == "page") {
    return client::WriteLinkPage(account.roster().facts().name, links);
  }
  return Error(ExitCode::kUsage, Say("there is no form $0 of links", form),
               Tr("bookmarks, csv, golink or page"));
}

// The page hangs where everybody reads it.
void KeepOpenOnes(std::vector<Link>* links) {
  links->erase(
      std::remove_if(links->begin(), links->end(),
                     [](const Link& link) { return !link.roles().empty(); }),
      links->end());
}

absl::StatusOr<Result> LinkExport(Context& context) {
  if (context.Has("language")) client::Speak(context.Get("language"));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  klad::v1::ListLinksRequest request;
  request.set_category(context.Get("category"));
  request.set_state(klad::v1::LINK_STATE_LIVE);
  ASSIGN_OR_RETURN(auto links, client::ListLinks(account.get(), request));
  if (context.Get("to") == "page") KeepOpenOnes(&links);
  ASSIGN_OR_RETURN(std::string text,
                   Written(context.Get("to"), *account, links));
  RETURN_IF_ERROR(Finish(context, vault));
  const std::string& path = context.Get("FILE");
  if (path == "-") {
    Result result;
    result.bytes = [text = std::move(text)](std::ostream& out) {
      out << text;
      return absl::OkStatus();
    };
    return result;
  }
  RETURN_IF_ERROR(client::WriteNewFile(path, text));
  return Result::Message(SayN("wrote $0 link into $1", "wrote $0 links into $1",
                              links.size(), links.size(), path));
}

}  // namespace

std::vector<Command> LinkFileCommands() {
  return {
      {.path = "link import",
       .summary = Mark("bring bookmarks and other links onto the map"),
       .help = Mark(
           "Bookmarks as any browser exports them, a table (CSV) with a header "
           "line, or JSON lines of golink. Folders become categories; what has "
           "no name gets one of its title. An address that is on the map "
           "already, but for what only tracks, is not created again, so the "
           "same file twice changes nothing. Rows in doubt are listed.\n\n"
           "Example:\n  klad link import bookmarks.html\n  klad link import "
           "links.csv --map \"Where to=address\" --dry-run"),
       .arguments = {{"FILE", Mark("the file")}},
       .options = {{"from", 0, "LINK-FORM", Mark("bookmarks, csv or golink")},
                   {"map", 0, "COLUMN=FIELD",
                    Mark("what a column of a table holds; may be given again"),
                    true},
                   {"dry-run", 0, "", Mark("only say what would happen")}},
       .handler = LinkImport},
      {.path = "link export",
       .summary = Mark("write the links you see into a file"),
       .help = Mark(
           "As bookmarks for a browser, a table, JSON lines of golink, or a "
           "page of HTML with a search field that needs nothing else, for the "
           "wall of an intranet: it leaves out what only some roles may "
           "see.\n\nExample:\n  klad link export links.html --to page "
           "--language ru"),
       .arguments = {{"FILE", Mark("the new file; - for output")}},
       .options = {{"to", 0, "LINK-FORM",
                    Mark("bookmarks, csv, golink or page")},
                   {"category", 'c', "CATEGORY",
                    Mark("one category, and what lies below")},
                   {"language", 0, "LANGUAGE", Mark("of the page: en or ru")}},
       .handler = LinkExport},
  };
}

}  // namespace klad::cli
