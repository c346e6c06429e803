// credential new, show, edit, history, restore, delete; list; get.
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/fields.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Mirror;
using client::Vault;
using crypto::vault::ChangeBuilder;
using crypto::vault::Edit;
using crypto::vault::SecretPart;

// What a text that is no valid field says, as a usage error.
absl::Status AsUsage(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return status;
  return Error(ExitCode::kUsage, status.message());
}

void Describe(const trust::v1::Overview& overview,
              const trust::v1::Header& header, Result* result) {
  AddOverview(overview, result);
  result->Add("kind", KindName(header.kind()));
  result->Add("version", header.version());
  result->Add("changed", absl::FromUnixMillis(header.time_ms()));
}

absl::Status MeasureSecret(Vault& vault, const Mirror& mirror,
                           const SecretPart& secret, int64_t now_ms,
                           trust::v1::Overview* overview) {
  overview->set_second_factor(!secret.one_time_code.empty());
  overview->set_secret_changed_ms(now_ms);
  overview->set_strength(secret.password.empty() ? crypto::vault::kNoPassword
                                                 : 0);
  overview->set_secret_tag(0);
  if (secret.password.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const uint32_t tag,
                   vault.SecretTag(mirror, secret.password));
  overview->set_secret_tag(tag);
  return absl::OkStatus();
}

absl::StatusOr<trust::v1::Kind> KindOf(Context& context) {
  const std::string& name = context.Get("kind");
  if (name.empty()) return trust::v1::KIND_LOGIN;
  if (const auto kind = KindNamed(name); kind.has_value()) return *kind;
  return Error(ExitCode::kUsage, absl::StrCat("there is no kind ", name),
               absl::StrCat("kinds are ", KindNames()));
}

absl::Status AskMissing(Context& context, trust::v1::Kind kind,
                        SecretPart* secret) {
  if (HasSecretOptions(context) || !context.terminal().Interactive()) {
    return absl::OkStatus();
  }
  const bool note = kind == trust::v1::KIND_NOTE;
  ASSIGN_OR_RETURN(
      (note ? secret->note : secret->password),
      context.terminal().AskSecret(note ? "text of the note: "
                                        : "password (empty: none): "));
  return absl::OkStatus();
}

