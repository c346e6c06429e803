#include "server/playbook/steps.h"

#include <algorithm>

#include "crypto/text/playbook_text.h"

namespace klad::playbook {
namespace {

void AddOnce(const std::string& id, std::vector<std::string>* ids) {
  if (std::find(ids->begin(), ids->end(), id) == ids->end()) {
    ids->push_back(id);
  }
}

void AddTo(const text::TextReference& reference, v1::PlaybookStep* step) {
  const std::vector<std::string> ids = text::IdsInName(reference);
  if (ids.empty()) return;
  switch (reference.kind) {
    case text::Refers::kToLink:
      step->add_links(ids[0]);
      return;
    case text::Refers::kToPlaybook:
      step->add_playbooks(ids[0]);
      return;
    case text::Refers::kToCredential:
      v1::PlaybookCredential* credential = step->add_credentials();
      credential->set_safe(ids[0]);
      credential->set_credential(ids[1]);
      return;
  }
}

}  // namespace

Referred ReferredIn(absl::string_view text) {
  Referred referred;
  for (const text::TextReference& each : text::FindReferences(text)) {
    const std::vector<std::string> ids = text::IdsInName(each);
    if (ids.size() != 1) continue;
    AddOnce(ids[0], each.kind == text::Refers::kToLink ? &referred.links
                                                       : &referred.playbooks);
  }
  return referred;
}

google::protobuf::RepeatedPtrField<v1::PlaybookStep> StepsOf(
    absl::string_view text) {
  google::protobuf::RepeatedPtrField<v1::PlaybookStep> steps;
  for (const text::TextStep& each : text::FindSteps(text)) {
    v1::PlaybookStep* step = steps.Add();
    step->set_text(each.text);
    step->set_role(each.role);
    step->set_required(each.required);
    if (each.due_days.has_value()) step->set_due_days(*each.due_days);
    for (const text::TextReference& reference : each.references) {
      AddTo(reference, step);
    }
  }
  return steps;
}

}  // namespace klad::playbook
