// A store in front of another. It forwards everything; what a wrapper changes
// it overrides. The contract is checked once, by the outermost.
#ifndef KLAD_SERVER_STORE_WRAPPER_H_
#define KLAD_SERVER_STORE_WRAPPER_H_

#include <utility>

#include "server/store/store.h"

namespace klad::store {

class StoreWrapper : public Store {
 public:
  Limits group_limits() const override { return inner_->group_limits(); }

 protected:
  // `inner` must outlive this.
  explicit StoreWrapper(Store* inner) : inner_(inner) {}

  absl::StatusOr<Entry> DoGet(absl::string_view key) override {
    return inner_->DoGet(key);
  }
  absl::StatusOr<Revision> DoRevisionOf(absl::string_view key) override {
    return inner_->DoRevisionOf(key);
  }
  absl::StatusOr<Page> DoList(const Range& range, absl::string_view after,
                              size_t limit) override {
    return inner_->DoList(range, after, limit);
  }
  absl::StatusOr<Revision> DoCommit(Transaction transaction) override {
    return inner_->DoCommit(std::move(transaction));
  }

 private:
  Store* const inner_;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_WRAPPER_H_