// Exit kConflict when another credential than `except` is called so.
absl::Status CheckFree(Mirror& mirror, absl::string_view title,
                       absl::string_view except) {
  ASSIGN_OR_RETURN(const auto found, mirror.WithTitle(title));
  for (const Mirror::Item* item : found) {
    if (item->credential() == except) continue;
    return Error(ExitCode::kConflict,
                 absl::StrCat("there is a credential called ", title),
                 "choose another title, or edit that one");
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> New(Context& context) {
  ASSIGN_OR_RETURN(const Reference reference,
                   ParseReference(context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const trust::v1::Kind kind, KindOf(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(reference.safe));
  ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
  RETURN_IF_ERROR(mirror->Follow());
  trust::v1::Overview overview;
  overview.set_title(reference.title);
  overview.set_created_ms(account->NowMs());
  RETURN_IF_ERROR(ApplyOverviewOptions(context, &overview));
  RETURN_IF_ERROR(CheckFree(*mirror, overview.title(), ""));
  SecretPart secret;
  RETURN_IF_ERROR(ApplySecretOptions(context, &secret));
  RETURN_IF_ERROR(AskMissing(context, kind, &secret));
  RETURN_IF_ERROR(
      MeasureSecret(vault, *mirror, secret, account->NowMs(), &overview));
  Edit edit;
  edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
  auto serialized = crypto::vault::SerializeOverview(overview);
  RETURN_IF_ERROR(AsUsage(serialized.status()));
  edit.overview = *std::move(serialized);
  auto part = crypto::vault::SerializeSecretPart(secret);
  RETURN_IF_ERROR(AsUsage(part.status()));
  edit.secret = *std::move(part);
  const std::string id(Secret::Random(crypto::kIdSize).Expose());
  RETURN_IF_ERROR(AsUsage(vault.Change(
      mirror, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        RETURN_IF_ERROR(CheckFree(now, overview.title(), ""));
        return builder.Create(id, kind, edit);
      })));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      absl::StrCat("created ", safe.name, "/", overview.title()));
}

absl::StatusOr<Result> Show(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(
      const Found found,
      FindReference(vault, context.Get("SAFE/TITLE"), Freshness::kFollow));
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  Describe(found.item->overview(), header, &result);
  return result;
}

// The secret of the newest version, once the mirror shows which that is.
absl::StatusOr<SecretPart> RevealNewest(Vault& vault, Found& found,
                                        absl::string_view text) {
  for (int tries = 0; tries < 4; ++tries) {
    ASSIGN_OR_RETURN(const auto header,
                     crypto::vault::ParseHeader(found.item->header()));
    ASSIGN_OR_RETURN(SecretPart secret, vault.Reveal(found.mirror, header,
                                                     trust::v1::PURPOSE_SHOW));
    ASSIGN_OR_RETURN(found, FindReference(vault, text, Freshness::kAsKnown));
    ASSIGN_OR_RETURN(const auto now,
                     crypto::vault::ParseHeader(found.item->header()));
    if (now.secret().hash() == header.secret().hash()) return secret;
  }
  return Error(ExitCode::kConflict, "the credential is changing right now",
               "try again");
}

absl::StatusOr<Result> Get(Context& context) {
  const std::string& text = context.Get("SAFE/TITLE");
  const std::string& field = context.Get("FIELD");
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  const bool secret_wanted = !field.empty() || context.Has("reveal");
  ASSIGN_OR_RETURN(
      Found found,
      FindReference(vault, text,
                    secret_wanted ? Freshness::kAsKnown : Freshness::kFollow));
  if (!field.empty()) {
    if (auto value = OverviewField(found.item->overview(), field); value.ok()) {
      RETURN_IF_ERROR(found.mirror->Follow());
      ASSIGN_OR_RETURN(found, FindReference(vault, text, Freshness::kAsKnown));
      ASSIGN_OR_RETURN(Value now, OverviewField(found.item->overview(), field));
      RETURN_IF_ERROR(Finish(context, vault));
      return Result::Single(field, std::move(now));
    }
  }
  SecretPart secret;
  if (secret_wanted) {
    ASSIGN_OR_RETURN(secret, RevealNewest(vault, found, text));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (!field.empty()) {
    ASSIGN_OR_RETURN(Value value,
                     SecretField(found.item->overview(), secret, field));
    return Result::Single(field, std::move(value));
  }
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  Result result;
  Describe(found.item->overview(), header, &result);
  if (secret_wanted) {
    AddSecret(secret, &result);
  } else {
    result.messages.emplace_back(
        "secrets are not shown: --reveal, or name a field such as password");
  }
  return result;
}

// A new secret is what was there with what the options say; so it is read
// first, which is an exposure like any other.
absl::Status EditSecret(Context& context, Vault& vault, Found& found,
                        trust::v1::Overview* overview, Edit* edit) {
  ASSIGN_OR_RETURN(const SecretPart before,
                   RevealNewest(vault, found, context.Get("SAFE/TITLE")));
  SecretPart after = before.Clone();
  RETURN_IF_ERROR(ApplySecretOptions(context, &after));
  if (context.Has("ask-password")) {
    ASSIGN_OR_RETURN(after.password,
                     context.terminal().AskSecret("new password: "));
  }
  ASSIGN_OR_RETURN(const auto header,
                   crypto::vault::ParseHeader(found.item->header()));
  edit->generation = crypto::vault::EveryValueChanged(before, after)
                         ? crypto::vault::kThisVersion
                         : header.generation();
  RETURN_IF_ERROR(MeasureSecret(vault, *found.mirror, after,
                                vault.account().NowMs(), overview));
  auto part = crypto::vault::SerializeSecretPart(after);
  RETURN_IF_ERROR(AsUsage(part.status()));
  edit->secret = *std::move(part);
  return absl::OkStatus();
}

// Somebody else's edit in between is not overwritten.
absl::Status AppendTo(Vault& vault, const Found& found,
                      const std::string& before, const Edit& edit) {
  const std::string id = found.item->credential();
  return AsUsage(vault.Change(
      found.mirror, [&](Mirror& now, ChangeBuilder& builder) -> absl::Status {
        ASSIGN_OR_RETURN(const auto newest, now.NewestHeader(id));
        if (newest.bytes != before) {
          return Error(ExitCode::kConflict,
                       "somebody else changed this credential just now",
                       "look at it with klad credential show, then try again");
        }
        return builder.Append(newest, edit);
      }));
}

absl::StatusOr<Result> EditCredential(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(Found found, FindReference(vault, context.Get("SAFE/TITLE"),
                                              Freshness::kFollow));
  trust::v1::Overview overview = found.item->overview();
  RETURN_IF_ERROR(ApplyOverviewOptions(context, &overview));
  RETURN_IF_ERROR(
      CheckFree(*found.mirror, overview.title(), found.item->credential()));
  Edit edit;
  if (HasSecretOptions(context) || context.Has("ask-password")) {
    RETURN_IF_ERROR(EditSecret(context, vault, found, &overview, &edit));
  }
  auto serialized = crypto::vault::SerializeOverview(overview);
  RETURN_IF_ERROR(AsUsage(serialized.status()));
  edit.overview = *std::move(serialized);
  const std::string before = found.item->header();
  RETURN_IF_ERROR(AppendTo(vault, found, before, edit));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      absl::StrCat("changed ", found.safe.name, "/", overview.title()));
}

std::string LoginOf(const client::Account& account, const std::string& id) {
  const auto* member = account.roster().FindMember(id);
  return member == nullptr ? "" : member->login;
}

absl::StatusOr<Found> FindAny(Vault& vault, absl::string_view text) {
  auto live = FindReference(vault, text, Freshness::kFollow);
  if (client::ExitCodeOf(live.status()) != ExitCode::kNotFound) return live;
  auto deleted =
      FindReference(vault, text, Freshness::kAsKnown, Which::kDeleted);
  return deleted.ok() ? deleted : live;
}

absl::StatusOr<Result> History(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindAny(vault, context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const auto versions,
                   vault.History(found.mirror, found.item->credential()));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"version",   "changed",    "author", "title",
                    "user_name", "generation", "secret", "deleted"};
  for (const Vault::Version& version : versions) {
    const trust::v1::Header& header = version.header;
    result.AddRow(header.version(), absl::FromUnixMillis(header.time_ms()),
                  LoginOf(*account, header.author()), version.overview.title(),
                  version.overview.user_name(), header.generation(),
                  header.secret().version() == header.version() ? "new" : "",
                  header.deleted());
  }
  return result;
}

absl::StatusOr<Result> Restore(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindAny(vault, context.Get("SAFE/TITLE")));
  ASSIGN_OR_RETURN(const auto versions,
                   vault.History(found.mirror, found.item->credential()));
  ASSIGN_OR_RETURN(const int64_t wanted,
                   context.Number("VERSION", 1, versions.size()));
  const Vault::Version& old = versions[versions.size() - wanted];
  RETURN_IF_ERROR(
      CheckFree(*found.mirror, old.overview.title(), found.item->credential()));
  ASSIGN_OR_RETURN(const auto newest,
                   crypto::vault::ParseHeader(found.item->header()));
  Edit edit;
  ASSIGN_OR_RETURN(edit.overview,
                   crypto::vault::SerializeOverview(old.overview));
  if (old.header.secret().hash() != newest.secret().hash()) {
    ASSIGN_OR_RETURN(
        const SecretPart secret,
        vault.Reveal(found.mirror, old.header, trust::v1::PURPOSE_SHOW));
    ASSIGN_OR_RETURN(edit.secret, crypto::vault::SerializeSecretPart(secret));
    edit.generation = old.header.generation();
  }
  const std::string before = found.item->header();
  RETURN_IF_ERROR(AppendTo(vault, found, before, edit));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(absl::StrCat("restored version ", wanted, " of ",
                                      found.safe.name, "/",
                                      old.overview.title()));
}

