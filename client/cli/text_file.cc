#include "client/cli/text_file.h"

#include <fstream>
#include <istream>

#include "client/error.h"

namespace klad::cli {
namespace {

absl::StatusOr<std::string> ReadTextStream(std::istream& in,
                                           const std::string& path) {
  std::string bytes(kMaxTextFile + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad()) {
    return client::Error(client::ExitCode::kUnavailable,
                         Say("cannot read $0", path));
  }
  bytes.resize(static_cast<size_t>(in.gcount()));
  if (bytes.size() <= kMaxTextFile) return bytes;
  return client::Error(client::ExitCode::kUsage, Say("$0 is too long", path),
                       Say("a file may have $0 bytes", kMaxTextFile));
}

}  // namespace

absl::StatusOr<std::string> ReadTextFile(Context& context,
                                         const std::string& path) {
  if (path == "-") return ReadTextStream(context.in(), path);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return client::Error(client::ExitCode::kNotFound,
                         Say("cannot open $0", path));
  }
  return ReadTextStream(file, path);
}

}  // namespace klad::cli
