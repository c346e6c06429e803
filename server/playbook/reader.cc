#include "server/playbook/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/playbook/records.h"
#include "server/playbook/rules.h"
#include "server/playbook/signers.h"
#include "server/playbook/steps.h"
#include "server/words/folding.h"
#include "server/words/limits.h"
#include "server/words/near_names.h"

namespace klad::playbook {
namespace {

using v1::Playbook;

constexpr uint32_t kMaxPage = 200;
constexpr size_t kMaxPageBytes = 512 << 10;

// What a request narrows the list to, folded.
class Filter {
 public:
  explicit Filter(const v1::ListPlaybooksRequest& request)
      : request_(request),
        category_(words::FoldCategory(request.category())),
        tag_(words::FoldText(request.tag())) {}

  bool Passes(const Known& known) const {
    const Playbook& playbook = known.playbook;
    return HasState(playbook) && words::LiesIn(known.category, category_) &&
           (tag_.empty() || words::HasTag(playbook.tags(), tag_)) &&
           (request_.owner().empty() || playbook.owner() == request_.owner()) &&
           IsDue(playbook);
  }

 private:
  bool HasState(const Playbook& playbook) const {
    return request_.state() == v1::PLAYBOOK_STATE_UNSPECIFIED
               ? playbook.state() != v1::PLAYBOOK_STATE_RETIRED
               : playbook.state() == request_.state();
  }
  bool IsDue(const Playbook& playbook) const {
    return request_.due_until_ms() == 0 ||
           (playbook.due_ms() != 0 &&
            playbook.due_ms() < request_.due_until_ms());
  }

  const v1::ListPlaybooksRequest& request_;
  const std::string category_;
  const std::string tag_;
};

}  // namespace

absl::StatusOr<Reader::Asking> Reader::Begin(
    const access::Caller& caller) const {
  auto now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  access::Viewer viewer(caller, *now.state, parts_.clock->NowMs());
  return Asking{std::move(now), std::move(viewer)};
}

absl::StatusOr<Catalogue::Entry> Reader::Find(const access::Viewer& viewer,
                                              absl::string_view id) const {
  Catalogue::Entry found = catalogue_->ById(id);
  if (found != nullptr && playbook::Sees(viewer, found->playbook)) {
    return found;
  }
  return access::Refuse(v1::REASON_PLAYBOOK_UNKNOWN);
}

bool Reader::Sees(const access::Caller& caller,
                  absl::string_view playbook) const {
  const auto asking = Begin(caller);
  return asking.ok() && Find(asking->viewer, playbook).ok();
}

absl::StatusOr<Reader::Sight> Reader::SightOf(
    const access::Caller& caller) const {
  ASSIGN_OR_RETURN(Asking asking, Begin(caller));
  return [this, asking = std::move(asking)](absl::string_view id) {
    const Catalogue::Entry found = catalogue_->ById(id);
    return found != nullptr &&
           found->playbook.state() != v1::PLAYBOOK_STATE_RETIRED &&
           playbook::Sees(asking.viewer, found->playbook);
  };
}

absl::StatusOr<Reader::Whole> Reader::ById(absl::string_view id) const {
  const Catalogue::Entry found = catalogue_->ById(id);
  if (found == nullptr) return absl::NotFoundError("no such playbook");
  ASSIGN_OR_RETURN(std::string text,
                   LoadText(parts_.store, id, found->playbook.text_revision()));
  return Whole{found->playbook, std::move(text)};
}

absl::Status Reader::Get(const access::Caller& caller,
                         const v1::GetPlaybookRequest& request,
                         v1::GetPlaybookResponse* response) const {
  ASSIGN_OR_RETURN(const Asking asking, Begin(caller));
  const Catalogue::Entry found =
      request.id().empty() ? catalogue_->ByName(words::FoldName(request.name()))
                           : catalogue_->ById(request.id());
  if (found == nullptr || !playbook::Sees(asking.viewer, found->playbook)) {
    AddNear(request.name(), asking.viewer, response);
    return absl::OkStatus();
  }
  const Playbook& playbook = found->playbook;
  uint64_t number = request.revision();
  if (number == 0) {
    const bool adopted = request.in_force() && playbook.adopted_revision() != 0;
    number = adopted ? playbook.adopted_revision() : playbook.revision();
  }
  const auto revision = LoadRevision(parts_.store, playbook.id(), number);
  if (absl::IsNotFound(revision.status())) {
    return access::Refuse(v1::REASON_PLAYBOOK_REFUSED, {{"rule", "revision"}});
  }
  RETURN_IF_ERROR(revision.status());
  ASSIGN_OR_RETURN(*response->mutable_text(),
                   LoadText(parts_.store, playbook.id(),
                            revision->revision().text_revision()));
  *response->mutable_playbook() = playbook;
  *response->mutable_revision() = revision->revision();
  *response->mutable_steps() = StepsOf(response->text());
  AddReferences(caller, asking.viewer, response);
  return absl::OkStatus();
}

void Reader::AddNear(absl::string_view name, const access::Viewer& viewer,
                     v1::GetPlaybookResponse* response) const {
  const auto sees = [&](const words::Key& key) {
    return Find(viewer, key.id).ok();
  };
  for (const std::string& id :
       words::NearNames(*parts_.words, v1::SEARCH_KIND_PLAYBOOK, name, sees)) {
    response->add_near(catalogue_->ById(id)->playbook.name());
  }
}

void Reader::AddReferences(const access::Caller& caller,
                           const access::Viewer& viewer,
                           v1::GetPlaybookResponse* response) const {
  const Referred referred = ReferredIn(response->text());
  for (const std::string& id : referred.links) {
    v1::PlaybookReference* link = response->add_links();
    link->set_id(id);
    link->set_name(parts_.links->NameOf(caller, id));
  }
  for (const std::string& id : referred.playbooks) {
    v1::PlaybookReference* other = response->add_playbooks();
    other->set_id(id);
    const auto found = Find(viewer, id);
    if (found.ok()) other->set_name((*found)->playbook.name());
  }
}

absl::Status Reader::List(const access::Caller& caller,
                          const v1::ListPlaybooksRequest& request,
                          v1::ListPlaybooksResponse* response) const {
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMaxPage));
  ASSIGN_OR_RETURN(const Asking asking, Begin(caller));
  const Filter filter(request);
  const Catalogue::Sorted all = catalogue_->All();
  const auto begin = std::upper_bound(
      all->begin(), all->end(), request.after(),
      [](const std::string& after, const Catalogue::Entry& entry) {
        return after < entry->name;
      });
  size_t bytes = 0;
  std::string last;
  for (auto it = begin; it != all->end(); ++it) {
    const Known& known = **it;
    if (!filter.Passes(known) ||
        !playbook::Sees(asking.viewer, known.playbook)) {
      continue;
    }
    if (response->playbooks_size() == static_cast<int>(request.limit()) ||
        bytes > kMaxPageBytes) {
      response->set_next(last);
      break;
    }
    last = known.name;
    bytes += known.playbook.ByteSizeLong();
    *response->add_playbooks() = known.playbook;
  }
  return absl::OkStatus();
}

