// A member at work in a safe of their own, over a connection of their own:
// writes and reveals until the server is killed, and knows afterwards what
// must be there.
#ifndef KLAD_TESTS_FAULT_CRASH_WRITER_H_
#define KLAD_TESTS_FAULT_CRASH_WRITER_H_

#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "tests/fault/crash/model.h"
#include "tests/support/klad_server.h"
#include "tests/support/safe_chain.h"

namespace klad::testing {

// For one thread at a time.
class Writer {
 public:
  // In a new safe; the server outlives the writer.
  static absl::StatusOr<std::unique_ptr<Writer>> Create(KladServer* server,
                                                        const std::string& safe,
                                                        uint64_t seed);

  // Until `acknowledged` says so or a call fails.
  absl::Status Work(const Acknowledged& acknowledged);

  // After the restart. kDataLoss when an acknowledged change is not shown, or
  // anything else than the one that was not answered; when what is sent again
  // has a second effect, or none.
  absl::Status Settle();

  // What the ledger must record, once settled.
  const std::set<std::string>& expected() const { return expected_; }
  const Figures& figures() const { return figures_; }

 private:
  Writer(const KladServer* server, Author author, NewSafe safe, uint64_t seed);

  absl::Status Step();
  absl::Status Put();
  absl::Status Reveal();
  absl::Status SendChange();
  absl::Status SendReveal();
  void ChangeStands();
  absl::Status CompareAndSendAgain();
  absl::Status SendAgain(bool stands);
  absl::StatusOr<std::vector<trust::v1::Signed>> Shown();
  absl::Status CatchUp();
  size_t Below(size_t limit) { return random_() % limit; }

  struct Asked {
    klad::v1::RevealRequest request;
    std::string hash;  // of the sealed secret, as its header says
    uint64_t generation = 0;
  };

  const KladServer* const server_;
  Author author_;
  SafeChain chain_;
  std::mt19937_64 random_;
  std::unique_ptr<client::Session> session_;
  klad::v1::Known known_;

  LogModel log_;
  std::set<std::string> expected_;
  std::vector<Draft> since_start_;  // acknowledged
  absl::optional<Draft> change_;    // sent, not answered
  absl::optional<Asked> reveal_;
  Figures figures_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_WRITER_H_
