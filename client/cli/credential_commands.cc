// credential new, edit, delete.
#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_draft.h"
#include "client/cli/credential_steps.h"
#include "client/cli/fields.h"
#include "client/cli/found.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/cli/usual_fields.h"
#include "client/error.h"
#include "client/strength.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"

namespace klad::cli {
namespace {

using client::Mirror;
using client::Vault;
using crypto::vault::ChangeBuilder;
using crypto::vault::Edit;
using crypto::vault::SecretPart;

absl::StatusOr<trust::v1::Kind> KindOf(Context& context) {
  if (!context.Has("kind")) return trust::v1::KIND_LOGIN;
  return ParseKind(context.Get("kind"));
}

absl::Status Create(Vault& vault, Mirror* mirror, trust::v1::Kind kind,
                    const trust::v1::Overview& overview,
                    const SecretPart& secret) {
  Edit edit;
  edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
  ASSIGN_OR_RETURN(edit.overview, SerializedOverview(overview));
  ASSIGN_OR_RETURN(edit.secret, SerializedSecret(secret));
  const std::string id(Secret::Random(crypto::kIdSize).Expose());
  return AsUsage(vault.Change(
      mirror, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        RETURN_IF_ERROR(CheckFree(now, overview.title(), ""));
        return builder.Create(id, kind, edit);
      }));
}

absl::StatusOr<Result> New(Context& context) {
  ASSIGN_OR_RETURN(const Reference reference,
                   ParseReference(context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const trust::v1::Kind kind, KindOf(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(reference.safe));
  RETURN_IF_ERROR(vault.CheckMayWrite(safe.id));
  ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
  RETURN_IF_ERROR(mirror->Follow());
  trust::v1::Overview overview;
  overview.set_title(reference.title);
  overview.set_created_ms(account->NowMs());
  RETURN_IF_ERROR(ApplyOverviewOptions(context, &overview));
  RETURN_IF_ERROR(CheckFree(*mirror, overview.title(), ""));
  SecretPart secret;
  RETURN_IF_ERROR(ApplySecretOptions(context, &secret));
  RETURN_IF_ERROR(AskUsual(context, kind, &overview, &secret));
  overview.set_secret_changed_ms(account->NowMs());
  RETURN_IF_ERROR(client::Measure(vault, *mirror, secret, &overview));
  RETURN_IF_ERROR(Create(vault, mirror, kind, overview, secret));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("created $0/$1", safe.name, overview.title()));
}

// A new secret is what was there with what the options say; so it is read
// first, which is an exposure like any other.
absl::Status EditSecret(Context& context, Vault& vault, const Found& found,
                        Draft* draft) {
  if (context.Has("ask-password") && !context.terminal().Interactive()) {
    return client::Error(client::ExitCode::kUsage,
                         Tr("nobody can be asked for the new password"),
                         Tr("--password-from FILE, or --generate"));
  }
  ASSIGN_OR_RETURN(SecretPart before,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  SecretPart after = before.Clone();
  RETURN_IF_ERROR(ApplyTakingOptions(context, &after));
  RETURN_IF_ERROR(ApplySecretOptions(context, &after));
  if (context.Has("ask-password")) {
    ASSIGN_OR_RETURN(after.password,
                     context.terminal().AskSecret(Tr("new password: ")));
    if (after.password.empty()) {
      return client::Error(
          client::ExitCode::kUsage, Tr("nothing was typed, nothing is changed"),
          Tr("--generate makes one; --no-secret password takes it away"));
    }
  }
  return SetSecret(vault, found, std::move(before), std::move(after), draft);
}

absl::Status CheckChanges(const Context& context) {
  const std::vector<Option> options = EditOptions();
  const bool any = std::any_of(
      options.begin(), options.end(),
      [&](const Option& option) { return context.Has(option.name); });
  if (any) return absl::OkStatus();
  return client::Error(
      client::ExitCode::kUsage, Tr("nothing to change was named"),
      Tr("for example --phone or --ask-password; klad credential edit --help "
         "shows all"));
}

// Lists are replaced as a whole, which is easily forgotten.
void SayGone(Context& context, const Draft& draft) {
  const auto say = [&](absl::string_view option, const auto& before,
                       const auto& after) {
    std::vector<std::string> gone;
    for (const std::string& text : before) {
      if (std::find(after.begin(), after.end(), text) == after.end()) {
        gone.push_back(text);
      }
    }
    if (!context.Has(option) || gone.empty()) return;
    context.Note(Say("--$0 replaces them all; no longer there: $1", option,
                     absl::StrJoin(gone, ", ")));
  };
  say("tag", draft.before.tags(), draft.after.tags());
  say("url", draft.before.addresses(), draft.after.addresses());
}

absl::StatusOr<Result> EditCredential(Context& context) {
  RETURN_IF_ERROR(CheckChanges(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  RETURN_IF_ERROR(vault.CheckMayWrite(found.mirror->safe()));
  Draft draft = DraftOf(found);
  RETURN_IF_ERROR(ApplyOverviewOptions(context, &draft.after));
  RETURN_IF_ERROR(ApplyTakingOptions(context, &draft.after));
  SayGone(context, draft);
  if (context.Has("title")) {
    RETURN_IF_ERROR(CheckFree(*found.mirror, draft.after.title(),
                              found.item->credential()));
  }
  if (HasSecretOptions(context) || context.Has("no-secret") ||
      context.Has("ask-password") || context.Has("generate")) {
    RETURN_IF_ERROR(EditSecret(context, vault, found, &draft));
  }
  RETURN_IF_ERROR(WriteDraft(context, vault, found, std::move(draft)));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("changed $0", NameOf(found)));
}

absl::StatusOr<Result> Delete(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  const std::string title = found.item->overview().title();
  RETURN_IF_ERROR(
      context.Confirm(Say("delete $0/$1?", found.safe.name, title)));
  Edit edit;
  edit.deleted = true;
  const std::string before = found.item->header();
  RETURN_IF_ERROR(AppendTo(vault, found, before, edit));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("deleted $0/$1; klad credential restore brings a version back",
          found.safe.name, title));
}

std::vector<Option> With(std::vector<Option> options, Option more) {
  options.push_back(more);
  return options;
}

}  // namespace

std::vector<Command> CredentialCommands() {
  return {
      {.path = "credential new",
       .summary = Mark("create a credential"),
       .help =
           Mark("On a terminal it asks for what its kind usually has, unless "
                "an option brings a secret. Secrets are typed unseen or come "
                "from files: never from the command line.\n\nExample:\n  klad "
                "credential new ads/vk --user ads@example.com --url "
                "https://ads.example"),
       .arguments = {kReference},
       .options =
           With(FieldOptions(), {"kind", 0, "KIND",
                                 Mark("login (usual), note, api-key, ssh-key, "
                                      "card, bank-account, phone, "
                                      "mailbox, server or licence")}),
       .handler = New},
      {.path = "credential edit",
       .summary = Mark("change a credential"),
       .help =
           Mark("Only what an option names is changed; lists are replaced as a "
                "whole. What somebody else changes meanwhile stays; where both "
                "change the same, nothing is written unless you agree, or give "
                "--yes.\n\nExample:\n  klad credential edit ads/vk --phone "
                "+79990000000 --ask-password"),
       .arguments = {kReference},
       .options = EditOptions(),
       .handler = EditCredential},
      {.path = "credential delete",
       .summary = Mark("delete a credential"),
       .help =
           Mark("Its versions stay, so it can be restored.\n\nExample:\n  klad "
                "credential delete ads/vk"),
       .arguments = {kReference},
       .handler = Delete},
  };
}

}  // namespace klad::cli
