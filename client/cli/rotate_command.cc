// rotate: a new secret, at the service and here.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_draft.h"
#include "client/cli/credential_steps.h"
#include "client/cli/fields.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "client/cli/rotations.h"
#include "client/error.h"
#include "client/people.h"
#include "client/strength.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Mirror;
using client::Vault;
using crypto::vault::SecretPart;

// A value of the old secret that the new one still has.
struct Remaining {
  std::string name;
  Secret* value;  // of the new one
};

std::vector<Remaining> Unchanged(const SecretPart& before, SecretPart* after) {
  std::vector<Remaining> same;
  const auto look = [&](const char* name, const Secret& old, Secret* now) {
    if (!old.empty() && now->Equals(old)) same.push_back({name, now});
  };
  look("password", before.password, &after->password);
  look("seed", before.one_time_code, &after->one_time_code);
  look("recovery_codes", before.recovery_codes, &after->recovery_codes);
  look("key", before.key, &after->key);
  for (auto& field : after->fields) {
    for (const auto& old : before.fields) {
      if (!old.value.empty() && field.value.Equals(old.value)) {
        same.push_back({field.name, &field.value});
        break;
      }
    }
  }
  return same;
}

absl::Status SayMissing(const std::vector<Remaining>& same) {
  std::vector<std::string> names;
  names.reserve(same.size());
  for (const Remaining& one : same) names.push_back(one.name);
  return Error(
      ExitCode::kUsage, Say("not changed yet: $0", absl::StrJoin(names, ", ")),
      Tr("whoever has seen them can still use them: give the new ones by "
         "--generate, --password-from, --seed-from, --recovery-codes-from, "
         "--key-from or --hidden-from; /dev/null takes one away"));
}

// Each value that opens something, on a terminal; Enter takes it away.
absl::Status AskForRest(Context& context, const SecretPart& before,
                        SecretPart* after) {
  auto same = Unchanged(before, after);
  if (!context.terminal().Interactive()) {
    return same.empty() ? absl::OkStatus() : SayMissing(same);
  }
  for (const Remaining& one : same) {
    const bool last = one.name == "password";
    ASSIGN_OR_RETURN(
        Secret value,
        context.terminal().AskSecret(
            last ? Say("new $0: ", one.name)
                 : Say("new $0 (Enter when it is gone): ", one.name)));
    if (last && value.empty()) {
      return Error(ExitCode::kAborted, Tr("nothing was changed"));
    }
    *one.value = std::move(value);
  }
  auto& fields = after->fields;
  fields.erase(
      std::remove_if(fields.begin(), fields.end(),
                     [](const auto& field) { return field.value.empty(); }),
      fields.end());
  same = Unchanged(before, after);
  return same.empty() ? absl::OkStatus() : SayMissing(same);
}

// Live credentials of the safe that seem to have the same password, as it was
// before. One that was moved here has no tag yet, so its own is made here.
absl::StatusOr<std::vector<const Mirror::Item*>> Siblings(
    Vault& vault, const Found& found, const SecretPart& before) {
  std::vector<const Mirror::Item*> same;
  if (before.password.empty()) return same;
  ASSIGN_OR_RETURN(const uint32_t tag,
                   vault.SecretTag(*found.mirror, before.password));
  ASSIGN_OR_RETURN(const auto* items, found.mirror->Items());
  for (const auto& [id, item] : *items) {
    if (id != found.item->credential() && !item.deleted() &&
        item.overview().strength() != crypto::vault::kNoPassword &&
        item.overview().secret_tag() == tag) {
      same.push_back(&item);
    }
  }
  std::sort(same.begin(), same.end(), [](const auto* a, const auto* b) {
    return a->overview().title() < b->overview().title();
  });
  return same;
}

// Reveals them to compare, when asked to.
absl::Status SaySiblings(Context& context, Vault& vault, const Found& found,
                         const std::vector<const Mirror::Item*>& siblings,
                         const SecretPart& before) {
  for (const Mirror::Item* item : siblings) {
    const std::string name =
        absl::StrCat(found.safe.name, "/", item->overview().title());
    if (!context.Has("confirm")) {
      context.Note(
          Say("$0 seems to have the same password: rotate it too", name));
      continue;
    }
    ASSIGN_OR_RETURN(const SecretPart other,
                     RevealNewest(vault, {found.safe, found.mirror, item},
                                  trust::v1::PURPOSE_HEALTH));
    if (other.password.Equals(before.password)) {
      context.Note(Say("$0 has the same password: rotate it too", name));
    }
  }
  return absl::OkStatus();
}

