// What goes into a commit, and the limits that hold on every engine.
#ifndef KLAD_SERVER_STORE_TRANSACTION_H_
#define KLAD_SERVER_STORE_TRANSACTION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace klad::store {

// Of a commit: larger than those of all commits before it; never 0.
using Revision = uint64_t;

// Holds when `key` was last written by the commit of this revision; 0: when
// there is no such key.
struct Expect {
  std::string key;
  Revision revision = 0;
};

struct Put {
  std::string key;
  std::string value;
};

// All of it or nothing. Puts and deletes name each key once, expectations
// too. A decision taken from a list must also expect an index or counter key.
struct Transaction {
  std::vector<Expect> expects;
  std::vector<Put> puts;
  std::vector<std::string> deletes;  // of absent keys: nothing happens

  size_t mutations() const { return puts.size() + deletes.size(); }
  // Of all keys and values.
  size_t bytes() const;
};

inline constexpr size_t kMaxKeyBytes = 512;
inline constexpr size_t kMaxValueBytes = 256 << 10;

struct Limits {
  size_t expects;
  size_t mutations;
  size_t bytes;
};

inline constexpr Limits kCommonLimits = {128, 128, 1 << 20};

// kInvalidArgument for an empty or too long key, a too long value, a key
// named twice, or more than `limits`.
absl::Status CheckTransaction(const Transaction& transaction,
                              const Limits& limits);

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_TRANSACTION_H_
