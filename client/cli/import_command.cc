// import: another product's export into a safe.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "client/account.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/import_json.h"
#include "client/cli/interrupt.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/cli/progress.h"
#include "client/environment.h"
#include "client/error.h"
#include "client/formats/errata.h"
#include "client/formats/export_file.h"
#include "client/formats/importer.h"
#include "client/new_file.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/export_file.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::ExportFile;
using client::ImportProblem;
using client::ImportState;
using client::ProblemKind;
using client::Say;
using client::Tr;
using client::WipedString;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// Not through buffers that would keep what they held.
absl::StatusOr<WipedString> ReadFile(const std::string& path) {
  std::error_code no_folder;
  if (std::filesystem::is_directory(path, no_folder)) {
    return Error(ExitCode::kUsage, Say("$0 is a folder", path),
                 Tr("name the file that was exported; of a .1pif or .opvault: "
                    "in 1Password, File, Export, 1PUX or CSV"));
  }
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    return Error(ExitCode::kNotFound, Say("cannot open $0", path));
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  constexpr size_t kBlock = 1 << 20;
  constexpr size_t kMost = client::kMaxImportFile + 2 * kBlock;
  WipedString bytes;
  std::error_code no_file;
  const auto known = std::filesystem::file_size(path, no_file);
  if (!no_file) bytes.reserve(std::min<size_t>(known + 2 * kBlock, kMost));
  for (;;) {
    const size_t size = bytes.size();
    // Of a pipe, never twice of what can be used.
    if (bytes.capacity() < size + kBlock) {
      bytes.reserve(std::min(2 * bytes.capacity() + kBlock, kMost));
    }
    bytes.resize(size + kBlock);
    const size_t read = std::fread(bytes.data() + size, 1, kBlock, file.get());
    bytes.resize(size + read);
    if (read == 0) break;
    if (bytes.size() > client::kMaxImportFile) break;
  }
  if (std::ferror(file.get()) != 0) {
    return Error(ExitCode::kUnavailable, Say("cannot read $0", path));
  }
  return bytes;
}

absl::StatusOr<client::ExportOptions> OptionsOf(const Context& context) {
  client::ExportOptions options;
  options.from = context.Get("from");
  options.name = std::filesystem::path(context.Get("FILE")).stem().string();
  for (const std::string& pair : context.All("map")) {
    const size_t at = pair.rfind('=');
    if (at == std::string::npos || at == 0) {
      return Error(ExitCode::kUsage, Say("\"$0\" is not COLUMN=FIELD", pair));
    }
    options.map.emplace_back(pair.substr(0, at), pair.substr(at + 1));
  }
  return options;
}

// Of Klad's own sealed export, what is in it.
absl::StatusOr<WipedString> Unsealed(Context& context, WipedString file) {
  if (!crypto::IsSealedExport(client::ViewOf(file))) return file;
  ASSIGN_OR_RETURN(const Secret passphrase, ReadExportPassphrase(context));
  WipedString contents;
  contents.reserve(file.size());
  const absl::Status opened = crypto::OpenExport(
      client::ViewOf(file), passphrase, [&](absl::string_view piece) {
        contents.append(piece.data(), piece.size());
        return absl::OkStatus();
      });
  if (absl::IsUnauthenticated(opened) || absl::IsInvalidArgument(opened)) {
    return Error(ExitCode::kLocked,
                 Tr("the export does not open: the passphrase is wrong, or the "
                    "file is damaged"),
                 Tr("try again, or bring back your copy of it"));
  }
  RETURN_IF_ERROR(opened);
  return contents;
}

absl::StatusOr<ExportFile> OpenExport(Context& context) {
  ASSIGN_OR_RETURN(client::ExportOptions options, OptionsOf(context));
  ASSIGN_OR_RETURN(WipedString file, ReadFile(context.Get("FILE")));
  RETURN_IF_ERROR(client::CheckImportSize(file.size()));
  ASSIGN_OR_RETURN(WipedString bytes, Unsealed(context, std::move(file)));
  return ExportFile::Open(std::move(bytes), std::move(options));
}

int Count(const client::ImportReport& report, ProblemKind kind) {
  return static_cast<int>(absl::c_count_if(
      report.problems,
      [kind](const ImportProblem& problem) { return problem.kind == kind; }));
}

// What there is to say of it.
absl::StatusOr<std::string> WriteErrata(const ExportFile& file,
                                        const std::string& path) {
  const bool all_came = Count(file.report(), ProblemKind::kRejected) == 0 &&
                        Count(file.report(), ProblemKind::kPartLost) == 0;
  if (all_came) return Say("nothing was rejected: $0 was not written", path);
  ASSIGN_OR_RETURN(const WipedString errata, client::ErrataOf(file));
  RETURN_IF_ERROR(client::WriteNewFile(path, client::ViewOf(errata)));
  return "";
}

