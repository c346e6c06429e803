// A playbook as a Markdown file: front matter, and its text with names in
// place of ids.
#ifndef KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FILE_H_
#define KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

struct PlaybookFile {
  std::string name;
  std::string title;
  std::string category;
  std::vector<std::string> tags;
  std::string owner;                   // a login; empty: none is named
  std::vector<std::string> reviewers;  // logins
  std::vector<std::string> roles;
  uint32_t review_days = 0;
  std::string text;

  friend bool operator==(const PlaybookFile&, const PlaybookFile&) = default;
};

// Keys: name, title, category (or categories, with one), tags, owner,
// reviewers, roles, review ("90d", "never"). Without a name the file's own,
// without what is behind its last dot; without a title the first heading. Exit
// kUsage when it is no such file, has a key unknown here, or too much text.
absl::StatusOr<PlaybookFile> ReadPlaybookFile(absl::string_view file_name,
                                              absl::string_view bytes);

// What ReadPlaybookFile reads back.
std::string WritePlaybookFile(const PlaybookFile& playbook);

// "90d", "90д", "90", "never", "никогда". Exit kUsage.
absl::StatusOr<uint32_t> ParseReviewDays(absl::string_view text);

// As texts are kept: no carriage returns, no empty lines around, one line end
// at the end.
std::string TidyPlaybookText(absl::string_view text);

// Exit kUsage, with the limit, when the text has more bytes than a playbook
// may.
absl::Status CheckPlaybookSize(size_t bytes);

// A file name for a playbook of this name.
std::string PlaybookFileName(absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FILE_H_