absl::StatusOr<Result> Delete(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(
      const Found found,
      FindReference(vault, context.Get("SAFE/TITLE"), Freshness::kFollow));
  const std::string title = found.item->overview().title();
  RETURN_IF_ERROR(context.Confirm(
      absl::StrCat("delete ", found.safe.name, "/", title, "?")));
  Edit edit;
  edit.deleted = true;
  const std::string before = found.item->header();
  RETURN_IF_ERROR(AppendTo(vault, found, before, edit));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = Result::Message(
      absl::StrCat("deleted ", found.safe.name, "/", title,
                   "; klad credential restore brings a version back"));
  return result;
}

absl::StatusOr<Result> List(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  std::vector<client::SafeInfo> safes;
  if (context.Has("SAFE")) {
    ASSIGN_OR_RETURN(safes.emplace_back(), vault.FindSafe(context.Get("SAFE")));
  } else {
    RETURN_IF_ERROR(account->CatchUp());
    ASSIGN_OR_RETURN(safes, vault.Safes());
  }
  Result result;
  result.columns = {"safe",  "title", "user_name", "email",
                    "phone", "tags",  "changed"};
  for (const client::SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(const auto* items, mirror->Items());
    std::map<std::string, const Mirror::Item*> by_title;
    for (const auto& [id, item] : *items) {
      if (item.deleted()) continue;
      by_title[absl::StrCat(client::FoldTitle(item.overview().title()), "\n",
                            id)] = &item;
    }
    for (const auto& [folded, item] : by_title) {
      const trust::v1::Overview& overview = item->overview();
      result.AddRow(safe.name, overview.title(), overview.user_name(),
                    overview.email(), overview.phone(),
                    std::vector<std::string>(overview.tags().begin(),
                                             overview.tags().end()),
                    absl::FromUnixMillis(item->changed_ms()));
    }
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (result.rows.empty()) {
    result.messages.emplace_back(
        "no credentials yet: klad credential new SAFE/TITLE, or klad import");
  }
  return result;
}

constexpr Argument kReference = {"SAFE/TITLE", Mark("the credential")};

std::vector<Option> With(std::vector<Option> options, Option more) {
  options.push_back(more);
  return options;
}

}  // namespace

