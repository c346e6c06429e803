#include "client/link_names.h"

#include <algorithm>

#include "client/sealed_file.h"

namespace klad::client {
namespace {

constexpr char kLinkNamesFile[] = "links";
// For completion; klad go reads them all.
constexpr int kMostRemembered = 4000;

klad::v1::Link NameOnly(const klad::v1::Link& link) {
  klad::v1::Link named;
  named.set_name(link.name());
  named.set_category(link.category());
  return named;
}

}  // namespace

void RememberLinks(Account* account, const std::vector<klad::v1::Link>& links) {
  klad::v1::ListLinksResponse names;
  for (const klad::v1::Link& link : links) {
    if (names.links_size() == kMostRemembered) break;
    *names.add_links() = NameOnly(link);
  }
  const auto lock = account->state()->Lock();
  if (!lock.ok()) return;
  WriteSealed(account->state(), *lock, account->identity(), kLinkNamesFile,
              names.SerializeAsString())
      .IgnoreError();
}

void RememberLink(Account* account, const klad::v1::Link& link) {
  std::vector<klad::v1::Link> known =
      RememberedLinks(*account->state(), account->identity());
  const bool there =
      std::any_of(known.begin(), known.end(), [&](const klad::v1::Link& each) {
        return each.name() == link.name() && each.category() == link.category();
      });
  if (there) return;
  known.insert(known.begin(), link);
  RememberLinks(account, known);
}

std::vector<klad::v1::Link> RememberedLinks(const State& state,
                                            const crypto::Identity& identity) {
  const auto bytes = ReadSealed(state, identity, kLinkNamesFile);
  klad::v1::ListLinksResponse names;
  if (!bytes.ok() || !names.ParseFromString(*bytes)) return {};
  return {names.links().begin(), names.links().end()};
}

}  // namespace klad::client
