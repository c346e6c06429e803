// The link map as a member uses it.
#ifndef KLAD_CLIENT_LINKS_H_
#define KLAD_CLIENT_LINKS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// kOpen: counted, unless it asks for arguments; kOpenFilled: they are given.
enum class LinkUse { kLook, kOpen, kOpenFilled };

struct FoundLink {
  klad::v1::Link link;
  bool ended = false;
};

// By name, forgiving case, hyphens, spaces, Ё and width. Exit kNotFound with
// near misses.
absl::StatusOr<FoundLink> FindLink(Account* account, absl::string_view name,
                                   LinkUse use = LinkUse::kLook);

// All pages; `limit` and `after` are set here.
absl::StatusOr<std::vector<klad::v1::Link>> ListLinks(
    Account* account, klad::v1::ListLinksRequest request);
absl::StatusOr<std::vector<klad::v1::LinkCategory>> ListLinkCategories(
    Account* account);

enum class LinkUsage { kPopular, kUnused };

// Up to 200: those that were used since then, most first; or those that are
// older and were not, the oldest first.
absl::StatusOr<std::vector<klad::v1::LinkUses>> ListLinkUses(Account* account,
                                                             LinkUsage usage,
                                                             int64_t since_ms);

// As the server made it, and the names of others that have its address. The id
// is set here, and the owner is this member if there is none. Exit kConflict
// when the name is taken, kUsage when the link is not one.
struct NewLink {
  klad::v1::Link link;
  std::vector<std::string> same_address;
};
absl::StatusOr<NewLink> CreateLink(Account* account, klad::v1::Link link);

// An address as it is typed: without spaces around, and with https:// before
// what only begins with a host.
std::string TypedAddress(absl::string_view typed);

// What is to become of a link; called again with the link as it is by then when
// somebody else was faster.
using LinkEdit = std::function<absl::Status(klad::v1::Link* link)>;

// kNow: the edited links end when the server takes the edit.
enum class LinkEnd { kAsEdited, kNow };

// The links of these names, each as `edit` makes it; 20 at a time, all or none
// of those. Returns them as they are now.
absl::StatusOr<std::vector<klad::v1::Link>> EditLinks(
    Account* account, const std::vector<std::string>& names,
    const LinkEdit& edit, LinkEnd end = LinkEnd::kAsEdited);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_H_
