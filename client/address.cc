#include "client/address.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace klad::client {
namespace {

constexpr absl::string_view kScheme = "://";

// Where the user, or else the host, begins.
size_t AuthorityAt(absl::string_view address) {
  const size_t scheme = address.find(kScheme);
  return scheme == absl::string_view::npos ? 0 : scheme + kScheme.size();
}

absl::string_view AuthorityOf(absl::string_view address) {
  address.remove_prefix(AuthorityAt(address));
  return address.substr(0, address.find_first_of("/?#"));
}

}  // namespace

absl::string_view HostAndPortOf(absl::string_view address) {
  const absl::string_view authority = AuthorityOf(address);
  return authority.substr(authority.rfind('@') + 1);  // none: from 0
}

absl::string_view HostOf(absl::string_view address) {
  const absl::string_view host = HostAndPortOf(address);
  return host.substr(0, host.find(':'));
}

bool HasPassword(absl::string_view address) {
  if (!absl::StrContains(address, kScheme)) return false;
  const absl::string_view authority = AuthorityOf(address);
  const size_t at = authority.rfind('@');
  return at != absl::string_view::npos &&
         absl::StrContains(authority.substr(0, at), ':');
}

std::string WithoutUser(absl::string_view address) {
  const size_t begin = AuthorityAt(address);
  const absl::string_view host = HostAndPortOf(address);
  const auto host_at = static_cast<size_t>(host.data() - address.data());
  return absl::StrCat(address.substr(0, begin), address.substr(host_at));
}

}  // namespace klad::client
