#include "tests/load/get.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/base/status_macros.h"
#include "tests/load/klad_program.h"
#include "tests/load/organisation.h"

namespace klad::load {
namespace {

using testing::TitleOf;

struct Size {
  int safes;
  int credentials;
  int wanted_ms;
};
// One safe is the worst that an organisation can do.
constexpr Size kSizes[] = {{1, 200, 30}, {10, 10'000, 60}, {1, 10'000, 60}};

absl::Status MeasureSize(const Options& options, const Size& size,
                         const std::string& folder) {
  std::filesystem::create_directory(folder);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, folder));
  RETURN_IF_ERROR(
      Organisation::Fill(server.get(), size.safes, size.credentials).status());
  ASSIGN_OR_RETURN(const KladProgram klad,
                   KladProgram::Create(options, *server, folder));
  RETURN_IF_ERROR(klad.Run({"unlock"}).status());
  const std::vector<std::string> get = {
      "get", absl::StrCat(SafeNameOf(1), "/", TitleOf(100)), "password"};
  ASSIGN_OR_RETURN(const Cost first, klad.Run(get));
  ASSIGN_OR_RETURN(const Cost usual, klad.RunOften(get));
  RETURN_IF_ERROR(klad.Run({"lock"}).status());
  absl::PrintF(
      "klad get, %5d credentials in %2d safes %6.0f ms   wanted %d   "
      "the very first %.0f ms\n",
      size.credentials, size.safes, usual.wall_ms, size.wanted_ms,
      first.wall_ms);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureGet(const Options& options, const std::string& folder) {
  for (const Size& size : kSizes) {
    RETURN_IF_ERROR(MeasureSize(
        options, size,
        absl::StrCat(folder, "/get-", size.credentials, "-", size.safes)));
  }
  return absl::OkStatus();
}

}  // namespace klad::load
