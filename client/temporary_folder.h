// A private folder that is gone with its owner.
#ifndef KLAD_CLIENT_TEMPORARY_FOLDER_H_
#define KLAD_CLIENT_TEMPORARY_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/environment.h"

namespace klad::client {

class TemporaryFolder {
 public:
  // 0700, in XDG_RUNTIME_DIR, TMPDIR or /tmp.
  static absl::StatusOr<std::unique_ptr<TemporaryFolder>> Make(
      const Environment& environment);

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();  // with all that is in it

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}

  const std::string path_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_TEMPORARY_FOLDER_H_
