// Any store, with its values sealed under a key that is not on that disk.
//
// A value is stored as ciphertext, tag (16 bytes) and nonce (24 random
// bytes): XChaCha20-Poly1305 (IETF) with "klad/1/store-value", a zero byte and
// the key of the entry as associated data. Keys of the map stay in clear.
#ifndef KLAD_SERVER_STORE_SEALED_STORE_H_
#define KLAD_SERVER_STORE_SEALED_STORE_H_

#include <string>
#include <utility>

#include "server/store/seal_key.h"
#include "server/store/wrapper.h"

namespace klad::store {

// Reads answer kDataLoss, naming the key in hex, for a value that does not
// open: damaged, moved from another key, or sealed under another seal key.
class SealedStore : public StoreWrapper {
 public:
  // `inner` must outlive this.
  SealedStore(Store* inner, SealKey key)
      : StoreWrapper(inner), key_(std::move(key)) {}

 protected:
  absl::StatusOr<Entry> DoGet(absl::string_view key) override;
  absl::StatusOr<Page> DoList(const Range& range, absl::string_view after,
                              size_t limit) override;
  absl::StatusOr<Revision> DoCommit(Transaction transaction) override;

 private:
  void Seal(absl::string_view key, std::string* value) const;
  absl::Status Open(absl::string_view key, std::string* value) const;

  const SealKey key_;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_SEALED_STORE_H_
