// Who knows what, worked out on symbols: an independent model beside the
// roster's own account of holders. It believes the worst: that everybody sees
// every envelope ever made, and forgets nothing.
#ifndef KLAD_CRYPTO_ROSTER_TESTING_KNOWLEDGE_H_
#define KLAD_CRYPTO_ROSTER_TESTING_KNOWLEDGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/roster/types.h"

namespace klad::crypto::roster {

class Knowledge {
 public:
  using Secret = std::pair<KeyName, uint32_t>;  // a key and its epoch

  // Somebody has the private half of a box key.
  void Has(const Holder& who, const std::string& box);
  // Somebody made a secret.
  void Made(const Holder& who, const Secret& secret);
  // `secret` is the private half of `box`: a role's epoch.
  void Opens(const Secret& secret, const std::string& box);
  // `secret` was sealed to `box`.
  void Sealed(const Secret& secret, const std::string& box);
  // From now on `box` counts for others alone: an invitation that was used.
  void Forget(const Holder& who);

  // Everything somebody can work out; the present of a key opens its past.
  std::set<Secret> Of(const Holder& who) const;
  std::set<Holder> Everybody() const;

 private:
  std::map<Holder, std::set<std::string>> boxes_;
  std::map<Holder, std::set<Secret>> made_;
  std::map<Secret, std::string> opens_;
  std::map<std::string, std::set<Secret>> sealed_;
};

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TESTING_KNOWLEDGE_H_
