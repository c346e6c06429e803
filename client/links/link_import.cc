#include "client/links/link_import.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/formats/text_encoding.h"
#include "client/link_rule.h"
#include "client/links/bookmarks.h"
#include "client/links/golinks.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "klad/v1/link.pb.h"

namespace klad::client {
namespace {

using klad::v1::CreatedLink;

constexpr size_t kSentTogether = 20;
constexpr int kMaxNames = 1000;  // of one title

absl::Status NoLinks() {
  return Error(ExitCode::kUsage, Tr("there are no links in this file"),
               Tr("bookmarks as a browser exports them, a table (CSV) with a "
                  "header, or JSON lines of golink; --from says which"));
}

LinkFormat Guess(absl::string_view text) {
  if (IsBookmarks(text)) return LinkFormat::kBookmarks;
  const absl::string_view begin = absl::StripLeadingAsciiWhitespace(text);
  return absl::StartsWith(begin, "{") ? LinkFormat::kGolink
                                      : LinkFormat::kTable;
}

// One row on its way to the map.
struct Arriving {
  LinkRow row;
  int tries = 0;  // of names that were taken
};

class LinkImporter {
 public:
  explicit LinkImporter(Account* account) : account_(account) {}

  absl::StatusOr<LinkImport> Run(
      LinkRows rows, const std::function<void(size_t, size_t)>& progress) {
    import_.doubts = std::move(rows.doubts);
    const size_t all = rows.links.size();
    std::deque<Arriving> waiting;
    for (LinkRow& row : rows.links) waiting.push_back({std::move(row)});
    for (size_t done = 0; !waiting.empty(); progress(done, all)) {
      const size_t count = std::min(waiting.size(), kSentTogether);
      const auto end = waiting.begin() + static_cast<int64_t>(count);
      std::vector<Arriving> sent(std::make_move_iterator(waiting.begin()),
                                 std::make_move_iterator(end));
      waiting.erase(waiting.begin(), end);
      ASSIGN_OR_RETURN(std::vector<Arriving> again, Send(std::move(sent)));
      done += count - again.size();
      std::move(again.begin(), again.end(), std::back_inserter(waiting));
    }
    std::sort(
        import_.doubts.begin(), import_.doubts.end(),
        [](const LinkDoubt& a, const LinkDoubt& b) { return a.row < b.row; });
    return std::move(import_);
  }

 private:
  // Returns those that need another name.
  absl::StatusOr<std::vector<Arriving>> Send(std::vector<Arriving> sent) {
    klad::v1::CreateLinksRequest request;
    request.set_unless_known(true);
    for (const Arriving& each : sent) AddTo(each, &request);
    klad::v1::CreateLinksResponse response;
    RETURN_IF_ERROR(
        account_->Call("klad.v1.LinkService/Create", request, &response));
    if (response.links_size() != request.links_size()) return LinkRuleError("");
    std::vector<Arriving> again;
    for (size_t i = 0; i < sent.size(); ++i) {
      const CreatedLink& created = response.links(static_cast<int>(i));
      if (Settle(sent[i], created)) continue;
      ++sent[i].tries;
      again.push_back(std::move(sent[i]));
    }
    return again;
  }

  void AddTo(const Arriving& arriving, klad::v1::CreateLinksRequest* request) {
    const LinkRow& row = arriving.row;
    klad::v1::Link* link = request->add_links();
    link->set_id(std::string(Secret::Random(crypto::kIdSize).Expose()));
    link->set_name(row.name.empty() ? MadeName(row) : row.name);
    link->set_address(row.address);
    link->set_title(row.title);
    link->set_purpose(row.purpose);
    link->set_category(row.category);
    *link->mutable_tags() = {row.tags.begin(), row.tags.end()};
    link->set_owner(account_->member());
  }

  // Another one each time it is asked for the same.
  std::string MadeName(const LinkRow& row) {
    const std::string name = NameFrom(row.title, row.address);
    const int count = ++made_[FoldTitle(name)];
    return count == 1 ? name : absl::StrCat(name, "-", count);
  }

  // False when it is to be sent again.
  bool Settle(const Arriving& arriving, const CreatedLink& created) {
    const LinkRow& row = arriving.row;
    switch (created.outcome()) {
      case klad::v1::LINK_OUTCOME_CREATED:
        ++import_.created;
        return true;
      case klad::v1::LINK_OUTCOME_KNOWN:
        ++import_.known;
        if (!row.name.empty() && !SameTitle(row.name, created.link().name())) {
          Doubt(row, Say("its address is kept as $0", created.link().name()));
        }
        return true;
      case klad::v1::LINK_OUTCOME_NAME_TAKEN:
        if (row.name.empty() && arriving.tries < kMaxNames) return false;
        Doubt(row, std::string(Tr("another link has this name")));
        return true;
      default:
        Doubt(row, std::string(LinkRuleError(created.rule()).message()));
        return true;
    }
  }

  void Doubt(const LinkRow& row, std::string why) {
    import_.doubts.push_back(
        {row.row, row.name.empty() ? OneLine(row.address, 200) : row.name,
         std::move(why)});
  }

  Account* const account_;
  LinkImport import_;
  std::map<std::string, int> made_;  // by name, folded
};

}  // namespace

absl::StatusOr<LinkFormat> ParseLinkFormat(absl::string_view word) {
  if (word.empty()) return LinkFormat::kGuess;
  if (word == "bookmarks") return LinkFormat::kBookmarks;
  if (word == "csv") return LinkFormat::kTable;
  if (word == "golink") return LinkFormat::kGolink;
  return Error(ExitCode::kUsage, Say("there is no form $0 of links", word),
               Tr("bookmarks, csv or golink"));
}

absl::StatusOr<LinkRows> ReadLinks(std::string bytes, LinkFormat format,
                                   const LinkColumns& columns) {
  auto decoded = DecodeText(WipedString(bytes.begin(), bytes.end()));
  if (!decoded.ok()) return WithDetail(NoLinks(), decoded.status().message());
  const std::string text(decoded->text.begin(), decoded->text.end());
  if (format == LinkFormat::kGuess) {
    format = columns.empty() ? Guess(text) : LinkFormat::kTable;
  }
  LinkRows rows;
  if (format == LinkFormat::kTable) {
    ASSIGN_OR_RETURN(rows, ReadLinkTable(text, columns));
  } else {
    rows =
        format == LinkFormat::kGolink ? ReadGolinks(text) : ReadBookmarks(text);
  }
  if (rows.links.empty() && rows.doubts.empty()) return NoLinks();
  return rows;
}

absl::StatusOr<LinkImport> ImportLinks(
    Account* account, LinkRows rows,
    const std::function<void(size_t done, size_t all)>& progress) {
  return LinkImporter(account).Run(std::move(rows), progress);
}

}  // namespace klad::client
