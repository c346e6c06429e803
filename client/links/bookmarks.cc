#include "client/links/bookmarks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/link_template.h"
#include "client/links/tag_reader.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using klad::v1::Link;

constexpr size_t kLooked = 4096;
constexpr size_t kMaxFolders = 8;
constexpr size_t kMaxTitle = 300;
constexpr size_t kMaxPurpose = 2000;
constexpr size_t kMaxName = 100;

// What browsers leave as it is and an address may not have. Only behind a
// keyword is it a template: %s is how browsers write an argument.
std::string AsAddress(absl::string_view href, bool keyword) {
  const std::string address =
      absl::StrReplaceAll(absl::StripAsciiWhitespace(href),
                          {{" ", "%20"}, {"\n", ""}, {"\r", ""}, {"\t", ""}});
  return keyword ? absl::StrReplaceAll(address, {{"%s", "{query}"}})
                 : WithoutArguments(address);
}

class BookmarkReader {
 public:
  explicit BookmarkReader(absl::string_view text) : tags_(text) {}

  LinkRows Read() {
    while (tags_.Next()) {
      TakeText(tags_.text());
      TakeTag();
    }
    TakeText(tags_.text());
    EndLink();
    return std::move(rows_);
  }

 private:
  enum class Inside { kNothing, kLink, kFolder, kNote };

  void TakeTag() {
    const std::string& tag = tags_.name();
    if (tag == "a") {
      EndLink();
      BeginLink();
    } else if (tag == "/a" || tag == "/h3" || tag == "/dd") {
      inside_ = Inside::kNothing;
    } else if (tag == "h3") {
      EndLink();
      folder_.clear();
      own_ = tags_.Has("PERSONAL_TOOLBAR_FOLDER") ||
             tags_.Has("UNFILED_BOOKMARKS_FOLDER");
      inside_ = Inside::kFolder;
    } else if (tag == "dd") {
      inside_ = open_ ? Inside::kNote : Inside::kNothing;
    } else if (tag == "dt") {
      EndLink();
    } else if (tag == "dl") {
      EndLink();
      paths_.push_back(Below(own_ ? "" : std::exchange(folder_, "")));
      own_ = false;
    } else if (tag == "/dl") {
      EndLink();
      if (!paths_.empty()) paths_.pop_back();
    }
  }

  std::string Path() const { return paths_.empty() ? "" : paths_.back(); }
  std::string Below(const std::string& folder) const {
    std::vector<std::string> levels = absl::StrSplit(Path(), '/');
    if (levels.size() >= kMaxFolders) return Path();
    levels.push_back(folder);
    return CategoryPath(levels);
  }

  void TakeText(const std::string& text) {
    switch (inside_) {
      case Inside::kLink:
        link_.title += text;
        break;
      case Inside::kFolder:
        folder_ += text;
        break;
      case Inside::kNote:
        link_.purpose += text;
        break;
      case Inside::kNothing:
        break;
    }
  }

  void BeginLink() {
    link_ = LinkRow();
    link_.row = ++count_;
    link_.address = AsAddress(tags_.Get("HREF"), tags_.Has("SHORTCUTURL"));
    link_.tags = TagsIn(tags_.Get("TAGS"));
    link_.name = OneLine(tags_.Get("SHORTCUTURL"), kMaxName);
    link_.category = Path();
    inside_ = Inside::kLink;
    open_ = true;
  }

  void EndLink() {
    inside_ = Inside::kNothing;
    if (!std::exchange(open_, false)) return;
    link_.title = OneLine(link_.title, kMaxTitle);
    link_.purpose = OneLine(link_.purpose, kMaxPurpose);
    if (link_.address.empty()) {
      rows_.doubts.push_back(
          {link_.row, link_.title, std::string(Tr("it has no address"))});
    } else {
      rows_.links.push_back(std::move(link_));
    }
  }

  TagReader tags_;
  LinkRows rows_;
  size_t count_ = 0;
  Inside inside_ = Inside::kNothing;
  bool open_ = false;  // a link that may go on
  LinkRow link_;
  std::string folder_;
  bool own_ = false;                // a folder that every browser has
  std::vector<std::string> paths_;  // of the folders it is in
};

using Levels = std::vector<std::string>;

// Writes links and folders, from one category to the next.
class BookmarkWriter {
 public:
  void Add(const Link& link) {
    Levels levels;
    if (!link.category().empty()) levels = absl::StrSplit(link.category(), '/');
    size_t same = 0;
    while (same < open_.size() && same < levels.size() &&
           open_[same] == levels[same]) {
      ++same;
    }
    while (open_.size() > same) Close();
    while (open_.size() < levels.size()) Open(levels[open_.size()]);
    AddLink(link);
  }

  std::string Finish() {
    while (!open_.empty()) Close();
    return absl::StrCat(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\""
        " CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n"
        "<H1>Bookmarks</H1>\n<DL><p>\n",
        out_, "</DL><p>\n");
  }

 private:
  std::string Indent() const { return std::string(4 * open_.size() + 4, ' '); }

  void Open(const std::string& level) {
    absl::StrAppend(&out_, Indent(), "<DT><H3>", HtmlEscaped(level), "</H3>\n",
                    Indent(), "<DL><p>\n");
    open_.push_back(level);
  }
  void Close() {
    open_.pop_back();
    absl::StrAppend(&out_, Indent(), "</DL><p>\n");
  }

  void AddLink(const Link& link) {
    absl::StrAppend(&out_, Indent(), "<DT><A HREF=\"",
                    HtmlEscaped(link.address()), "\" ADD_DATE=\"",
                    link.created_ms() / 1000, "\"");
    // Behind a keyword %s is an argument.
    if (!absl::StrContains(link.address(), "%s")) {
      absl::StrAppend(&out_, " SHORTCUTURL=\"", HtmlEscaped(link.name()), "\"");
    }
    if (!link.tags().empty()) {
      absl::StrAppend(&out_, " TAGS=\"",
                      HtmlEscaped(absl::StrJoin(link.tags(), ",")), "\"");
    }
    absl::StrAppend(
        &out_, ">",
        HtmlEscaped(link.title().empty() ? link.name() : link.title()),
        "</A>\n");
    if (!link.purpose().empty()) {
      absl::StrAppend(&out_, Indent(), "<DD>", HtmlEscaped(link.purpose()),
                      "\n");
    }
  }

  std::string out_;
  Levels open_;
};

}  // namespace

bool IsBookmarks(absl::string_view text) {
  const std::string begin = absl::AsciiStrToLower(text.substr(0, kLooked));
  return absl::StrContains(begin, "netscape-bookmark-file") ||
         absl::StrContains(begin, "<dl>") || absl::StrContains(begin, "<dt>");
}

LinkRows ReadBookmarks(absl::string_view text) {
  return BookmarkReader(text).Read();
}

std::string WriteBookmarks(const std::vector<Link>& links) {
  std::vector<const Link*> sorted;
  sorted.reserve(links.size());
  for (const Link& link : links) sorted.push_back(&link);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Link* a, const Link* b) {
                     return a->category() < b->category();
                   });
  BookmarkWriter writer;
  for (const Link* link : sorted) writer.Add(*link);
  return writer.Finish();
}

std::string HtmlEscaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"\"", "&quot;"},
                                    {"'", "&#39;"}});
}

}  // namespace klad::client
