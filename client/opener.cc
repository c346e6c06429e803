#include "client/opener.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "client/error.h"
#include "client/program.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

struct Opener {
  const char* variable;  // set where the program can work
  const char* program;
};
constexpr Opener kOpeners[] = {
    {"WAYLAND_DISPLAY", "xdg-open"},
    {"DISPLAY", "xdg-open"},
    {"WSL_DISTRO_NAME", "wslview"},
};

constexpr absl::string_view kOpened[] = {
    "http://", "https://", "ftp://", "ftps://",
    "sftp://", "mailto:",  "tel:",   "tg:",
};

}  // namespace

std::string FindOpener(const Environment& environment) {
  for (const Opener& opener : kOpeners) {
    if (Variable(environment, opener.variable).empty()) continue;
    std::string path = FindProgram(environment, opener.program);
    if (!path.empty()) return path;
  }
  return "";
}

bool MayOpen(absl::string_view address) {
  return std::any_of(std::begin(kOpened), std::end(kOpened),
                     [&](absl::string_view scheme) {
                       return absl::StartsWithIgnoreCase(address, scheme);
                     });
}

absl::Status OpenAddress(const std::string& opener,
                         const Environment& environment,
                         const std::string& address) {
  absl::Status opened = WriteTo({opener, address}, environment, "");
  if (opened.ok()) return opened;
  return WithDetail(
      Error(ExitCode::kUnavailable, Tr("the address could not be opened"),
            Tr("klad go -p prints it")),
      opened.message());
}

}  // namespace klad::client
