// Heads of safes and shares for the roster, as the credential feature stores
// them.
#ifndef KLAD_SERVER_APP_STORED_SAFE_HEADS_H_
#define KLAD_SERVER_APP_STORED_SAFE_HEADS_H_

#include "server/roster/safe_heads.h"
#include "server/store/store.h"

namespace klad::app {

class StoredSafeHeads : public roster::SafeHeads {
 public:
  explicit StoredSafeHeads(store::Store* store) : store_(store) {}

  absl::StatusOr<roster::StoredHead> HeadOf(
      absl::string_view safe) const override;
  absl::Status PutShare(const crypto::roster::State& after,
                        const trust::v1::Shared& share,
                        const roster::ShareList& given,
                        store::Transaction* transaction) const override;

 private:
  store::Store* const store_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_STORED_SAFE_HEADS_H_
