#include "client/cli/attachment_file.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "client/cli/credential_steps.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::NewFile;
using client::Vault;
using client::WipedString;
using crypto::vault::Attachment;
using crypto::vault::kMaxAttachment;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

absl::Status TooLong(const std::string& path) {
  return Error(ExitCode::kUsage, Say("$0 is too long", path),
               Say("an attachment may have $0 MiB", kMaxAttachment >> 20));
}

absl::Status CheckWhere(Context& context) {
  if (!context.Has("to")) {
    return Error(ExitCode::kUsage, Tr("where is the attachment to go?"),
                 Tr("--to FILE, or --to - for standard output"));
  }
  if (context.Get("to") != "-") return absl::OkStatus();
  if (context.terminal().OutputIsTerminal() ||
      context.Get("output") == "json") {
    return Error(ExitCode::kUsage,
                 Tr("an attachment is not text for a terminal or JSON"),
                 Tr("--to FILE, or a pipe behind --to -"));
  }
  return absl::OkStatus();
}

// To standard output, exactly.
Result Piped(WipedString contents) {
  Result result;
  const auto shared = std::make_shared<WipedString>(std::move(contents));
  result.bytes = [shared](std::ostream& out) {
    out << client::ViewOf(*shared);
    return absl::OkStatus();
  };
  return result;
}

}  // namespace

client::ChunkStep ChunkProgress::step() {
  return [this](uint64_t done, uint64_t all) -> absl::Status {
    if (interrupt_.Requested() && done < all) {
      progress_.Erase();
      return Error(ExitCode::kAborted, stopped_);
    }
    progress_.Show(done, all);
    return absl::OkStatus();
  };
}

absl::StatusOr<WipedString> ReadAttachmentFile(const std::string& path) {
  std::error_code failed;
  const auto kind = std::filesystem::status(path, failed).type();
  if (kind == std::filesystem::file_type::not_found || failed) {
    return Error(ExitCode::kNotFound, Say("cannot open $0", path));
  }
  if (kind != std::filesystem::file_type::regular) {
    return Error(ExitCode::kUsage, Say("$0 is no file", path));
  }
  const auto size = std::filesystem::file_size(path, failed);
  if (failed) return Error(ExitCode::kUsage, Say("cannot read $0", path));
  if (size > kMaxAttachment) return TooLong(path);
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    return Error(ExitCode::kNotFound, Say("cannot open $0", path));
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  // One more, to see whether it has grown.
  WipedString contents(size + 1, '\0');
  const size_t read =
      std::fread(contents.data(), 1, contents.size(), file.get());
  if (std::ferror(file.get()) != 0 || read > size) {
    return Error(ExitCode::kUsage, Say("cannot read $0", path),
                 Tr("does another program write to it?"));
  }
  contents.resize(read);
  return contents;
}

absl::StatusOr<const Attachment*> FindAttachment(
    const crypto::vault::SecretPart& secret, absl::string_view name) {
  std::vector<std::string> names;
  const Attachment* alike = nullptr;
  for (const Attachment& attachment : secret.attachments) {
    if (attachment.name == name) return &attachment;
    if (client::SameTitle(attachment.name, name)) alike = &attachment;
    names.push_back(attachment.name);
  }
  if (alike != nullptr) return alike;
  return Error(ExitCode::kNotFound, Say("no attachment is called $0", name),
               names.empty()
                   ? std::string(Tr("it has none; klad credential attach"))
                   : Say("it has $0", absl::StrJoin(names, ", ")));
}

absl::StatusOr<Result> GetAttachment(Context& context, Vault& vault) {
  RETURN_IF_ERROR(CheckWhere(context));
  const std::string& to = context.Get("to");
  absl::optional<NewFile> file;
  if (to != "-") {
    ASSIGN_OR_RETURN(NewFile created, NewFile::Create(to));
    file.emplace(std::move(created));
  }
  ASSIGN_OR_RETURN(const Found found,
                   FindReadable(context, vault, context.Get("SAFE/TITLE"),
                                Freshness::kAsKnown));
  ASSIGN_OR_RETURN(const auto secret,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  ASSIGN_OR_RETURN(const Attachment* attachment,
                   FindAttachment(secret, context.Get("attachment")));
  ChunkProgress progress(context, Tr("stopped: no file was made"));
  ASSIGN_OR_RETURN(
      WipedString contents,
      client::FetchAttachment(vault, header, trust::v1::PURPOSE_SHOW,
                              *attachment, progress.step()));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  if (!file.has_value()) return Piped(std::move(contents));
  RETURN_IF_ERROR(file->Write(client::ViewOf(contents)));
  RETURN_IF_ERROR(file->Keep());
  Result result;
  result.Add("file", to);
  result.Add("size", attachment->size);
  return result;
}

}  // namespace klad::cli
