#include "client/links/link_page.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/link_template.h"
#include "client/links/bookmarks.h"
#include "client/opener.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using klad::v1::Link;

// Folded as names are looked up: by case, and Ё as Е.
constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="$0"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>$1</title><style>
body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
input{font:inherit;width:100%;padding:.5em;box-sizing:border-box}
h2{font-size:1em;margin:1.5em 0 .3em}li{margin:.2em 0}
small{color:#666}ul{list-style:none;padding:0;margin:0}
</style></head><body><h1>$1</h1>
<input id="q" type="search" placeholder="$2" autofocus>
)";

constexpr char kTail[] = R"(<script>
const fold=s=>s.toLowerCase().replace(/ё/g,"е");
const q=document.getElementById("q");
q.addEventListener("input",()=>{
const words=fold(q.value).split(/\s+/).filter(Boolean);
for(const section of document.querySelectorAll("section")){let any=false;
for(const li of section.querySelectorAll("li")){
const seen=words.every(w=>fold(li.dataset.text).includes(w));
li.hidden=!seen;any=any||seen;}section.hidden=!any;}});
</script></body></html>
)";

std::string Item(const Link& link) {
  const std::string name = HtmlEscaped(link.name());
  const bool leads =
      TemplateArguments(link.address()).empty() && MayOpen(link.address());
  std::string item =
      absl::StrCat("<li data-text=\"",
                   HtmlEscaped(absl::StrJoin(
                       {link.name(), link.title(), link.purpose(),
                        link.category(), absl::StrJoin(link.tags(), " ")},
                       " ")),
                   "\">");
  if (leads) {
    absl::StrAppend(&item, "<a href=\"", HtmlEscaped(link.address()), "\">",
                    name, "</a>");
  } else {
    absl::StrAppend(&item, name, " <code>", HtmlEscaped(link.address()),
                    "</code>");
  }
  if (!link.title().empty()) {
    absl::StrAppend(&item, " ", HtmlEscaped(link.title()));
  }
  if (!link.purpose().empty()) {
    absl::StrAppend(&item, " <small>", HtmlEscaped(link.purpose()), "</small>");
  }
  return absl::StrCat(item, "</li>\n");
}

}  // namespace

std::string WriteLinkPage(absl::string_view organisation,
                          const std::vector<Link>& links) {
  std::map<std::string, std::vector<const Link*>> categories;
  for (const Link& link : links) {
    categories[FoldTitle(link.category())].push_back(&link);
  }
  // The language is what the sentences are in.
  std::string page = absl::Substitute(
      kHead, Tr("en"), HtmlEscaped(Say("Links: $0", organisation)),
      HtmlEscaped(Tr("search")));
  for (const auto& [folded, inside] : categories) {
    absl::StrAppend(&page, "<section><h2>", HtmlEscaped(inside[0]->category()),
                    "</h2><ul>\n");
    for (const Link* link : inside) absl::StrAppend(&page, Item(*link));
    absl::StrAppend(&page, "</ul></section>\n");
  }
  return absl::StrCat(page, kTail);
}

}  // namespace klad::client
