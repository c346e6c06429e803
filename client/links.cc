#include "client/links.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/link_rule.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/identity.h"

namespace klad::client {
namespace {

using klad::v1::Link;

constexpr size_t kLinkBatch = 20;
constexpr uint32_t kLinkPage = 200;
constexpr int kLinkTries = 5;

std::string RandomLinkId() {
  return std::string(Secret::Random(crypto::kIdSize).Expose());
}

absl::Status NoSuchLink(absl::string_view name,
                        const klad::v1::ResolveLinkResponse& answer) {
  return Error(
      ExitCode::kNotFound, Say("no link is called $0", name),
      answer.near().empty()
          ? std::string(Tr("klad link find looks for words in all "
                           "links"))
          : Say("did you mean $0?", absl::StrJoin(answer.near(), ", ")));
}

bool HasLink(const klad::v1::EditLinksRequest& request, const std::string& id) {
  return std::any_of(request.links().begin(), request.links().end(),
                     [&](const Link& link) { return link.id() == id; });
}

absl::StatusOr<std::vector<Link>> EditOnce(
    Account* account, const std::vector<std::string>& names,
    const LinkEdit& edit, LinkEnd end) {
  klad::v1::EditLinksRequest request;
  request.set_request_id(RandomLinkId());
  request.set_end(end == LinkEnd::kNow);
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(FoundLink found, FindLink(account, name));
    if (HasLink(request, found.link.id())) continue;
    RETURN_IF_ERROR(edit(&found.link));
    *request.add_links() = std::move(found.link);
  }
  klad::v1::EditLinksResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.LinkService/Edit", request, &response));
  return std::vector<Link>(response.links().begin(), response.links().end());
}

absl::StatusOr<std::vector<Link>> EditBatch(
    Account* account, const std::vector<std::string>& names,
    const LinkEdit& edit, LinkEnd end) {
  for (int tries = 1;; ++tries) {
    auto edited = EditOnce(account, names, edit, end);
    if (ReasonOf(edited.status()) != klad::v1::REASON_LINK_MOVED ||
        tries == kLinkTries) {
      return edited;
    }
  }
}

}  // namespace

absl::StatusOr<FoundLink> FindLink(Account* account, absl::string_view name,
                                   LinkUse use) {
  klad::v1::ResolveLinkRequest request;
  request.set_name(std::string(name));
  request.set_use(use != LinkUse::kLook);
  request.set_filled(use == LinkUse::kOpenFilled);
  klad::v1::ResolveLinkResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.LinkService/Resolve", request, &response));
  if (!response.has_link()) return NoSuchLink(name, response);
  return FoundLink{response.link(), response.ended()};
}

absl::StatusOr<std::vector<Link>> ListLinks(
    Account* account, klad::v1::ListLinksRequest request) {
  std::vector<Link> links;
  request.set_limit(kLinkPage);
  do {
    klad::v1::ListLinksResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.LinkService/List", request, &response));
    links.insert(links.end(), response.links().begin(), response.links().end());
    request.set_after(response.next());
  } while (!request.after().empty());
  return links;
}

absl::StatusOr<std::vector<klad::v1::LinkCategory>> ListLinkCategories(
    Account* account) {
  klad::v1::ListCategoriesResponse response;
  RETURN_IF_ERROR(account->Call("klad.v1.LinkService/ListCategories",
                                klad::v1::ListCategoriesRequest(), &response));
  return std::vector<klad::v1::LinkCategory>(response.categories().begin(),
                                             response.categories().end());
}

absl::StatusOr<std::vector<klad::v1::LinkUses>> ListLinkUses(Account* account,
                                                             LinkUsage usage,
                                                             int64_t since_ms) {
  klad::v1::ListLinkUsesRequest request;
  request.set_since_ms(since_ms);
  request.set_unused(usage == LinkUsage::kUnused);
  request.set_limit(kLinkPage);
  klad::v1::ListLinkUsesResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.LinkService/ListUses", request, &response));
  return std::vector<klad::v1::LinkUses>(response.links().begin(),
                                         response.links().end());
}

absl::StatusOr<NewLink> CreateLink(Account* account, Link link) {
  link.set_id(RandomLinkId());
  if (link.owner().empty()) link.set_owner(account->member());
  klad::v1::CreateLinksRequest request;
  *request.add_links() = std::move(link);
  klad::v1::CreateLinksResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.LinkService/Create", request, &response));
  if (response.links_size() != 1) return LinkRuleError("");
  const klad::v1::CreatedLink& created = response.links(0);
  switch (created.outcome()) {
    case klad::v1::LINK_OUTCOME_CREATED:
      return NewLink{
          created.link(),
          {created.same_address().begin(), created.same_address().end()}};
    case klad::v1::LINK_OUTCOME_NAME_TAKEN:
      return Error(ExitCode::kConflict, Tr("another link has this name"),
                   Tr("case, hyphens, spaces and Ё do not tell names apart; a "
                      "link that you do not see may have it"));
    default:
      return LinkRuleError(created.rule());
  }
}

std::string TypedAddress(absl::string_view typed) {
  const absl::string_view address = absl::StripAsciiWhitespace(typed);
  const absl::string_view host =
      address.substr(0, address.find_first_of("/?#"));
  // A port is digits; what else stands behind a colon makes it a scheme.
  const size_t colon = host.find(':');
  const bool port =
      colon != absl::string_view::npos && colon + 1 < host.size() &&
      std::all_of(host.begin() + colon + 1, host.end(), absl::ascii_isdigit);
  const absl::string_view name = host.substr(0, colon);
  const bool bare = (colon == absl::string_view::npos || port) &&
                    absl::StrContains(name, '.') &&
                    !absl::StrContains(name, ' ') &&
                    !absl::StartsWith(name, ".");
  return bare ? absl::StrCat("https://", address) : std::string(address);
}

absl::StatusOr<std::vector<Link>> EditLinks(
    Account* account, const std::vector<std::string>& names,
    const LinkEdit& edit, LinkEnd end) {
  std::vector<Link> edited;
  for (size_t i = 0; i < names.size(); i += kLinkBatch) {
    const auto last = names.begin() + std::min(names.size(), i + kLinkBatch);
    ASSIGN_OR_RETURN(std::vector<Link> batch,
                     EditBatch(account, {names.begin() + i, last}, edit, end));
    std::move(batch.begin(), batch.end(), std::back_inserter(edited));
  }
  return edited;
}

}  // namespace klad::client
