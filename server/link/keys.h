// Under which keys links lie. What people wrote is in no key: names and
// addresses are found by keyed hashes.
#ifndef KLAD_SERVER_LINK_KEYS_H_
#define KLAD_SERVER_LINK_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::link {

// Made from the seal key, so that a backup finds what it holds, and whoever has
// the disk alone cannot try names. Immutable; may be shared by threads.
class IndexKey {
 public:
  explicit IndexKey(const Secret& seal);

  std::string OfName(absl::string_view folded) const;
  // What guards that address, before all links to it; and one of those.
  std::string OfAddress(absl::string_view normalised) const;
  std::string OfAddress(absl::string_view normalised,
                        absl::string_view link) const;

 private:
  const Secret key_;
};

std::string RecordKey(absl::string_view link);

// See uses.h for weeks. An empty link: before every link of that week.
std::string UsesKey(int64_t week, absl::string_view link);
std::string LinkOfUses(absl::string_view key);

// An empty link: before every check.
std::string CheckKey(absl::string_view link);
std::string LinkOfCheck(absl::string_view key);

// Of a link to an address; empty for what guards it.
std::string LinkOfAddress(absl::string_view key);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_KEYS_H_
