// export: safes to a file, sealed or in the clear.
#include <memory>
#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "client/attachments.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/interrupt.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/cli/progress.h"
#include "client/error.h"
#include "client/formats/export_file.h"
#include "client/formats/klad_json.h"
#include "client/new_file.h"
#include "crypto/base/status_macros.h"
#include "crypto/export_file.h"
#include "crypto/vault/header.h"

namespace klad::cli {
namespace {

using client::Mirror;
using client::NewFile;
using client::SafeInfo;
using client::Vault;
using crypto::ExportSealer;

// With room for a seal.
constexpr size_t kMaxReadAgain = client::kMaxImportFile - (1 << 20);

struct ExportedSafe {
  SafeInfo info;
  Mirror* mirror = nullptr;
  std::vector<std::string> credentials;  // ids
};

// Those that are named, or all that may be opened.
absl::StatusOr<std::vector<ExportedSafe>> SafesToExport(Context& context,
                                                        Vault& vault) {
  RETURN_IF_ERROR(vault.account().CatchUp());
  std::vector<SafeInfo> infos;
  for (const std::string& name : context.All("safe")) {
    ASSIGN_OR_RETURN(infos.emplace_back(), vault.FindSafe(name));
  }
  if (infos.empty()) {
    ASSIGN_OR_RETURN(infos, vault.Safes());
  }
  std::vector<ExportedSafe> safes;
  for (SafeInfo& info : infos) {
    ExportedSafe safe;
    ASSIGN_OR_RETURN(safe.mirror, vault.OpenSafe(info.id));
    RETURN_IF_ERROR(safe.mirror->Follow());
    ASSIGN_OR_RETURN(const auto* items, safe.mirror->Items());
    for (const auto& [id, item] : *items) {
      if (!item.deleted()) safe.credentials.push_back(id);
    }
    safe.info = std::move(info);
    safes.push_back(std::move(safe));
  }
  return safes;
}

int CountOf(const std::vector<ExportedSafe>& safes) {
  size_t count = 0;
  for (const ExportedSafe& safe : safes) count += safe.credentials.size();
  return static_cast<int>(count);
}

// The file, through the seal if there is one.
class Sink {
 public:
  Sink(NewFile* file, absl::optional<ExportSealer> sealer)
      : file_(file), sealer_(std::move(sealer)) {}

  absl::Status Begin() {
    return sealer_.has_value() ? file_->Write(sealer_->Begin())
                               : absl::OkStatus();
  }
  absl::Status Write(absl::string_view bytes) {
    size_ += bytes.size();
    return sealer_.has_value() ? file_->Write(sealer_->Add(bytes))
                               : file_->Write(bytes);
  }
  // Of what was written, before it was sealed.
  size_t size() const { return size_; }
  absl::Status End() {
    if (sealer_.has_value()) RETURN_IF_ERROR(file_->Write(sealer_->End()));
    return file_->Keep();
  }

