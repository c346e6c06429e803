// credential attach, detach.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "client/attachments.h"
#include "client/cli/attachment_file.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_draft.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/limits.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;
using crypto::vault::Attachment;
using crypto::vault::SecretPart;

// The credential with this secret: its files aside the one that it has.
absl::Status Write(Context& context, Vault& vault, const Found& found,
                   SecretPart was, SecretPart is) {
  Draft draft = DraftOf(found);
  RETURN_IF_ERROR(
      SetSecret(vault, found, std::move(was), std::move(is), &draft));
  draft.after.set_secret_changed_ms(draft.before.secret_changed_ms());
  RETURN_IF_ERROR(WriteDraft(context, vault, found, std::move(draft)));
  return Finish(context, vault);
}

absl::Status CheckRoom(const SecretPart& secret, absl::string_view name) {
  for (const Attachment& attachment : secret.attachments) {
    if (attachment.name != name) continue;
    return Error(ExitCode::kConflict,
                 Say("there is an attachment called $0", name),
                 Tr("give another --name, or klad credential detach it first"));
  }
  if (secret.attachments.size() < crypto::vault::kMaxAttachments) {
    return absl::OkStatus();
  }
  return Error(ExitCode::kUsage,
               Say("a credential has at most $0 attachments",
                   crypto::vault::kMaxAttachments),
               Tr("klad credential detach takes one away"));
}

absl::StatusOr<Result> Attach(Context& context) {
  const std::string& path = context.Get("FILE");
  ASSIGN_OR_RETURN(const client::WipedString contents,
                   ReadAttachmentFile(path));
  const std::string name =
      context.Has("name") ? context.Get("name")
                          : std::filesystem::path(path).filename().string();
  auto attachment = crypto::vault::NewAttachment(name, client::ViewOf(contents),
                                                 context.Has("document"));
  if (!attachment.ok()) return AsUsage(attachment.status());
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  ASSIGN_OR_RETURN(SecretPart was,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  RETURN_IF_ERROR(CheckRoom(was, name));
  {
    ChunkProgress progress(context, Tr("stopped: nothing was attached"));
    RETURN_IF_ERROR(client::SendAttachment(
        vault, *found.mirror, found.item->credential(), *attachment,
        client::ViewOf(contents), progress.step()));
  }
  SecretPart is = was.Clone();
  is.attachments.push_back(*std::move(attachment));
  RETURN_IF_ERROR(Write(context, vault, found, std::move(was), std::move(is)));
  return Result::Message(Say("attached $0 to $1", name, NameOf(found)));
}

absl::StatusOr<Result> Detach(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  ASSIGN_OR_RETURN(SecretPart was,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  ASSIGN_OR_RETURN(const Attachment* attachment,
                   FindAttachment(was, context.Get("NAME")));
  const std::string name = attachment->name;
  SecretPart is = was.Clone();
  std::erase_if(is.attachments,
                [&](const Attachment& each) { return each.name == name; });
  RETURN_IF_ERROR(Write(context, vault, found, std::move(was), std::move(is)));
  return Result::Message(
      Say("detached $0 from $1; an earlier version still has it", name,
          NameOf(found)));
}

}  // namespace

std::vector<Command> AttachmentCommands() {
  return {
      {.path = "credential attach",
       .summary = Mark("keep a file with a credential's secrets"),
       .help = Mark(
           "Up to 10 MiB: recovery codes, a contract with a hosting company. "
           "It is as secret as the password, and klad get SAFE/TITLE "
           "--attachment NAME gives it back. What it holds counts as a value "
           "that opens something, unless it is a --document.\n\nExample:\n  "
           "klad credential attach ads/vk codes.txt"),
       .arguments = {kReference, {"FILE", Mark("the file")}},
       .options = {{"name", 0, "NAME", Mark("another name than the file's")},
                   {"document", 0, "",
                    Mark("a paper that opens nothing, such as a contract")}},
       .handler = Attach},
      {.path = "credential detach",
       .summary = Mark("take a file away from a credential"),
       .help = Mark("Earlier versions keep it: klad credential restore brings "
                    "it back.\n\nExample:\n  klad credential detach ads/vk "
                    "codes.txt"),
       .arguments = {kReference, {"NAME", Mark("the attachment's name")}},
       .handler = Detach},
  };
}

}  // namespace klad::cli
