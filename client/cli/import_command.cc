// import: a Bitwarden export into a safe.
#include <fstream>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/formats/bitwarden.h"
#include "client/formats/importer.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error(ExitCode::kNotFound, absl::StrCat("cannot open ", path));
  }
  std::string bytes;
  char buffer[64 << 10];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
    bytes.append(buffer, static_cast<size_t>(file.gcount()));
    if (bytes.size() > client::kMaxImportFile) {
      return Error(ExitCode::kUsage, absl::StrCat(path, " is too large"),
                   "an import may have 64 MiB");
    }
  }
  return bytes;
}

Result Report(const client::ImportReport& report, int created, bool dry) {
  Result result;
  result.Add("rows", report.rows);
  result.Add(dry ? "would_import" : "imported", created);
  result.rows_name = "problems";
  result.columns = {"row", "title", "what"};
  for (const client::ImportProblem& problem : report.problems) {
    result.AddRow(problem.number, problem.title, problem.what);
  }
  return result;
}

absl::StatusOr<Result> Import(Context& context) {
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(context.Get("FILE")));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(context.Get("safe")));
  ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(safe.id));
  RETURN_IF_ERROR(mirror->Follow());
  const bool dry = context.Has("dry-run");
  client::Importer importer(&vault, mirror, dry);
  importer.set_progress([&context](int done) {
    if (context.terminal().ErrorIsTerminal()) {
      context.err() << "\r" << done << " imported" << std::flush;
    }
  });
  auto report = client::ImportBitwarden(
      std::move(bytes),
      [&](client::Imported item) { return importer.Take(std::move(item)); });
  // What went in before an error stays, and is remembered.
  if (report.ok()) {
    if (absl::Status last = importer.Finish(); !last.ok()) report = last;
  }
  if (context.terminal().ErrorIsTerminal() && importer.created() > 0) {
    context.err() << "\r\033[K" << std::flush;
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (!report.ok() && importer.created() == 0) return report.status();
  if (!report.ok()) {
    return client::WithHint(
        report.status(),
        absl::StrCat(importer.created(),
                     " credentials are in already; run it again for the "
                     "rest: what is there is skipped"));
  }
  for (const client::ImportProblem& problem : importer.problems()) {
    report->problems.push_back(problem);
  }
  Result result = Report(*report, importer.created(), dry);
  if (!dry) {
    result.messages.emplace_back(absl::StrCat(
        context.Get("FILE"), " still holds every secret: delete it"));
  }
  return result;
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {{.path = "import",
           .summary = "import another product's export into a safe",
           .help = "Reads Bitwarden's unencrypted JSON. Every row that was "
                   "not clean is listed. Titles that are in the safe already "
                   "are skipped, so an import can be repeated.\n\nExample:\n  "
                   "klad import bitwarden.json --safe ads --dry-run",
           .arguments = {{"FILE", "the export"}},
           .options = {{"safe", 0, "SAFE", "where it goes"},
                       {"dry-run", 0, "", "only say what would happen"}},
           .handler = Import}};
}

}  // namespace klad::cli