absl::string_view StateName(ImportState state) {
  switch (state) {
    case ImportState::kChanged:
      return "changed";
    case ImportState::kSame:
      return "same";
    case ImportState::kInDoubt:
      return "in doubt";
    default:
      return "new";
  }
}

// What became of the rows, in the order of the file: of all in a dry run, else
// of those that were not clean.
class Listing {
 public:
  explicit Listing(bool everything) : everything_(everything) {}

  void Add(const client::ImportOutcome& outcome) {
    absl::string_view what;
    if (outcome.state == ImportState::kInDoubt) {
      what = Tr(
          "differs from the safe's, and nothing says which is newer: left as "
          "it is there");
    } else if (outcome.numbered) {
      what = Tr("another has its title: it got a number");
    }
    if (everything_ || !what.empty()) {
      Row(outcome.number, outcome.title, StateName(outcome.state), what);
    }
  }

  void Add(const ImportProblem& problem) {
    const bool rejected = problem.kind == ProblemKind::kRejected;
    Row(problem.number, problem.title, rejected ? "rejected" : "",
        problem.what);
  }

  void Print(Result* result) {
    result->rows_name = everything_ ? "credentials" : "problems";
    result->columns = {"row", "title", "state", "what"};
    for (auto& [number, line] : lines_) {
      result->AddRow(number, std::move(line.title), std::move(line.state),
                     std::move(line.what));
    }
  }

 private:
  struct Line {
    std::string title;
    std::string state;
    std::string what;
  };

  void Row(int number, const std::string& title, absl::string_view state,
           absl::string_view what) {
    lines_.emplace(number, Line{title, std::string(state), std::string(what)});
  }

  const bool everything_;
  std::multimap<int, Line> lines_;
};

Result Counts(const ExportFile& file) {
  Result result;
  result.Add("format", file.format().name);
  if (file.encoding() != client::TextEncoding::kUtf8) {
    result.Add("encoding", client::EncodingName(file.encoding()));
  }
  result.Add("read", file.report().rows);
  return result;
}

void AddLosses(const client::ImportReport& report, Result* result) {
  result->Add("rejected", Count(report, ProblemKind::kRejected));
  result->Add("parts_lost", Count(report, ProblemKind::kPartLost));
}

Result Report(const ExportFile& file, const client::Importer& importer,
              bool dry) {
  Result result = Counts(file);
  result.Add("new", importer.Count(ImportState::kNew));
  result.Add("changed", importer.Count(ImportState::kChanged));
  result.Add("same", importer.Count(ImportState::kSame));
  result.Add("in_doubt", importer.Count(ImportState::kInDoubt));
  AddLosses(file.report(), &result);
  Listing listing(dry);
  for (const auto& outcome : importer.outcomes()) listing.Add(outcome);
  for (const auto& problem : file.report().problems) listing.Add(problem);
  listing.Print(&result);
  return result;
}

// Without a safe there is nothing to compare with.
absl::StatusOr<Result> DryRunOfFile(const ExportFile& file) {
  Result result = Counts(file);
  AddLosses(file.report(), &result);
  Listing listing(true);
  RETURN_IF_ERROR(file.Read([&listing](const client::Imported& item) {
                        listing.Add(client::ImportOutcome{
                            item.number, item.title, ImportState::kNew});
                        return absl::OkStatus();
                      })
                      .status());
  for (const auto& problem : file.report().problems) listing.Add(problem);
  listing.Print(&result);
  return result;
}

// Its JSON has no place for what is to be said of rows that came over.
Result DryRunAsJson(Context& context, ExportFile file, bool reveal) {
  for (const ImportProblem& problem : file.report().problems) {
    if (problem.kind != ProblemKind::kRemark) continue;
    context.Note(
        Say("row $0, $1: $2", problem.number, problem.title, problem.what));
  }
  Result result;
  const auto shared = std::make_shared<ExportFile>(std::move(file));
  result.json = [shared, reveal](std::ostream& out) {
    return WriteImportJson(*shared, reveal, out);
  };
  return result;
}

// What went in before an error, or Ctrl-C, stays, and is remembered.
absl::Status Send(const ExportFile& file, client::Importer& importer,
                  Progress& progress) {
  const auto all = static_cast<uint64_t>(file.report().taken);
  importer.set_progress(
      [&progress, all](uint64_t done) { progress.Show(done, all); });
  const Interrupt interrupt;
  const auto read = file.Read([&](client::Imported item) -> absl::Status {
    if (interrupt.Requested()) {
      return Error(
          ExitCode::kAborted,
          Say("stopped at row $0 of $1", item.number, file.report().rows),
          Tr("nothing was changed"));
    }
    return importer.Take(std::move(item));
  });
  absl::Status sent = read.ok() ? importer.Finish() : read.status();
  const int in = importer.Sent();
  progress.Erase();
  if (sent.ok() || in == 0) return sent;
  return client::WithHint(
      sent, client::SayN("$0 credential is in already; run it again for the "
                         "rest: what is there is left alone",
                         "$0 credentials are in already; run it again for the "
                         "rest: what is there is left alone",
                         static_cast<uint64_t>(in), in));
}

