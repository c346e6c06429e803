#include "tests/load/client.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/base/status_macros.h"
#include "tests/load/klad_program.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using testing::KladServer;
using testing::WriteWhole;

constexpr int kMany = 10'000;
constexpr int kVeryMany = 100'000;

// As Chrome writes it, with names half of which are Russian.
absl::Status WriteExport(const std::string& path, int rows) {
  std::string text = "name,url,username,password,note\n";
  for (int i = 0; i < rows; ++i) {
    absl::StrAppend(&text, i % 2 == 0 ? "Яндекс Директ " : "Google Ads ", i,
                    ",https://site", i, ".example.com/login,user", i,
                    "@example.com,correct-Horse-", i * 7919, ",договор ", i,
                    "\n");
  }
  return WriteWhole(path, text);
}

absl::Status MeasureWait(const KladProgram& klad,
                         const std::vector<std::string>& arguments,
                         int wanted_ms) {
  ASSIGN_OR_RETURN(const Cost cost, klad.RunOften(arguments));
  absl::PrintF(
      "klad %-8s of %6d credentials %8.0f ms, of a processor %6.0f ms   "
      "wanted %d\n",
      arguments[0], kMany, cost.wall_ms, cost.spent.cpu_ms, wanted_ms);
  return absl::OkStatus();
}

absl::Status MeasureImport(const KladProgram& klad, const std::string& file,
                           const std::string& safe, int rows,
                           absl::string_view what) {
  ASSIGN_OR_RETURN(const Cost cost, klad.Run({"import", file, "--safe", safe}));
  absl::PrintF(
      "klad import   %6d rows, %-8s %8.1f s,  of a processor %6.1f s    "
      "%4.0f MiB   wanted 5 s of 10000, 190 MiB of 100000\n",
      rows, what, cost.wall_ms / 1000, cost.spent.cpu_ms / 1000,
      cost.spent.largest_mib);
  return absl::OkStatus();
}

absl::Status MeasureSafe(const KladProgram& klad, const std::string& folder,
                         const std::string& safe, int rows) {
  const std::string file = absl::StrCat(folder, "/", safe, ".csv");
  RETURN_IF_ERROR(WriteExport(file, rows));
  RETURN_IF_ERROR(klad.Run({"safe", "create", safe}).status());
  RETURN_IF_ERROR(MeasureImport(klad, file, safe, rows, "new"));
  return MeasureImport(klad, file, safe, rows, "again");
}

}  // namespace

absl::Status MeasureClient(const Options& options, const std::string& folder) {
  const std::string place = folder + "/client";
  std::filesystem::create_directory(place);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, place));
  ASSIGN_OR_RETURN(const KladProgram klad,
                   KladProgram::Create(options, *server, place));
  RETURN_IF_ERROR(klad.Run({"unlock"}).status());
  RETURN_IF_ERROR(MeasureSafe(klad, place, "many", kMany));
  RETURN_IF_ERROR(MeasureWait(klad, {"list"}, 80));
  RETURN_IF_ERROR(MeasureWait(klad, {"find", "яндекс"}, 80));
  RETURN_IF_ERROR(MeasureWait(klad, {"find", "site77"}, 80));
  RETURN_IF_ERROR(MeasureWait(klad, {"health"}, 1000));
  RETURN_IF_ERROR(
      MeasureWait(klad, {"get", "many/google ads 77", "password"}, 60));
  RETURN_IF_ERROR(MeasureSafe(klad, place, "very-many", kVeryMany));
  return klad.Run({"lock"}).status();
}

}  // namespace klad::load