absl::Status Reader::ListRevisions(
    const access::Caller& caller,
    const v1::ListPlaybookRevisionsRequest& request,
    v1::ListPlaybookRevisionsResponse* response) const {
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMaxPage));
  ASSIGN_OR_RETURN(const Asking asking, Begin(caller));
  ASSIGN_OR_RETURN(const Catalogue::Entry found,
                   Find(asking.viewer, request.id()));
  uint64_t number = found->playbook.revision();
  if (request.before() != 0) number = std::min(number, request.before() - 1);
  for (; number > 0 &&
         response->revisions_size() < static_cast<int>(request.limit());
       --number) {
    ASSIGN_OR_RETURN(const auto revision,
                     LoadRevision(parts_.store, request.id(), number));
    *response->add_revisions() = revision.revision();
  }
  return absl::OkStatus();
}

absl::Status Reader::ListSigners(
    const access::Caller& caller, const v1::ListPlaybookSignersRequest& request,
    v1::ListPlaybookSignersResponse* response) const {
  ASSIGN_OR_RETURN(const Asking asking, Begin(caller));
  ASSIGN_OR_RETURN(const Catalogue::Entry found,
                   Find(asking.viewer, request.id()));
  if (found->playbook.adopted_revision() == 0) {
    return access::Refuse(v1::REASON_PLAYBOOK_STATE,
                          {{"rule", "not-in-force"}});
  }
  ASSIGN_OR_RETURN(auto signers,
                   SignersOf(parts_.store, found->playbook, *asking.now.state,
                             parts_.clock->NowMs()));
  *response->mutable_playbook() = found->playbook;
  for (v1::PlaybookSigner& signer : signers) {
    *response->add_signers() = std::move(signer);
  }
  return absl::OkStatus();
}

}  // namespace klad::playbook
