#include "client/cli/found.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/near_names.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Mirror;
using client::Vault;
using Candidates = std::vector<const Mirror::Item*>;

// The id, when the text is `klad:` and one.
absl::optional<std::string> IdIn(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, client::kCredentialIdPrefix)) {
    return absl::nullopt;
  }
  return client::ParseCredentialId(text);
}

// What tells credentials of one title apart.
std::string Described(const Mirror::Item& item) {
  const trust::v1::Overview& overview = item.overview();
  std::vector<std::string> words;
  if (!overview.user_name().empty()) words.push_back(overview.user_name());
  if (!overview.addresses().empty()) words.push_back(overview.addresses(0));
  words.push_back(
      Say("last changed $0",
          absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(item.changed_ms()),
                           absl::LocalTimeZone())));
  return absl::StrJoin(words, ", ");
}

absl::Status SayWhich(const std::string& sentence, const Candidates& found) {
  std::vector<std::string> ids;
  for (const Mirror::Item* item : found) {
    ids.push_back(absl::StrCat(client::kCredentialIdPrefix,
                               client::CredentialIdText(item->credential()),
                               " (", Described(*item), ")"));
  }
  return Error(ExitCode::kUsage, sentence,
               Say("say which by its id: $0", absl::StrJoin(ids, "; ")));
}

absl::StatusOr<const Mirror::Item*> Choose(Context& context,
                                           absl::string_view title,
                                           const Candidates& found) {
  if (found.size() == 1) return found.front();
  const std::string sentence =
      SayN("$0 credential is called $1", "$0 credentials are called $1",
           found.size(), found.size(), title);
  if (!context.terminal().Interactive()) return SayWhich(sentence, found);
  context.Note(sentence);
  for (size_t i = 0; i < found.size(); ++i) {
    context.Note(absl::StrCat("  ", i + 1, "  ", Described(*found[i])));
  }
  ASSIGN_OR_RETURN(
      const std::string answer,
      context.terminal().AskLine(Say("which one, 1 to $0? ", found.size())));
  size_t number = 0;
  if (absl::SimpleAtoi(answer, &number) && number >= 1 &&
      number <= found.size()) {
    return found[number - 1];
  }
  return Error(ExitCode::kAborted, Tr("none was chosen"));
}

absl::StatusOr<Found> FindByTitle(Context& context, Vault& vault,
                                  const Reference& reference,
                                  Freshness freshness, Which which) {
  Found found;
  ASSIGN_OR_RETURN(found.safe, vault.FindSafe(reference.safe));
  ASSIGN_OR_RETURN(found.mirror, vault.OpenSafe(found.safe.id));
  if (freshness == Freshness::kFollow) RETURN_IF_ERROR(found.mirror->Follow());
  ASSIGN_OR_RETURN(const auto candidates,
                   vault.FindCredentials(found.mirror, reference.title,
                                         which == Which::kDeleted));
  ASSIGN_OR_RETURN(found.item, Choose(context, reference.title, candidates));
  return found;
}

// A title without its safe is meant well: where it may be, as known here.
absl::Status WithNearNames(Vault& vault, absl::string_view title,
                           absl::Status status) {
  NearNames names;
  ASSIGN_OR_RETURN(const auto safes, vault.Safes());
  for (const client::SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->ForEach([&](const Mirror::Item& item) {
      if (!item.deleted()) names.Add(safe.name, item.overview().title());
    }));
  }
  const std::string near = names.HintFor(title);
  return near.empty() ? status : client::WithHint(std::move(status), near);
}

// Looks through the safes as they are known, then as they are.
absl::StatusOr<Found> FindById(Vault& vault, absl::string_view id,
                               Freshness freshness, Which which) {
  const bool deleted = which == Which::kDeleted;
  for (const bool follow : {false, true}) {
    if (follow) RETURN_IF_ERROR(vault.account().CatchUp());
    ASSIGN_OR_RETURN(auto safes, vault.Safes());
    for (client::SafeInfo& safe : safes) {
      ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
      if (follow) RETURN_IF_ERROR(mirror->Follow());
      ASSIGN_OR_RETURN(const Mirror::Item* item, mirror->WithId(id));
      if (item == nullptr || item->deleted() != deleted) continue;
      if (!follow && freshness == Freshness::kFollow) {
        RETURN_IF_ERROR(mirror->Follow());
        if (item->deleted() != deleted) continue;
      }
      return Found{std::move(safe), mirror, item, nullptr};
    }
  }
  return Error(
      ExitCode::kNotFound,
      Say("no credential you may open has the id $0",
          client::CredentialIdText(id)),
      Tr("it was deleted, or its safe is not open to you: ask an owner"));
}

