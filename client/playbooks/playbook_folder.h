// Folders of Markdown files.
#ifndef KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FOLDER_H_
#define KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/playbooks/playbook_file.h"

namespace klad::client {

// What could not be taken as it stands, for a person to look at.
struct PlaybookDoubt {
  std::string file;
  std::string why;  // a sentence
};

struct PlaybookRow {
  std::string file;  // its path below the folder
  PlaybookFile playbook;
};

struct PlaybookRows {
  std::vector<PlaybookRow> playbooks;  // in the order of files
  std::vector<PlaybookDoubt> doubts;
};

// All files below the folder that end in .md or .markdown, but hidden ones; of
// a path that is one file, that. Exit kNotFound when there is no such folder,
// kUsage when no such file is in it.
absl::StatusOr<PlaybookRows> ReadPlaybookFolder(const std::string& path);

// A file for each, in a folder that is made, or is there and has none of them.
// Returns how many. Exit kConflict when there is such a file already: then
// those before it are written.
absl::StatusOr<size_t> WritePlaybookFolder(
    const std::string& path, const std::vector<PlaybookFile>& playbooks);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOKS_PLAYBOOK_FOLDER_H_
