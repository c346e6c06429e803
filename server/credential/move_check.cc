#include "server/credential/move_check.h"

#include "absl/strings/str_cat.h"
#include "crypto/vault/succession.h"
#include "server/base/id.h"

namespace klad::credential {

void MoveCheck::Add(const crypto::vault::SignedHeader& header) {
  if (crypto::vault::LeavesSafe(header.header)) {
    left_.emplace(header.hash.str(), header);
  }
  if (crypto::vault::ArrivesInSafe(header.header)) {
    arrived_.emplace(header.header.previous(), header);
  }
}

absl::Status MoveCheck::Finish() const {
  for (const auto& [hash, arrived] : arrived_) {
    const auto left = left_.find(hash);
    if (left == left_.end() ||
        !crypto::vault::CheckMove(left->second, arrived.header).ok()) {
      return absl::DataLossError(
          absl::StrCat("safe ", Hex(arrived.header.safe()), ": credential ",
                       Hex(arrived.header.credential()), " came from nowhere"));
    }
  }
  for (const auto& [hash, left] : left_) {
    if (arrived_.count(hash) != 0) continue;
    return absl::DataLossError(
        absl::StrCat("safe ", Hex(left.header.safe()), ": credential ",
                     Hex(left.header.credential()), " went nowhere"));
  }
  return absl::OkStatus();
}

}  // namespace klad::credential
