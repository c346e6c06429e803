#include "server/store/transaction.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"

namespace klad::store {
namespace {

using Seen = absl::flat_hash_set<absl::string_view>;

absl::Status CheckNewKey(absl::string_view key, Seen* seen) {
  if (key.empty() || key.size() > kMaxKeyBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a key has ", key.size(), " bytes; 1 to ", kMaxKeyBytes,
                     " are possible"));
  }
  if (!seen->insert(key).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("key ", Hex(key), " is named twice"));
  }
  return absl::OkStatus();
}

absl::Status CheckExpects(const Transaction& transaction) {
  Seen seen;
  seen.reserve(transaction.expects.size());
  for (const Expect& expect : transaction.expects) {
    RETURN_IF_ERROR(CheckNewKey(expect.key, &seen));
  }
  return absl::OkStatus();
}

absl::Status CheckMutations(const Transaction& transaction) {
  Seen seen;
  seen.reserve(transaction.mutations());
  for (const Put& put : transaction.puts) {
    RETURN_IF_ERROR(CheckNewKey(put.key, &seen));
    if (put.value.size() > kMaxValueBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("a value has ", put.value.size(), " bytes; at most ",
                       kMaxValueBytes, " are possible"));
    }
  }
  for (const std::string& key : transaction.deletes) {
    RETURN_IF_ERROR(CheckNewKey(key, &seen));
  }
  return absl::OkStatus();
}

}  // namespace

size_t Transaction::bytes() const {
  size_t bytes = 0;
  for (const Expect& expect : expects) bytes += expect.key.size();
  for (const Put& put : puts) bytes += put.key.size() + put.value.size();
  for (const std::string& key : deletes) bytes += key.size();
  return bytes;
}

absl::Status CheckTransaction(const Transaction& transaction,
                              const Limits& limits) {
  if (transaction.expects.size() > limits.expects ||
      transaction.mutations() > limits.mutations ||
      transaction.bytes() > limits.bytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the transaction is too large: ", transaction.expects.size(),
        " expectations, ", transaction.mutations(), " mutations, ",
        transaction.bytes(), " bytes; at most ", limits.expects, ", ",
        limits.mutations, ", ", limits.bytes));
  }
  RETURN_IF_ERROR(CheckExpects(transaction));
  return CheckMutations(transaction);
}

}  // namespace klad::store
