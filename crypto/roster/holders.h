// Who may know a key: everybody its current epoch was sealed to, since it
// began. Computed from the envelopes, never from the grants: an ending sheds
// nobody, only a new epoch does.
#ifndef KLAD_CRYPTO_ROSTER_HOLDERS_H_
#define KLAD_CRYPTO_ROSTER_HOLDERS_H_

#include <map>
#include <set>
#include <string>
#include <utility>

#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

// Over one state, which must outlive it and stand still.
class Holders {
 public:
  explicit Holders(const Facts& facts) : facts_(facts) {}

  // Of the current epoch of `key`; empty for a key nobody knows.
  //   a member       that incarnation
  //   an invitation  the invitation until it is used, then whoever joined by
  //                  it; and whoever made it, in both cases
  //   epoch m of a role   everybody any epoch from m on was sealed to: the
  //                  present opens the past
  std::set<Holder> Of(const KeyName& key);

  // The same of whatever was sealed to these.
  std::set<Holder> OfSealed(const std::set<Recipient>& sealed);

 private:
  void Add(const std::set<Recipient>& sealed, std::set<Holder>* out);
  void Add(const Recipient& recipient, std::set<Holder>* out);
  void AddInvitation(const Invitation& invitation, std::set<Holder>* out);
  const std::set<Holder>& OfRoleSince(const std::string& role, uint32_t epoch);

  const Facts& facts_;
  std::map<std::pair<std::string, uint32_t>, std::set<Holder>> roles_;
};

// The keys that are renewed when they are due, in the order of renewal:
// `owner`, roles that have not ended, safes that are not retired.
std::vector<KeyName> LiveKeys(const Facts& facts);

// Whether any incarnation of the member holds a live key.
bool HoldsAnything(const Facts& facts, absl::string_view member);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_HOLDERS_H_
