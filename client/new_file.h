// A file with a secret that a person asked for: 0600, there when it is whole
// and not before.
#ifndef KLAD_CLIENT_NEW_FILE_H_
#define KLAD_CLIENT_NEW_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// Written piece by piece, without a name until Keep(): whatever ends the
// process before leaves nothing behind. Where the file system cannot do that,
// the file is there from the beginning, and removed unless it is kept.
class NewFile {
 public:
  // Exit kConflict when there is such a file, kUsage when it cannot be made.
  static absl::StatusOr<NewFile> Create(const std::string& path);

  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  // Exit kUnavailable when the disk does not take it.
  absl::Status Write(absl::string_view bytes);

  // Durable and under its name from now on. Exit kConflict when somebody else
  // has made such a file meanwhile: theirs stays.
  absl::Status Keep();

 private:
  NewFile(std::string path, int fd, bool named)
      : path_(std::move(path)), fd_(fd), named_(named) {}

  std::string path_;
  int fd_ = -1;
  bool named_ = false;
};

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes);

// Over a file that may be there: whoever looks finds the old one or the whole
// new one. Exit kUsage when it cannot be made.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes);

}  // namespace klad::client

#endif  // KLAD_CLIENT_NEW_FILE_H_
