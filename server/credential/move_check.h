// The two ends of every move.
#ifndef KLAD_SERVER_CREDENTIAL_MOVE_CHECK_H_
#define KLAD_SERVER_CREDENTIAL_MOVE_CHECK_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "crypto/vault/change.h"

namespace klad::credential {

class MoveCheck {
 public:
  // Every header of every safe, in any order.
  void Add(const crypto::vault::SignedHeader& header);

  // kDataLoss unless whatever left a safe arrived in the other one as it was.
  absl::Status Finish() const;

 private:
  // By the hash of the header that left.
  std::map<std::string, crypto::vault::SignedHeader> left_;
  std::map<std::string, crypto::vault::SignedHeader> arrived_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_MOVE_CHECK_H_
