// A value on the clipboard for a while, through the program that the desktop
// has for it: wl-copy (Wayland), xclip or xsel (X), clip.exe (WSL).
//
//   ASSIGN_OR_RETURN(auto clipboard, Clipboard::Open(environment, 45s));
//   RETURN_IF_ERROR(clipboard.Put(secret));
//
// A terminal's own way (OSC 52) is not taken: nothing says whether the value
// arrived, and nobody could see whose value is there when it is to be cleared.
#ifndef KLAD_CLIENT_CLIPBOARD_H_
#define KLAD_CLIENT_CLIPBOARD_H_

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/environment.h"
#include "crypto/base/secret.h"

namespace klad::client {

class Clipboard {
 public:
  // Starts the process that will clear it, so before any thread and before
  // there is a secret: that process never has the value, only a keyed hash.
  // Exit kUnavailable when no program is found.
  static absl::StatusOr<Clipboard> Open(const Environment& environment,
                                        std::chrono::seconds clear_after);

  Clipboard(Clipboard&& other) noexcept;
  Clipboard& operator=(Clipboard&&) = delete;
  // Without Put, the waiting process ends.
  ~Clipboard();

  // The value, to be pasted; once. When the time is over, it is cleared if it
  // still holds the same, but for newlines at the end.
  absl::Status Put(const Secret& value);

 private:
  Clipboard(Environment environment, std::vector<std::string> copy, int pipe)
      : environment_(std::move(environment)),
        copy_(std::move(copy)),
        pipe_(pipe) {}

  Environment environment_;
  std::vector<std::string> copy_;
  int pipe_;  // to the process that waits
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_CLIPBOARD_H_
