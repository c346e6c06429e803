// What kladd is asked: each kind of call of the table.
#ifndef KLAD_TESTS_LOAD_KLAD_WORK_H_
#define KLAD_TESTS_LOAD_KLAD_WORK_H_

#include <cstddef>
#include <deque>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "klad/trust/v1/ledger.pb.h"
#include "tests/load/driver.h"
#include "tests/load/organisation.h"

namespace klad::load {

// Requests made beforehand; each slot goes through its share of them.
class Prepared : public Work {
 public:
  enum class Order { kOnce, kAround };
  Prepared(absl::string_view method, Order order)
      : Work(method), order_(order), at_(kInFlight) {}

  // Replaces what is left.
  void Load(std::vector<grpc::ByteBuffer> requests);
  const grpc::ByteBuffer* Next(int slot) override;

 private:
  const Order order_;
  std::vector<grpc::ByteBuffer> requests_;
  std::vector<size_t> at_;  // by slot
};

// Requests for secrets, each with its member's signed exposure.
class Reveals {
 public:
  explicit Reveals(Organisation* organisation);

  // `count` that nobody has asked before, or as many as there are.
  absl::StatusOr<std::vector<grpc::ByteBuffer>> TakeNew(size_t count);

  // `count` credentials to be shown, always the same, at the heads of now.
  absl::StatusOr<std::vector<grpc::ByteBuffer>> Same(size_t count) const;

 private:
  absl::StatusOr<std::vector<grpc::ByteBuffer>> Make(
      size_t from, size_t count,
      const std::vector<trust::v1::Purpose>& purposes) const;
  grpc::ByteBuffer MakeOne(size_t credential, trust::v1::Purpose purpose) const;

  Organisation* const organisation_;
  struct Place {
    size_t chain;
    size_t credential;
  };
  std::vector<Place> places_;  // shuffled
  size_t taken_ = 0;
};

// Pages of 200 from everywhere in every safe.
std::vector<grpc::ByteBuffer> ListRequests(Organisation* organisation);

// A new secret for one credential after another; a slot is a safe's writer.
class Puts : public Work {
 public:
  explicit Puts(Organisation* organisation);

  // Signs until every safe has `each` changes that wait.
  absl::Status Prepare(size_t each);

  int slots() const override;
  const grpc::ByteBuffer* Next(int slot) override;
  absl::StatusOr<bool> Take(int slot, const grpc::Status& status) override;

 private:
  struct Waiting {
    grpc::ByteBuffer request;
    trust::v1::Position after;
  };
  struct Writer {
    SafeChain* chain;
    std::deque<Waiting> waiting;
    size_t signed_changes = 0;
  };
  static absl::Status Sign(size_t each, Writer* writer);

  std::vector<Writer> writers_;
};

// 64 writers on one safe: a loser signs anew on the winner's head. Counts what
// went through.
class ContendedPuts : public Work {
 public:
  explicit ContendedPuts(SafeChain* chain);

  const grpc::ByteBuffer* Next(int slot) override;
  absl::StatusOr<bool> Take(int slot, const grpc::Status& status) override;

 private:
  struct Slot {
    Draft draft;
    grpc::ByteBuffer request;
  };
  Mutex mutex_;
  SafeChain* const chain_ ABSL_PT_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  std::vector<Slot> slots_;
};

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_KLAD_WORK_H_
