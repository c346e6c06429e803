// What search asks of playbooks.
#ifndef KLAD_SERVER_APP_FOUND_PLAYBOOKS_H_
#define KLAD_SERVER_APP_FOUND_PLAYBOOKS_H_

#include "server/playbook/playbooks.h"
#include "server/playbook/words.h"
#include "server/search/source.h"

namespace klad::app {

class FoundPlaybooks : public search::Source {
 public:
  explicit FoundPlaybooks(const playbook::Playbooks* playbooks)
      : playbooks_(playbooks) {}

  v1::SearchKind kind() const override { return v1::SEARCH_KIND_PLAYBOOK; }
  absl::string_view permission() const override { return "playbook.read"; }
  absl::StatusOr<Sight> SightOf(const access::Caller& caller) const override {
    return playbooks_->reader().SightOf(caller);
  }
  std::optional<search::Described> Describe(
      absl::string_view id) const override {
    const auto found = playbooks_->reader().ById(id);
    if (!found.ok()) return std::nullopt;
    const v1::Playbook& playbook = found->playbook;
    return search::Described{playbook.name(), playbook.title(),
                             playbook.category(),
                             playbook::LinesOf(playbook, found->text)};
  }

 private:
  const playbook::Playbooks* const playbooks_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_FOUND_PLAYBOOKS_H_