 private:
  NewFile* const file_;
  absl::optional<ExportSealer> sealer_;
  size_t size_ = 0;
};

// Once a safe is read its credentials may change: each is written as it is
// when its turn comes.
absl::Status WriteCredential(Vault& vault, const ExportedSafe& safe,
                             const std::string& id, bool first, Sink& sink) {
  ASSIGN_OR_RETURN(const auto newest, safe.mirror->NewestHeader(id));
  ASSIGN_OR_RETURN(const auto* items, safe.mirror->Items());
  const trust::v1::Overview overview = items->at(id).overview();
  ASSIGN_OR_RETURN(
      const crypto::vault::SecretPart secret,
      vault.Reveal(safe.mirror, newest.header, trust::v1::PURPOSE_EXPORT));
  if (!first) RETURN_IF_ERROR(sink.Write(",\n"));
  const auto file_of = [&](const crypto::vault::Attachment& attachment) {
    return client::FetchAttachment(
        vault, newest.header, trust::v1::PURPOSE_EXPORT, attachment,
        [](uint64_t, uint64_t) { return absl::OkStatus(); });
  };
  return client::KladJsonOf(
      {safe.info.name, newest.header, overview, secret}, file_of,
      [&](absl::string_view bytes) { return sink.Write(bytes); });
}

absl::Status Interrupted(uint64_t written) {
  return client::Error(
      client::ExitCode::kAborted,
      SayN("stopped: no file was made; $0 credential is recorded as exported",
           "stopped: no file was made; $0 credentials are recorded as exported",
           written, written));
}

absl::Status WriteAll(Context& context, Vault& vault,
                      const std::vector<ExportedSafe>& safes, Sink& sink) {
  RETURN_IF_ERROR(sink.Begin());
  RETURN_IF_ERROR(sink.Write(client::KladJsonBegin(
      vault.account().roster().facts().name, context.now())));
  Progress progress(context.err(), context.terminal());
  const Interrupt interrupt;
  uint64_t written = 0;
  for (const ExportedSafe& safe : safes) {
    for (const std::string& id : safe.credentials) {
      if (interrupt.Requested()) return Interrupted(written);
      RETURN_IF_ERROR(WriteCredential(vault, safe, id, written == 0, sink));
      progress.Show(++written, CountOf(safes));
    }
  }
  RETURN_IF_ERROR(sink.Write(client::KladJsonEnd()));
  return sink.End();
}

absl::StatusOr<absl::optional<ExportSealer>> SealerFor(Context& context,
                                                       bool plain) {
  if (plain) return absl::optional<ExportSealer>();
  ASSIGN_OR_RETURN(const Secret passphrase, ReadNewExportPassphrase(context));
  ASSIGN_OR_RETURN(ExportSealer sealer, ExportSealer::Create(passphrase));
  return absl::optional<ExportSealer>(std::move(sealer));
}

absl::Status Agree(Context& context, int count, bool plain) {
  const std::string& file = context.Get("FILE");
  return context.Confirm(
      plain ? SayN("write $0 credential with its secrets in the clear to $1? "
                   "whoever reads the file has them",
                   "write $0 credentials with their secrets in the clear to "
                   "$1? whoever reads the file has them",
                   count, count, file)
            : SayN("export $0 credential to $1? that you have it is recorded",
                   "export $0 credentials to $1? that you have them is "
                   "recorded, one by one",
                   count, count, file));
}

absl::StatusOr<Result> Export(Context& context) {
  const bool plain = context.Has("plain");
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safes, SafesToExport(context, vault));
  ASSIGN_OR_RETURN(NewFile file, NewFile::Create(context.Get("FILE")));
  const int count = CountOf(safes);
  RETURN_IF_ERROR(Agree(context, count, plain));
  ASSIGN_OR_RETURN(auto sealer, SealerFor(context, plain));
  Sink sink(&file, std::move(sealer));
  const absl::Status written = WriteAll(context, vault, safes, sink);
  RETURN_IF_ERROR(Finish(context, vault));
  RETURN_IF_ERROR(written);
  Result result;
  result.Add("file", context.Get("FILE"));
  result.Add("credentials", count);
  result.Add("sealed", !plain);
  if (plain) {
    result.messages.emplace_back(
        Say("$0 holds every secret in the clear: delete it when it has served",
            context.Get("FILE")));
  }
  if (sink.size() > kMaxReadAgain) {
    result.messages.emplace_back(
        Say("$0 has more than $1 MiB, which klad import does not read: export "
            "fewer safes at a time",
            context.Get("FILE"), kMaxReadAgain >> 20));
  } else if (!plain) {
    result.messages.emplace_back(
        Say("klad import $0 --safe SAFE reads it again", context.Get("FILE")));
  }
  return result;
}

}  // namespace

std::vector<Command> ExportCommands() {
  return {
      {.path = "export",
       .summary = Mark("write credentials with their secrets to a file"),
       .help = Mark(
           "Sealed under a passphrase of its own, or as plain JSON with "
           "--plain. Needs the permission credential.export; each credential "
           "is recorded as exported, and has to be changed when you leave. "
           "Attachments come with it, earlier versions do not.\n\n"
           "KLAD_EXPORT_PASSPHRASE_FILE names a file with the passphrase, for "
           "scripts.\n\nExample:\n  klad export ads.klad --safe ads\n  klad "
           "import ads.klad --safe copy"),
       .arguments = {{"FILE", Mark("a file that does not exist yet")}},
       .options = {{"safe", 0, "SAFE",
                    Mark("one safe; again for more; all without it"), true},
                   {"plain", 0, "", Mark("JSON that anybody can read")}},
       .handler = Export}};
}

}  // namespace klad::cli
