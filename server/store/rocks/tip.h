// How far the store has come. Kept in the store itself, in every batch, and
// once more in the witness.
#ifndef KLAD_SERVER_STORE_ROCKS_TIP_H_
#define KLAD_SERVER_STORE_ROCKS_TIP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/transaction.h"

namespace klad::store {

// The chain hash of a batch covers its bytes and the chain before it; that of
// an empty store is random.
struct Tip {
  Revision revision = 0;
  std::string chain;   // 32 bytes
  std::string before;  // the chain one batch earlier

  static Tip Random();

  // After one more batch of these bytes.
  Tip Next(absl::string_view batch) const;

  std::string Encode() const;
  // kDataLoss for what Encode did not write.
  static absl::StatusOr<Tip> Decode(absl::string_view bytes);
};

// Of the entry that holds the tip: no other key is empty.
inline constexpr char kTipKey[] = "";

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_TIP_H_
