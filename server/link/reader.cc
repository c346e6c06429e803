#include "server/link/reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/link/address.h"
#include "server/link/rules.h"
#include "server/words/folding.h"
#include "server/words/limits.h"
#include "server/words/near_names.h"

namespace klad::link {
namespace {

constexpr uint32_t kMaxPage = 200;
constexpr size_t kMaxPageBytes = 512 << 10;

// What a request narrows the list to, folded.
class Filter {
 public:
  Filter(const v1::ListLinksRequest& request, int64_t now_ms)
      : request_(request),
        now_ms_(now_ms),
        category_(words::FoldCategory(request.category())),
        tag_(words::FoldText(request.tag())) {}

  bool Passes(const Known& known) const {
    const v1::Link& link = known.link;
    return HasState(link) && words::LiesIn(known.category, category_) &&
           (tag_.empty() || words::HasTag(link.tags(), tag_)) &&
           (request_.owner().empty() || link.owner() == request_.owner()) &&
           IsDue(link);
  }

 private:
  bool HasState(const v1::Link& link) const {
    if (request_.state() == v1::LINK_STATE_UNSPECIFIED) return true;
    return HasEnded(link, now_ms_) ==
           (request_.state() == v1::LINK_STATE_ENDED);
  }
  bool IsDue(const v1::Link& link) const {
    return request_.review_until_ms() == 0 ||
           (link.review_ms() != 0 &&
            link.review_ms() < request_.review_until_ms());
  }

  const v1::ListLinksRequest& request_;
  const int64_t now_ms_;
  const std::string category_;
  const std::string tag_;
};

}  // namespace

absl::StatusOr<access::Viewer> Reader::ViewerFor(
    const access::Caller& caller) const {
  const auto now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  return access::Viewer(caller, *now.state, parts_.clock->NowMs());
}

std::string Reader::NameOf(const access::Caller& caller,
                           absl::string_view link) const {
  const auto viewer = ViewerFor(caller);
  const Catalogue::Entry found = catalogue_->ById(link);
  const bool seen =
      viewer.ok() && found != nullptr && viewer->Sees(found->link);
  return seen ? found->link.name() : "";
}

absl::Status Reader::Resolve(const access::Caller& caller,
                             const v1::ResolveLinkRequest& request,
                             v1::ResolveLinkResponse* response) const {
  ASSIGN_OR_RETURN(const access::Viewer viewer, ViewerFor(caller));
  const std::string folded = words::FoldName(request.name());
  const Catalogue::Entry found = catalogue_->ByName(folded);
  if (found != nullptr && viewer.Sees(found->link)) {
    *response->mutable_link() = found->link;
    response->set_ended(HasEnded(found->link, parts_.clock->NowMs()));
    if (request.use() && !response->ended() &&
        (request.filled() || !HasArguments(found->link.address()))) {
      uses_->Count(found->link.id());
    }
    return absl::OkStatus();
  }
  const auto sees = [&](const words::Key& key) {
    const Catalogue::Entry near = catalogue_->ById(key.id);
    return near != nullptr && viewer.Sees(near->link);
  };
  for (const std::string& id : words::NearNames(
           *parts_.words, v1::SEARCH_KIND_LINK, request.name(), sees)) {
    response->add_near(catalogue_->ById(id)->link.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<Reader::Sight> Reader::SightOf(
    const access::Caller& caller) const {
  ASSIGN_OR_RETURN(access::Viewer viewer, ViewerFor(caller));
  return [this, viewer = std::move(viewer),
          now_ms = parts_.clock->NowMs()](absl::string_view id) {
    const Catalogue::Entry found = catalogue_->ById(id);
    return found != nullptr && !HasEnded(found->link, now_ms) &&
           viewer.Sees(found->link);
  };
}

std::optional<v1::Link> Reader::ById(absl::string_view id) const {
  const Catalogue::Entry found = catalogue_->ById(id);
  if (found == nullptr) return std::nullopt;
  return found->link;
}

absl::Status Reader::List(const access::Caller& caller,
                          const v1::ListLinksRequest& request,
                          v1::ListLinksResponse* response) const {
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMaxPage));
  ASSIGN_OR_RETURN(const access::Viewer viewer, ViewerFor(caller));
  const Filter filter(request, parts_.clock->NowMs());
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
    if (!filter.Passes(known) || !viewer.Sees(known.link)) continue;
    if (response->links_size() == static_cast<int>(request.limit()) ||
        bytes > kMaxPageBytes) {
      response->set_next(last);
      break;
    }
    last = known.name;
    bytes += known.link.ByteSizeLong();
    *response->add_links() = known.link;
  }
  return absl::OkStatus();
}

absl::Status Reader::ListUses(const access::Caller& caller,
                              const v1::ListLinkUsesRequest& request,
                              v1::ListLinkUsesResponse* response) const {
  RETURN_IF_ERROR(access::CheckLimit(request.limit(), kMaxPage));
  const int64_t now_ms = parts_.clock->NowMs();
  if (request.since_ms() < 0 || request.since_ms() > now_ms) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "since_ms"}});
  }
  ASSIGN_OR_RETURN(const access::Viewer viewer, ViewerFor(caller));
  ASSIGN_OR_RETURN(const auto uses, uses_->Since(WeekOf(request.since_ms())));
  std::vector<std::pair<uint64_t, const Known*>> found;
  const Catalogue::Sorted all = catalogue_->All();
  for (const Catalogue::Entry& each : *all) {
    const v1::Link& link = each->link;
    const auto used = uses.find(link.id());
    const uint64_t count = used == uses.end() ? 0 : used->second;
    const bool wanted =
        request.unused() ? count == 0 && link.created_ms() < request.since_ms()
                         : count > 0;
    if (wanted && !HasEnded(link, now_ms) && viewer.Sees(link)) {
      found.emplace_back(count, each.get());
    }
  }
  std::stable_sort(
      found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.first != b.first
                   ? a.first > b.first
                   : a.second->link.created_ms() < b.second->link.created_ms();
      });
  for (const auto& [count, known] : found) {
    if (response->links_size() == static_cast<int>(request.limit())) break;
    v1::LinkUses* link = response->add_links();
    *link->mutable_link() = known->link;
    link->set_uses(count);
  }
  return absl::OkStatus();
}

absl::Status Reader::ListCategories(
    const access::Caller& caller, v1::ListCategoriesResponse* response) const {
  ASSIGN_OR_RETURN(const access::Viewer viewer, ViewerFor(caller));
  const int64_t now_ms = parts_.clock->NowMs();
  std::map<std::string, v1::LinkCategory> categories;
  for (const Catalogue::Entry& each : *catalogue_->All()) {
    if (HasEnded(each->link, now_ms) || !viewer.Sees(each->link)) continue;
    v1::LinkCategory& category = categories[each->category];
    if (category.links() == 0) category.set_path(each->link.category());
    category.set_links(category.links() + 1);
  }
  for (auto& [folded, category] : categories) {
    *response->add_categories() = std::move(category);
  }
  return absl::OkStatus();
}

}  // namespace klad::link
