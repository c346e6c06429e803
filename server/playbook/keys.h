// Under which keys playbooks lie. What people wrote is in no key: names are
// found by keyed hashes.
#ifndef KLAD_SERVER_PLAYBOOK_KEYS_H_
#define KLAD_SERVER_PLAYBOOK_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::playbook {

// Made from the seal key, so that a backup finds what it holds, and whoever has
// the disk alone cannot try names. Immutable; may be shared by threads.
class IndexKey {
 public:
  explicit IndexKey(const Secret& seal);

  std::string OfName(absl::string_view folded) const;

 private:
  const Secret key_;
};

std::string RecordKey(absl::string_view playbook);

// Of one revision; 0: before all of that playbook.
std::string RevisionKey(absl::string_view playbook, uint64_t revision);

// Before all signatures of that playbook, or of that member under it; and one.
std::string SignatureKey(absl::string_view playbook,
                         absl::string_view member = "");
std::string SignatureKey(absl::string_view playbook, absl::string_view member,
                         uint64_t text_revision);

// What such keys name; false for a key that is none.
bool ParseRevisionKey(absl::string_view key, std::string* playbook,
                      uint64_t* revision);
bool ParseSignatureKey(absl::string_view key, std::string* playbook,
                       std::string* member, uint64_t* text_revision);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_KEYS_H_
