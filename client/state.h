// The client's state folder: small files, each replaced as a whole.
//
// A reader sees the old file or the new one, never a mixture, also after a
// power cut: a replacement is written beside it, synced, renamed over it, and
// the folder is synced. The folder is 0700 and the caller's own, files are
// 0600. An object is for one thread; writers, in this process or another,
// exclude one another by Lock().
#ifndef KLAD_CLIENT_STATE_H_
#define KLAD_CLIENT_STATE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/environment.h"

namespace klad::client {

// $KLAD_HOME, else $XDG_DATA_HOME/klad, else $HOME/.local/share/klad. A usage
// error when none is set or the path is not absolute.
absl::StatusOr<std::string> StateFolder(const Environment& environment);

// A writer's turn, until it is destroyed.
class StateLock {
 public:
  explicit StateLock(int fd) : fd_(fd) {}
  StateLock(StateLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  StateLock& operator=(StateLock&&) = delete;
  ~StateLock();

 private:
  int fd_;
};

// A file as it was when opened, whatever replaces it.
class StateFile {
 public:
  StateFile(int fd, size_t size, std::string path)
      : fd_(fd), size_(size), path_(std::move(path)) {}
  StateFile(StateFile&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        size_(other.size_),
        path_(std::move(other.path_)) {}
  StateFile& operator=(StateFile&&) = delete;
  ~StateFile();

  size_t size() const { return size_; }

  // Fewer bytes than asked for where the file ends.
  absl::StatusOr<std::string> Read(size_t offset, size_t size) const;

 private:
  int fd_;
  size_t size_;
  std::string path_;
};

class State;

// A file's replacement, piece by piece: nobody sees anything of it before
// Commit(), and nothing is left of it without. The state and the lock outlive
// it.
class StateWriter {
 public:
  StateWriter(StateWriter&& other) noexcept
      : folder_(other.folder_),
        fd_(std::exchange(other.fd_, -1)),
        name_(std::move(other.name_)) {}
  StateWriter& operator=(StateWriter&&) = delete;
  ~StateWriter();

  // kUnavailable with a sentence when the disk is full.
  absl::Status Append(absl::string_view bytes);

  // As State::Write says. The last call.
  absl::Status Commit();

 private:
  friend class State;
  StateWriter(const State* folder, int fd, absl::string_view name)
      : folder_(folder), fd_(fd), name_(name) {}

  absl::Status Failed() const;

  const State* folder_;
  int fd_;
  std::string name_;
};

class State {
 public:
  static constexpr size_t kMaxFile = 256 << 20;

  // Makes the folder if it is missing. kPermissionDenied when it belongs to
  // somebody else or others may enter it.
  static absl::StatusOr<std::unique_ptr<State>> Open(std::string folder);

  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();

  const std::string& folder() const { return folder_; }

  // Waits for the writer before. A read whose answer decides a write belongs
  // under it as well.
  absl::StatusOr<StateLock> Lock();

  // Names are file names: no slash, not beginning with a dot.
  // kNotFound when there is none.
  absl::StatusOr<std::string> Read(absl::string_view name) const;
  absl::StatusOr<StateFile> OpenFile(absl::string_view name) const;

  // Durable when it returns OK; a reader finds the old file when it does not,
  // unless the last step failed, the syncing of the folder. kUnavailable with
  // a sentence when the disk is full.
  absl::Status Write(const StateLock& lock, absl::string_view name,
                     absl::string_view bytes);
  absl::StatusOr<StateWriter> BeginWrite(const StateLock& lock,
                                         absl::string_view name);

  // Durable. OK also when there was none.
  absl::Status Remove(const StateLock& lock, absl::string_view name);

  // Sorted names, without the lock and unfinished writes.
  absl::StatusOr<std::vector<std::string>> List() const;

 private:
  friend class StateWriter;
  State(std::string folder, int fd) : folder_(std::move(folder)), fd_(fd) {}

  std::string folder_;
  int fd_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_STATE_H_
