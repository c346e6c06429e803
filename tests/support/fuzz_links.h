// What must hold of every file of links, whatever the bytes: it ends with a
// usage error that has a hint, or with rows that a link may have, and what is
// written of those is read again.
#ifndef KLAD_TESTS_SUPPORT_FUZZ_LINKS_H_
#define KLAD_TESTS_SUPPORT_FUZZ_LINKS_H_

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/error.h"
#include "client/links/bookmarks.h"
#include "client/links/golinks.h"
#include "client/links/link_import.h"
#include "client/links/link_page.h"
#include "client/links/link_table.h"
#include "client/title.h"
#include "crypto/base/check.h"
#include "klad/v1/link.pb.h"

namespace klad::testing {

inline klad::v1::Link CheckedLinkOf(const client::LinkRow& row) {
  CHECK_THAT(!row.address.empty());
  CHECK_THAT(row.category.size() <= 200 && row.tags.size() <= 20);
  for (const std::string* line : {&row.name, &row.title, &row.category}) {
    CHECK_THAT(line->find('\n') == std::string::npos);
  }
  klad::v1::Link link;
  link.set_name(absl::StrCat("link", row.row));
  link.set_address(row.address);
  link.set_title(row.title);
  link.set_purpose(row.purpose);
  link.set_category(row.category);
  for (const std::string& tag : row.tags) {
    CHECK_THAT(!tag.empty() && tag.size() <= 50);
    link.add_tags(tag);
  }
  CHECK_THAT(client::IsUtf8(absl::StrCat(row.name, row.address, row.title,
                                         row.purpose, row.category)));
  return link;
}

// In whatever order.
inline void CheckReadAgain(const client::LinkRows& again,
                           const std::vector<klad::v1::Link>& links) {
  CHECK_THAT(again.doubts.empty());
  std::multiset<std::string> read;
  std::multiset<std::string> written;
  for (const client::LinkRow& row : again.links) read.insert(row.address);
  for (const klad::v1::Link& link : links) written.insert(link.address());
  CHECK_THAT(read == written);
}

// Whether links came out of it.
inline bool FuzzLinks(absl::string_view bytes, client::LinkFormat format) {
  const auto rows = client::ReadLinks(std::string(bytes), format, {});
  if (!rows.ok()) {
    CHECK_THAT(client::ExitCodeOf(rows.status()) == client::ExitCode::kUsage);
    return false;
  }
  for (const client::LinkDoubt& doubt : rows->doubts) {
    CHECK_THAT(!doubt.why.empty());
  }
  std::vector<klad::v1::Link> links;
  for (const client::LinkRow& row : rows->links) {
    klad::v1::Link link = CheckedLinkOf(row);
    // What the server refuses is never written.
    const bool refused = std::any_of(
        row.address.begin(), row.address.end(), [](unsigned char c) {
          return c <= ' ' || c == 0x7f || c == '{' || c == '}';
        });
    if (!refused) links.push_back(std::move(link));
  }
  CHECK_THAT(!client::WriteLinkPage("Отдел", links).empty());
  if (links.empty()) return false;
  CheckReadAgain(client::ReadBookmarks(client::WriteBookmarks(links)), links);
  CheckReadAgain(client::ReadGolinks(client::WriteGolinks(links)), links);
  const auto table = client::ReadLinkTable(client::WriteLinkTable(links), {});
  CHECK_THAT(table.ok());
  CheckReadAgain(*table, links);
  return true;
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_FUZZ_LINKS_H_
