// credential show, history, restore.
#include <algorithm>
#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"

namespace klad::cli {
namespace {

using client::ExitCode;
using client::Mirror;
using client::Vault;
using crypto::vault::Edit;

absl::StatusOr<Result> Show(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.Add("id", client::CredentialIdText(found.item->credential()));
  RETURN_IF_ERROR(Describe(*found.item, &result));
  return result;
}

// The safe where it went with this version.
Value MovedTo(Vault& vault, const trust::v1::Header& header) {
  if (header.moved_to().empty()) return Value();
  auto name = vault.NameOf(header.moved_to());
  return name.ok() ? Value(*std::move(name)) : Value("?");
}

absl::StatusOr<Result> History(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindAny(context, vault, context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const auto versions,
                   vault.History(found.mirror, found.item->credential()));
  RETURN_IF_ERROR(Finish(context, vault));
  const bool moved = std::any_of(versions.begin(), versions.end(),
                                 [](const Vault::Version& version) {
                                   return !version.header.moved_to().empty();
                                 });
  Result result;
  result.columns = {"version",   "changed",    "author", "title",
                    "user_name", "generation", "secret", "deleted"};
  result.spare = {"generation", "user_name"};
  if (moved) result.columns.emplace_back("moved_to");
  for (const Vault::Version& version : versions) {
    const trust::v1::Header& header = version.header;
    result.AddRow(header.version(), absl::FromUnixMillis(header.time_ms()),
                  LoginOf(*account, header.author()), version.overview.title(),
                  version.overview.user_name(), header.generation(),
                  header.secret().version() == header.version() ? "new" : "",
                  header.deleted());
    if (moved) result.rows.back().push_back(MovedTo(vault, header));
  }
  if (!versions.empty() && versions.back().header.version() > 1) {
    result.messages.emplace_back(
        Tr("earlier versions are in a safe that is not open to you"));
  }
  return result;
}

// The contents of an old version as an edit of the newest one.
absl::StatusOr<Edit> BackTo(Vault& vault, const Found& found,
                            const Vault::Version& old) {
  Edit edit;
  ASSIGN_OR_RETURN(edit.overview, SerializedOverview(old.overview));
  ASSIGN_OR_RETURN(const auto newest,
                   crypto::vault::ParseHeader(found.item->header()));
  if (old.header.secret().hash() == newest.secret().hash()) return edit;
  ASSIGN_OR_RETURN(Mirror * there, vault.OpenSafe(old.header.safe()));
  ASSIGN_OR_RETURN(const auto secret,
                   vault.Reveal(there, old.header, trust::v1::PURPOSE_SHOW));
  ASSIGN_OR_RETURN(edit.secret, SerializedSecret(secret));
  edit.generation = old.header.generation();
  return edit;
}

// What went to another safe comes back by a move alone.
absl::Status CheckHere(Vault& vault, const Found& found) {
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  if (header.moved_to().empty()) return absl::OkStatus();
  const auto name = vault.NameOf(header.moved_to());
  return client::Error(
      ExitCode::kConflict,
      name.ok() ? Say("$0 was moved to $1", NameOf(found), *name)
                : Say("$0 was moved to a safe that is not open to you",
                      NameOf(found)),
      Tr("restore it there, or klad credential move it back"));
}

absl::StatusOr<Result> Restore(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindAny(context, vault, context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const auto versions,
                   vault.History(found.mirror, found.item->credential()));
  ASSIGN_OR_RETURN(const int64_t wanted,
                   context.Number("VERSION", versions.back().header.version(),
                                  versions.front().header.version()));
  const Vault::Version& old = versions[versions.front().header.version() -
                                       static_cast<uint64_t>(wanted)];
  RETURN_IF_ERROR(CheckHere(vault, found));
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  RETURN_IF_ERROR(
      CheckFree(*found.mirror, old.overview.title(), found.item->credential()));
  ASSIGN_OR_RETURN(const Edit edit, BackTo(vault, found, old));
  const std::string before = found.item->header();
  RETURN_IF_ERROR(AppendTo(vault, found, before, edit));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("restored version $0 of $1/$2", wanted,
                             found.safe.name, old.overview.title()));
}

}  // namespace

std::vector<Command> CredentialVersionCommands() {
  return {
      {.path = "credential show",
       .summary = Mark("show a credential without its secrets"),
       .help =
           Mark("Its id names it for good: klad:ID stands wherever SAFE/TITLE "
                "may.\n\nExample:\n  klad credential show ads/vk"),
       .arguments = {kReference},
       .handler = Show},
      {.path = "credential history",
       .summary = Mark("list the versions of a credential"),
       .help = Mark("Example:\n  klad credential history ads/vk"),
       .arguments = {kReference},
       .handler = History},
      {.path = "credential restore",
       .summary = Mark("bring a version back"),
       .help = Mark("Makes a new version with the contents of an old one; of a "
                    "deleted credential too, which klad list --deleted "
                    "shows.\n\nExample:\n  klad credential restore "
                    "ads/vk 2"),
       .arguments = {kReference,
                     {"VERSION", Mark("its number in the history")}},
       .handler = Restore},
  };
}

}  // namespace klad::cli