void SayWhere(Context& context, const Found& found) {
  const auto& addresses = found.item->overview().addresses();
  if (addresses.empty()) {
    context.Note(Say("change it at the service of $0", NameOf(found)));
  } else {
    context.Note(Say("change it at $0", absl::StrJoin(addresses, ", ")));
  }
}

// The rotations of this credential that a new secret closes.
absl::StatusOr<std::vector<std::string>> OpenRotationsOf(Vault& vault,
                                                         const Found& found) {
  client::RotationBook book(&vault);
  ASSIGN_OR_RETURN(const auto departures, OpenDepartures(vault, book));
  std::vector<std::string> ids;
  for (const client::Departure& departure : departures) {
    for (const client::Rotation& rotation : departure.rotations) {
      if (rotation.credential != found.item->credential()) continue;
      ASSIGN_OR_RETURN(const auto stand, book.StandOf(rotation));
      if (stand.standing != client::Standing::kOpen) continue;
      ids.push_back(client::RotationId(vault.account(), rotation));
    }
  }
  return ids;
}

// With the last one, their departure.
absl::Status SayClosed(Vault& vault, const std::vector<std::string>& closed,
                       Result* result) {
  for (const std::string& id : closed) {
    result->messages.push_back(Say("closed $0", id));
  }
  client::RotationBook book(&vault);
  ASSIGN_OR_RETURN(const auto departures, OpenDepartures(vault, book));
  for (const client::Departure& departure : departures) {
    ASSIGN_OR_RETURN(const bool closes, CloseIfDone(vault, departure, book));
    if (closes) {
      result->messages.push_back(Say(
          "that was the last one: klad departure show $0 gives the "
          "certificate",
          client::LoginOf(vault.account().roster(), departure.about.member())));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> Rotate(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  SayArchived(context, found);
  ASSIGN_OR_RETURN(const SecretPart before,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  SecretPart after = before.Clone();
  ASSIGN_OR_RETURN(const auto siblings, Siblings(vault, found, before));
  ASSIGN_OR_RETURN(const auto closes, OpenRotationsOf(vault, found));
  SayWhere(context, found);
  RETURN_IF_ERROR(ApplySecretOptions(context, &after));
  RETURN_IF_ERROR(AskForRest(context, before, &after));
  if (!crypto::vault::EveryValueChanged(before, after)) {
    return Error(ExitCode::kUsage,
                 Say("$0 has no secret that could be changed", NameOf(found)),
                 Tr("klad credential edit gives it one"));
  }
  Draft draft = DraftOf(found);
  RETURN_IF_ERROR(
      SetSecret(vault, found, before.Clone(), std::move(after), &draft));
  RETURN_IF_ERROR(WriteDraft(context, vault, found, std::move(draft)));
  Result result = Result::Message(
      context.Has("generate")
          ? Say("$0 has a new secret: klad get $0 password shows it, now set "
                "it at the service",
                NameOf(found))
          : Say("$0 has a new secret", NameOf(found)));
  RETURN_IF_ERROR(SaySiblings(context, vault, found, siblings, before));
  RETURN_IF_ERROR(SayClosed(vault, closes, &result));
  RETURN_IF_ERROR(Finish(context, vault));
  return result;
}

std::vector<Option> RotateOptions() {
  static constexpr absl::string_view kOfSecrets[] = {
      "password-from",       "generate", "seed-from",  "note-from",
      "recovery-codes-from", "key-from", "hidden-from"};
  std::vector<Option> options;
  for (const Option& option : FieldOptions()) {
    if (std::find(std::begin(kOfSecrets), std::end(kOfSecrets), option.name) !=
        std::end(kOfSecrets)) {
      options.push_back(option);
    }
  }
  options.push_back({"confirm", 0, "",
                     Mark("reveal those that seem to have the same password, "
                          "and compare")});
  return options;
}

}  // namespace

std::vector<Command> RotateCommands() {
  return {
      {.path = "rotate",
       .summary = Mark("change a secret, so that whoever saw it knows nothing"),
       .help = Mark(
           "Shows where to change it, asks for each new value or generates the "
           "password, and writes the next version. That closes its rotations. "
           "Every value that opens something must be new: password, seed, "
           "recovery codes, key, hidden fields. Credentials of the safe that "
           "seem to have the same password are named; --confirm reveals them "
           "to compare, which is recorded. No service is contacted: set the "
           "new "
           "secret there yourself.\n\nExample:\n  klad rotate ads/vk\n  klad "
           "rotate ads/vk --generate"),
       .arguments = {kReference},
       .options = RotateOptions(),
       .handler = Rotate},
  };
}

}  // namespace klad::cli
