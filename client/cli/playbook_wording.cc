#include "client/cli/playbook_wording.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/found.h"
#include "client/error.h"
#include "client/links.h"
#include "client/people.h"
#include "client/playbook_rule.h"
#include "client/playbooks.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"

namespace klad::cli {
namespace {

using text::Refers;
using text::TextReference;

constexpr absl::string_view kReferenceScheme = "klad://";

absl::Status OnLine(size_t line, const absl::Status& status) {
  return client::Error(client::ExitCodeOf(status),
                       Say("line $0: $1", line, status.message()),
                       client::HintOf(status));
}

// Names of one kind, by id; those without a name are left out.
std::map<std::string, std::string> NamesById(
    const google::protobuf::RepeatedPtrField<klad::v1::PlaybookReference>&
        references) {
  std::map<std::string, std::string> names;
  for (const auto& each : references) {
    if (!each.name().empty()) names[each.id()] = each.name();
  }
  return names;
}

}  // namespace

absl::StatusOr<std::string> PlaybookWording::ToIds(absl::string_view text) {
  RETURN_IF_ERROR(CheckSteps(text));
  const std::vector<TextReference> references = text::FindReferences(text);
  std::map<size_t, std::string> ids;  // by place
  for (const TextReference& each : references) {
    auto id = IdFor(each);
    if (!id.ok()) return OnLine(text::LineAt(text, each.begin), id.status());
    ids[each.begin] = *std::move(id);
  }
  return text::Renamed(text, references, [&](const TextReference& each) {
    return ids.at(each.begin);
  });
}

absl::Status PlaybookWording::CheckSteps(absl::string_view text) {
  for (const text::TextStep& step : text::FindSteps(text)) {
    if (!step.broken.empty()) {
      return OnLine(step.line, client::PlaybookRuleError(step.broken));
    }
    if (step.role.empty() || roles_.count(step.role) > 0) continue;
    if (absl::Status known = CheckRole(step.role); !known.ok()) {
      return OnLine(step.line, known);
    }
    roles_.insert(step.role);
  }
  return absl::OkStatus();
}

absl::Status PlaybookWording::CheckRole(const std::string& role) {
  const auto& roster = vault_.account().roster();
  RETURN_IF_ERROR(client::FindRole(roster, role).status());
  const int64_t now_ms = vault_.account().NowMs();
  const auto& members = roster.facts().members;
  const bool any =
      std::any_of(members.begin(), members.end(), [&](const auto& entry) {
        return entry.second.active() &&
               crypto::roster::InRole(roster.facts(), entry.second, role,
                                      now_ms);
      });
  if (!any) context_.Note(Say("nobody is in the role $0 now", role));
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlaybookWording::IdFor(
    const TextReference& reference) {
  if (!text::IdsInName(reference).empty()) return reference.name;
  const std::string key =
      absl::StrCat(static_cast<int>(reference.kind), reference.name);
  const auto known = ids_.find(key);
  if (known != ids_.end()) return known->second;
  std::string id;
  switch (reference.kind) {
    case Refers::kToLink: {
      ASSIGN_OR_RETURN(const auto found,
                       client::FindLink(&vault_.account(), reference.name));
      id = text::NameOfId(found.link.id());
      break;
    }
    case Refers::kToPlaybook: {
      ASSIGN_OR_RETURN(id, PlaybookId(reference.name));
      break;
    }
    case Refers::kToCredential: {
      ASSIGN_OR_RETURN(
          const Found found,
          FindReference(context_, vault_,
                        absl::StripPrefix(reference.name, kReferenceScheme),
                        Freshness::kFollow));
      id = text::NameOfIds(found.mirror->safe(), found.item->credential());
      break;
    }
  }
  ids_[key] = id;
  return id;
}

absl::StatusOr<std::string> PlaybookWording::PlaybookId(
    const std::string& name) {
  const auto found = client::FindPlaybook(&vault_.account(), name);
  if (found.ok()) return text::NameOfId(found->playbook().id());
  if (supposed_.count(client::FoldTitle(name)) == 0) return found.status();
  return text::NameOfId(std::string(crypto::kIdSize, '\0'));
}

void PlaybookWording::Suppose(absl::string_view playbook) {
  supposed_.insert(client::FoldTitle(playbook));
}

absl::StatusOr<std::string> PlaybookWording::ToNames(
    const klad::v1::GetPlaybookResponse& answer, Missing missing) {
  const std::string& text = answer.text();
  const auto links = NamesById(answer.links());
  const auto playbooks = NamesById(answer.playbooks());
  const std::vector<TextReference> references = text::FindReferences(text);
  std::map<size_t, std::string> names;  // by place
  for (const TextReference& each : references) {
    const std::vector<std::string> ids = text::IdsInName(each);
    std::string name;
    if (ids.size() == 2) {
      ASSIGN_OR_RETURN(name, CredentialName(ids[0], ids[1]));
    } else if (ids.size() == 1) {
      const auto& known = each.kind == Refers::kToLink ? links : playbooks;
      const auto found = known.find(ids[0]);
      if (found != known.end()) name = found->second;
    }
    if (name.empty()) {
      name = missing == Missing::kKeep
                 ? each.name
                 : std::string(Tr("gone, or not for you to see"));
    }
    names[each.begin] = std::move(name);
  }
  return text::Renamed(text, references, [&](const TextReference& each) {
    return names.at(each.begin);
  });
}

// Empty when it is deleted, or in no safe that is open here. Of several with
// one title, the ids.
absl::StatusOr<std::string> PlaybookWording::CredentialName(
    const std::string& safe, const std::string& credential) {
  ASSIGN_OR_RETURN(const LedgerNames::Place place,
                   names_.WhereNow(safe, credential));
  if (place.mirror == nullptr) return std::string();
  ASSIGN_OR_RETURN(const auto* item, place.mirror->WithId(credential));
  if (item == nullptr || item->deleted()) return std::string();
  const std::string title = item->overview().title();
  ASSIGN_OR_RETURN(const auto alike, place.mirror->WithTitle(title));
  if (alike.size() > 1) return text::NameOfIds(place.safe, credential);
  ASSIGN_OR_RETURN(const std::string name, names_.Safe(place.safe));
  return absl::StrCat(name, "/", title);
}

}  // namespace klad::cli