std::vector<Command> CredentialCommands() {
  return {
      {.path = "get",
       .summary = Mark("print a credential, or one field of it"),
       .help =
           Mark("Without FIELD the overview is shown; with --reveal the "
                "secrets too. With FIELD its value alone is printed, followed "
                "by a newline: password, seed, note, key, recovery_codes, "
                "user_name, email, or a free field's name. Every delivery of a "
                "secret is recorded.\n\nExample:\n  klad get ads/yandex-direct "
                "password"),
       .arguments = {kReference,
                     {"FIELD", Mark("one field"), Arity::kOptional}},
       .options = {{"reveal", 0, "", Mark("show the secrets too")}},
       .handler = Get},
      {.path = "list",
       .summary = Mark("list credentials"),
       .help = Mark("Example:\n  klad list ads"),
       .arguments = {{"SAFE", Mark("one safe; all without it"),
                      Arity::kOptional}},
       .handler = List},
      {.path = "credential new",
       .summary = Mark("create a credential"),
       .help =
           Mark("Secrets are asked for on the terminal, or come from files: "
                "never from the command line.\n\nExample:\n  klad credential "
                "new ads/vk --user ads@example.com --url https://ads.example"),
       .arguments = {kReference},
       .options = With(FieldOptions(),
                       {"kind", 0, "KIND", Mark("login (usual) or note")}),
       .handler = New},
      {.path = "credential show",
       .summary = Mark("show a credential without its secrets"),
       .help = Mark("Example:\n  klad credential show ads/vk"),
       .arguments = {kReference},
       .handler = Show},
      {.path = "credential edit",
       .summary = Mark("change a credential"),
       .help =
           Mark("Only what an option names is changed; lists are replaced as a "
                "whole.\n\nExample:\n  klad credential edit ads/vk --phone "
                "+79990000000 --ask-password"),
       .arguments = {kReference},
       .options = With(FieldOptions(),
                       {"ask-password", 0, "", Mark("ask for a new password")}),
       .handler = EditCredential},
      {.path = "credential history",
       .summary = Mark("list the versions of a credential"),
       .help = Mark("Example:\n  klad credential history ads/vk"),
       .arguments = {kReference},
       .handler = History},
      {.path = "credential restore",
       .summary = Mark("bring a version back"),
       .help = Mark(
           "Makes a new version with the contents of an old one; of a "
           "deleted credential too.\n\nExample:\n  klad credential restore "
           "ads/vk 2"),
       .arguments = {kReference,
                     {"VERSION", Mark("its number in the history")}},
       .handler = Restore},
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
