// Calls in flight: 64 over four connections, driven by two threads.
#ifndef KLAD_TESTS_LOAD_DRIVER_H_
#define KLAD_TESTS_LOAD_DRIVER_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"

namespace klad::load {

inline constexpr int kConnections = 4;
inline constexpr int kInFlight = 64;

// Each a connection of its own.
using Lanes = std::vector<std::shared_ptr<grpc::Channel>>;

grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message);

// What is called. A slot is one call in flight after another; slots run at
// once, on two threads, but one slot always on the same.
class Work {
 public:
  explicit Work(absl::string_view method)
      : method_(absl::StrCat("/", method)) {}
  virtual ~Work() = default;

  const std::string& method() const { return method_; }
  virtual int slots() const { return kInFlight; }

  // The slot's next request; stays as it is until Take. Null: no more.
  virtual const grpc::ByteBuffer* Next(int slot) = 0;

  // Whether the answer counts. An error ends the run.
  virtual absl::StatusOr<bool> Take(int slot, const grpc::Status& status);

 private:
  const std::string method_;
};

struct Pace {
  double seconds = 0;
  double per_second = 0;  // 0: the next call as soon as an answer is there
};

struct Figures {
  double per_second = 0;  // of what counts
  double median_ms = 0;
  // From when a call was due: waiting for a free slot is part of it.
  double p99_ms = 0;
};

// Ends when the time is over or no slot has more, and every answer is there.
absl::StatusOr<Figures> Drive(const Lanes& lanes, Work* work, const Pace& pace);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_DRIVER_H_