// Of what is shared, by its id or title.
absl::StatusOr<Found> FindShared(Context& context, Vault& vault,
                                 absl::string_view text) {
  ASSIGN_OR_RETURN(auto all, client::FetchShared(&vault.account()));
  const auto id = IdIn(text);
  std::vector<std::shared_ptr<const client::SharedItem>> matching;
  Candidates candidates;
  for (client::SharedItem& each : all) {
    const bool matches =
        id.has_value() ? each.share.credential == *id
                       : each.opens && client::SameTitle(
                                           each.item.overview().title(), text);
    if (!matches) continue;
    matching.push_back(
        std::make_shared<const client::SharedItem>(std::move(each)));
    candidates.push_back(&matching.back()->item);
  }
  if (matching.empty()) return absl::NotFoundError("not shared");
  ASSIGN_OR_RETURN(const Mirror::Item* chosen,
                   Choose(context, text, candidates));
  for (const auto& each : matching) {
    if (&each->item == chosen) return Found{{}, nullptr, chosen, each};
  }
  return absl::InternalError("nothing was chosen");
}

}  // namespace

absl::StatusOr<Reference> ParseReference(absl::string_view text) {
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos || slash == 0 ||
      slash + 1 == text.size()) {
    return Error(ExitCode::kUsage, Say("\"$0\" is not SAFE/TITLE", text),
                 Tr("for example: klad get ads/yandex-direct"));
  }
  return Reference{std::string(text.substr(0, slash)),
                   std::string(text.substr(slash + 1))};
}

absl::StatusOr<Found> FindReference(Context& context, Vault& vault,
                                    absl::string_view text, Freshness freshness,
                                    Which which) {
  if (const auto id = IdIn(text); id.has_value()) {
    return FindById(vault, *id, freshness, which);
  }
  const auto parsed = ParseReference(text);
  if (!parsed.ok()) return WithNearNames(vault, text, parsed.status());
  const Reference& reference = *parsed;
  return FindByTitle(context, vault, reference, freshness, which);
}

absl::StatusOr<Found> FindAny(Context& context, Vault& vault,
                              absl::string_view text) {
  auto live = FindReference(context, vault, text, Freshness::kFollow);
  if (client::ExitCodeOf(live.status()) != ExitCode::kNotFound) return live;
  auto deleted =
      FindReference(context, vault, text, Freshness::kAsKnown, Which::kDeleted);
  const ExitCode code = client::ExitCodeOf(deleted.status());
  return code == ExitCode::kNotFound ? live : deleted;
}

absl::StatusOr<Found> FindReadable(Context& context, Vault& vault,
                                   absl::string_view text,
                                   Freshness freshness) {
  auto found = FindReference(context, vault, text, freshness);
  const bool slashless = absl::StrContains(text, '/') == false;
  const ExitCode code = client::ExitCodeOf(found.status());
  const bool missing =
      code == ExitCode::kNotFound || (code == ExitCode::kUsage && slashless);
  if (found.ok() || !missing) return found;
  RETURN_IF_ERROR(vault.account().CatchUp());
  if (client::SharesInForce(vault.account(), vault.account().member())
          .empty()) {
    return found;
  }
  auto shared = FindShared(context, vault, text);
  if (client::ExitCodeOf(shared.status()) == ExitCode::kNotFound) return found;
  return shared;
}

std::string NameOf(const Found& found) {
  if (found.shared != nullptr) return found.item->overview().title();
  return absl::StrCat(found.safe.name, "/", found.item->overview().title());
}

void SayArchived(Context& context, const Found& found) {
  if (found.item->overview().archived()) {
    context.Note(Say("$0 is archived", NameOf(found)));
  }
}

}  // namespace klad::cli