absl::StatusOr<Result> IntoSafe(Context& context, const ExportFile& file) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(context.Get("safe")));
  ASSIGN_OR_RETURN(client::Mirror * mirror, vault.OpenSafe(safe.id));
  RETURN_IF_ERROR(mirror->Follow());
  const bool dry = context.Has("dry-run");
  if (!dry) RETURN_IF_ERROR(vault.CheckMayWrite(safe.id));
  ASSIGN_OR_RETURN(const auto importer,
                   client::Importer::Create(&vault, mirror, dry));
  Progress progress(context.err(), context.terminal());
  const absl::Status sent = Send(file, *importer, progress);
  RETURN_IF_ERROR(Finish(context, vault));
  RETURN_IF_ERROR(sent);
  Result result = Report(file, *importer, dry);
  if (!dry) {
    result.messages.emplace_back(
        Say("$0 still holds every secret: delete it", context.Get("FILE")));
  }
  return result;
}

// The file as JSON says nothing of a safe, but one that is named is there, for
// whoever is a member.
absl::Status CheckSafe(Context& context) {
  if (!context.Has("safe")) return absl::OkStatus();
  ASSIGN_OR_RETURN(client::State * state, context.state());
  const bool stranger =
      absl::IsNotFound(client::ReadAccount(*state).status()) &&
      client::Variable(context.environment(), "KLAD_TOKEN_FILE").empty();
  if (stranger) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  return vault.FindSafe(context.Get("safe")).status();
}

absl::StatusOr<Result> Run(Context& context, ExportFile file, bool dry) {
  if (dry && context.Get("output") == "json") {
    RETURN_IF_ERROR(CheckSafe(context));
    return DryRunAsJson(context, std::move(file), context.Has("reveal"));
  }
  if (dry && !context.Has("safe")) return DryRunOfFile(file);
  return IntoSafe(context, file);
}

absl::StatusOr<Result> Import(Context& context) {
  const bool dry = context.Has("dry-run");
  if (!dry && !context.Has("safe")) {
    return Error(ExitCode::kUsage, Tr("into which safe?"),
                 Tr("--safe SAFE, or --dry-run to see what is in the file"));
  }
  if (context.Has("reveal") && !dry) {
    return Error(ExitCode::kUsage, Tr("--reveal is for a dry run"),
                 "klad import FILE --dry-run -o json --reveal");
  }
  ASSIGN_OR_RETURN(ExportFile file, OpenExport(context));
  std::string said;
  if (context.Has("errata")) {
    ASSIGN_OR_RETURN(said, WriteErrata(file, context.Get("errata")));
  }
  ASSIGN_OR_RETURN(Result result, Run(context, std::move(file), dry));
  if (!said.empty()) result.messages.push_back(std::move(said));
  return result;
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {
      {.path = "import",
       .summary = Mark("import another product's export into a safe"),
       .help = Mark(
           "Reads exports of 1Password (1PUX, CSV), Bitwarden (JSON, ZIP, "
           "CSV), Buttercup, Chrome, Dashlane (CSV, JSON), Enpass (JSON, CSV), "
           "Firefox, gopass and pass (text), KeePass (XML, CSV), KeePassXC "
           "(CSV), Keeper (JSON, CSV), LastPass, NordPass, Proton Pass (JSON, "
           "ZIP, CSV), RoboForm, Safari, SafeInCloud (XML, CSV), Yandex "
           "Browser and Zoho Vault, and any table whose columns are named. "
           "The format is found by what is in the file. Folders become tags; "
           "what has no place becomes a field; attachments of up to 10 MiB "
           "come along. Every row that was not clean "
           "is listed. What the safe has already is left alone, unless the "
           "file is newer, so an import can be repeated.\n\nExample:\n  "
           "klad import bitwarden.json --safe ads --dry-run\n  klad import "
           "table.csv --safe ads --map \"Кабинет=title\" --map Ключ=hidden"),
       .arguments = {{"FILE", Mark("the export")}},
       .options = {{"safe", 0, "SAFE", Mark("where it goes")},
                   {"from", 0, "FORMAT",
                    Mark("what it is, when that is not clear")},
                   {"map", 0, "COLUMN=FIELD",
                    Mark("what a column of a table holds"), true},
                   {"dry-run", 0, "", Mark("only say what would happen")},
                   {"reveal", 0, "",
                    Mark("with secrets, in JSON of a dry run")},
                   {"errata", 0, "FILE", Mark("write rejected rows there")}},
       .handler = Import}};
}

}  // namespace klad::cli
