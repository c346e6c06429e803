// The ledger as the server shows it, record by record, proven to be the one
// that its signed head and this client's memory name.
#ifndef KLAD_CLIENT_LEDGER_LOG_H_
#define KLAD_CLIENT_LEDGER_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/account.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::client {

struct LedgerEntry {
  std::string bytes;  // as hashed
  trust::v1::LedgerRecord record;
  std::string link;
};

// For one thread; the account outlives it.
class LedgerLog {
 public:
  // Of the records behind `after`. What lies between `after` and the head that
  // this client remembers is read in any case, so that a rewritten history
  // cannot hide before it.
  LedgerLog(Account* account, uint64_t after);

  // From the first record of that time or later, by the clock of the server.
  static absl::StatusOr<LedgerLog> Since(Account* account, int64_t time_ms);

  // The next records; none when the newest has been shown, and then everything
  // before is proven. Exit kIntegrity when a record is missing, does not link,
  // or the chain does not lead through the remembered head to the signed one.
  absl::StatusOr<std::vector<LedgerEntry>> Next();

  const trust::v1::LedgerHead& head() const { return head_; }

 private:
  absl::Status Begin(const std::string& link);
  absl::Status Expect(const trust::v1::Position& position);
  absl::Status CheckExpected();

  Account* account_;
  uint64_t after_;
  int64_t since_ms_ = 0;
  bool begun_ = false;
  trust::v1::Position at_;
  trust::v1::LedgerHead head_;
  std::map<uint64_t, std::string> expected_;  // links by sequence
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_LEDGER_LOG_H_
