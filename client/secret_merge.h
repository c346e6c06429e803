// Two people changed one secret: what becomes of both.
#ifndef KLAD_CLIENT_SECRET_MERGE_H_
#define KLAD_CLIENT_SECRET_MERGE_H_

#include <string>
#include <vector>

#include "crypto/vault/secret_part.h"

namespace klad::client {

struct MergedSecret {
  // Theirs with every change of mine; where both changed one value, mine.
  crypto::vault::SecretPart secret;
  // The names of the values that both changed, each to something else:
  // "password", "seed", "note", "recovery_codes", "key", that of a hidden field
  // or an attachment.
  std::vector<std::string> conflicts;
};

// Value by value. Hidden fields go by their names; those of one name together.
MergedSecret MergeSecrets(const crypto::vault::SecretPart& base,
                          const crypto::vault::SecretPart& mine,
                          const crypto::vault::SecretPart& theirs);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SECRET_MERGE_H_
