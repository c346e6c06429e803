#include "client/playbooks/playbook_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/text/playbook_text.h"

namespace klad::client {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostMatter = 64 << 10;
constexpr size_t kMostFiles = 20000;

bool IsMarkdown(const fs::path& path) {
  const std::string ending = absl::AsciiStrToLower(path.extension().string());
  return ending == ".md" || ending == ".markdown";
}

bool IsHidden(const fs::path& path) {
  return absl::StartsWith(path.filename().string(), ".");
}

absl::StatusOr<std::vector<fs::path>> FilesBelow(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  if (fs::is_regular_file(folder, error)) return std::vector{folder};
  fs::recursive_directory_iterator it(folder, error);
  const fs::recursive_directory_iterator end;
  for (; !error && it != end && files.size() < kMostFiles;
       it.increment(error)) {
    if (IsHidden(it->path())) {
      it.disable_recursion_pending();
    } else if (IsMarkdown(it->path()) && it->is_regular_file(error)) {
      files.push_back(it->path());
    }
  }
  if (error) {
    return Error(ExitCode::kNotFound,
                 Say("cannot read the folder $0", folder.string()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<PlaybookFile> ReadOne(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(text::kMaxPlaybookText + kMostMatter + 1, '\0');
  if (!file)
    return Error(ExitCode::kNotFound, Say("cannot open $0", path.string()));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.bad()) {
    return Error(ExitCode::kUnavailable, Say("cannot read $0", path.string()));
  }
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (bytes.size() > text::kMaxPlaybookText + kMostMatter) {
    std::error_code error;
    return CheckPlaybookSize(static_cast<size_t>(fs::file_size(path, error)));
  }
  return ReadPlaybookFile(path.filename().string(), bytes);
}

// No two of one folder alike, whatever the file system makes of case.
std::string FreeName(const std::string& name, std::set<std::string>* taken) {
  const std::string file = PlaybookFileName(name);
  const absl::string_view stem = absl::StripSuffix(file, ".md");
  std::string free = file;
  for (int number = 2; !taken->insert(absl::AsciiStrToLower(free)).second;
       ++number) {
    free = absl::StrCat(stem, "-", number, ".md");
  }
  return free;
}

}  // namespace

absl::StatusOr<PlaybookRows> ReadPlaybookFolder(const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesBelow(path));
  if (files.empty()) {
    return Error(ExitCode::kUsage, Say("no Markdown is in $0", path),
                 Tr("files that end in .md are read, in folders below it too"));
  }
  PlaybookRows rows;
  for (const fs::path& file : files) {
    std::string shown = file.lexically_relative(path).string();
    if (shown == "." || shown.empty()) shown = file.filename().string();
    auto read = ReadOne(file);
    if (read.ok()) {
      rows.playbooks.push_back({std::move(shown), *std::move(read)});
    } else {
      rows.doubts.push_back(
          {std::move(shown), std::string(read.status().message())});
    }
  }
  return rows;
}

absl::StatusOr<size_t> WritePlaybookFolder(
    const std::string& path, const std::vector<PlaybookFile>& playbooks) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error || !fs::is_directory(path, error)) {
    return Error(ExitCode::kUsage, Say("cannot make the folder $0", path));
  }
  std::set<std::string> taken;
  for (const PlaybookFile& playbook : playbooks) {
    RETURN_IF_ERROR(
        WriteNewFile(absl::StrCat(path, "/", FreeName(playbook.name, &taken)),
                     WritePlaybookFile(playbook)));
  }
  return playbooks.size();
}

}  // namespace klad::client
