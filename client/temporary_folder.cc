#include "client/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {

absl::StatusOr<std::unique_ptr<TemporaryFolder>> TemporaryFolder::Make(
    const Environment& environment) {
  absl::string_view where = Variable(environment, "XDG_RUNTIME_DIR");
  if (where.empty()) where = Variable(environment, "TMPDIR");
  if (where.empty()) where = "/tmp";
  std::string path = absl::StrCat(where, "/klad-XXXXXX");
  if (mkdtemp(path.data()) == nullptr) {
    return Error(ExitCode::kUnavailable,
                 Say("cannot make a folder in $0", where),
                 Tr("KLAD_HOME names a folder for what klad remembers"));
  }
  return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(std::move(path)));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what is left is sealed, and of no use to others
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace klad::client
