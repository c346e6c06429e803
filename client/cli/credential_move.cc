// credential move.
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Mirror;
using client::SafeInfo;
using client::Vault;

absl::Status CheckWrites(const SafeInfo& safe) {
  if (safe.level >= trust::v1::LEVEL_WRITE && !safe.retired) {
    return absl::OkStatus();
  }
  return Error(ExitCode::kDenied, Say("you may not write in $0", safe.name),
               Tr("a credential is moved by whoever writes in both safes: ask "
                  "a manager for a grant"));
}

// What the first safe says of one that went to the second, when it is there:
// the same command again finds its work done.
absl::StatusOr<bool> IsThere(Vault& vault, absl::string_view text,
                             const SafeInfo& to) {
  const auto reference = ParseReference(text);
  if (!reference.ok()) return false;
  ASSIGN_OR_RETURN(const SafeInfo from, vault.FindSafe(reference->safe));
  ASSIGN_OR_RETURN(Mirror * left, vault.OpenSafe(from.id));
  ASSIGN_OR_RETURN(Mirror * there, vault.OpenSafe(to.id));
  RETURN_IF_ERROR(there->Follow());
  ASSIGN_OR_RETURN(const auto gone,
                   left->WithTitle(reference->title, /*deleted=*/true));
  for (const Mirror::Item* item : gone) {
    ASSIGN_OR_RETURN(const auto header,
                     crypto::vault::ParseHeader(item->header()));
    if (header.moved_to() != to.id) continue;
    ASSIGN_OR_RETURN(const Mirror::Item* here,
                     there->WithId(item->credential()));
    if (here != nullptr && !here->deleted()) return true;
  }
  return false;
}

absl::Status MoveTo(Vault& vault, const Found& found, const SafeInfo& to) {
  RETURN_IF_ERROR(CheckWrites(found.safe));
  RETURN_IF_ERROR(CheckWrites(to));
  ASSIGN_OR_RETURN(Mirror * there, vault.OpenSafe(to.id));
  RETURN_IF_ERROR(there->Follow());
  return AsUsage(vault.Move(
      found.mirror, found.item->credential(), there, [&]() -> absl::Status {
        RETURN_IF_ERROR(CheckLive(found));
        return CheckFree(*there, found.item->overview().title(), "");
      }));
}

absl::StatusOr<Result> Move(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  const std::string& text = context.Get("SAFE/TITLE");
  auto found = FindReference(context, vault, text, Freshness::kFollow);
  ASSIGN_OR_RETURN(const SafeInfo to, vault.FindSafe(context.Get("SAFE")));
  if (client::ExitCodeOf(found.status()) == ExitCode::kNotFound) {
    const auto there = IsThere(vault, text, to);
    if (!there.ok() || !*there) return found.status();
    RETURN_IF_ERROR(Finish(context, vault));
    return Result::Message(Say("$0 is in $1 already", text, to.name));
  }
  RETURN_IF_ERROR(found.status());
  const std::string name = NameOf(*found);
  if (found->safe.id == to.id) {
    return Result::Message(Say("$0 is in $1 already", name, to.name));
  }
  RETURN_IF_ERROR(MoveTo(vault, *found, to));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("moved $0 to $1", name, to.name));
}

}  // namespace

std::vector<Command> CredentialMoveCommands() {
  return {
      {.path = "credential move",
       .summary = Mark("move a credential to another safe"),
       .help = Mark(
           "It keeps its id, its history and its attachments. Nothing is "
           "revealed for it, and who saw it before is still known to have seen "
           "it. From then on those may read it who may read the other safe. "
           "You need to write in both.\n\nExample:\n  klad credential move "
           "ads/vk smm"),
       .arguments = {kReference, {"SAFE", Mark("the safe it is to be in")}},
       .handler = Move},
  };
}

}  // namespace klad::cli
