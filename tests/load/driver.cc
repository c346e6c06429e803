#include "tests/load/driver.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>

namespace klad::load {
namespace {

using Clock = std::chrono::system_clock;  // what completion queues wait by
using TimePoint = Clock::time_point;

constexpr int kThreads = 2;
constexpr std::chrono::seconds kDeadline(10);

Clock::duration Seconds(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(seconds));
}

class Driver {
 public:
  Driver(const Lanes& lanes, int thread, Work* work, const Pace& pace)
      : work_(work),
        step_(pace.per_second == 0 ? Clock::duration::zero()
                                   : Seconds(kThreads / pace.per_second)) {
    for (const auto& lane : lanes) stubs_.emplace_back(lane);
    for (int i = thread; i < work->slots(); i += kThreads) {
      slots_.emplace_back(i, &stubs_[i % stubs_.size()]);
    }
    for (Slot& slot : slots_) idle_.push_back(&slot);
  }

  ~Driver() { queue_.Shutdown(); }

  void Run(TimePoint start, TimePoint end) {
    due_ = start;
    end_ = end;
    while (true) {
      SendDue();
      if (in_flight_ == 0 && (idle_.empty() || due_ >= end_)) return;
      void* tag = nullptr;
      bool ok = false;
      if (queue_.AsyncNext(&tag, &ok, WakeTime()) ==
          grpc::CompletionQueue::GOT_EVENT) {
        Take(static_cast<Slot*>(tag));
      }
    }
  }

  absl::Status status() const { return status_; }
  uint64_t counted() const { return counted_; }
  TimePoint last() const { return last_; }
  const std::vector<float>& times_ms() const { return times_ms_; }

 private:
  struct Slot {
    Slot(int number, grpc::GenericStub* lane) : index(number), stub(lane) {}

    const int index;
    grpc::GenericStub* const stub;
    std::optional<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
    grpc::ByteBuffer answer;
    grpc::Status status;
    TimePoint due;
  };

  void SendDue() {
    const TimePoint now = Clock::now();
    if (step_ == Clock::duration::zero()) due_ = now;
    while (!idle_.empty() && due_ <= now && due_ < end_) {
      Slot* const slot = idle_.front();
      idle_.pop_front();
      const grpc::ByteBuffer* request = work_->Next(slot->index);
      if (request == nullptr) continue;  // it does not come back
      Send(slot, *request, now);
      due_ += step_;
    }
  }

  void Send(Slot* slot, const grpc::ByteBuffer& request, TimePoint now) {
    slot->due = due_;
    slot->context.emplace();
    slot->context->set_deadline(now + kDeadline);
    slot->answer.Clear();
    slot->reader = slot->stub->PrepareUnaryCall(
        &*slot->context, work_->method(), request, &queue_);
    slot->reader->StartCall();
    slot->reader->Finish(&slot->answer, &slot->status, slot);
    ++in_flight_;
  }

  TimePoint WakeTime() const {
    const bool waits_for_time = !idle_.empty() && due_ < end_;
    return waits_for_time ? due_ : Clock::now() + kDeadline;
  }

  void Take(Slot* slot) {
    --in_flight_;
    last_ = Clock::now();
    times_ms_.push_back(
        std::chrono::duration<float, std::milli>(last_ - slot->due).count());
    const auto counts = work_->Take(slot->index, slot->status);
    if (counts.ok()) {
      counted_ += *counts ? 1 : 0;
      idle_.push_back(slot);
    } else {
      status_.Update(counts.status());
      end_ = last_;
    }
  }

  Work* const work_;
  const Clock::duration step_;
  grpc::CompletionQueue queue_;
  std::deque<grpc::GenericStub> stubs_;
  std::deque<Slot> slots_;
  std::deque<Slot*> idle_;
  TimePoint due_, end_, last_;
  int in_flight_ = 0;
  uint64_t counted_ = 0;
  std::vector<float> times_ms_;
  absl::Status status_;
};

double Quantile(std::vector<float>* times, double part) {
  const auto at =
      times->begin() + static_cast<std::ptrdiff_t>(part * (times->size() - 1));
  std::nth_element(times->begin(), at, times->end());
  return *at;
}

absl::StatusOr<Figures> Sum(const std::deque<Driver>& drivers,
                            TimePoint start) {
  uint64_t counted = 0;
  TimePoint last = start;
  std::vector<float> times;
  for (const Driver& driver : drivers) {
    if (!driver.status().ok()) return driver.status();
    counted += driver.counted();
    last = std::max(last, driver.last());
    times.insert(times.end(), driver.times_ms().begin(),
                 driver.times_ms().end());
  }
  if (times.empty()) {
    return absl::FailedPreconditionError(
        "nothing left to call: more credentials, or shorter runs");
  }
  const double seconds = std::chrono::duration<double>(last - start).count();
  return Figures{.per_second = counted / seconds,
                 .median_ms = Quantile(&times, 0.5),
                 .p99_ms = Quantile(&times, 0.99)};
}

}  // namespace

grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<bool> Work::Take(int, const grpc::Status& status) {
  if (status.ok()) return true;
  return absl::InternalError(absl::StrCat(method_, " ended with code ",
                                          static_cast<int>(status.error_code()),
                                          ": ", status.error_message()));
}

absl::StatusOr<Figures> Drive(const Lanes& lanes, Work* work,
                              const Pace& pace) {
  std::deque<Driver> drivers;
  for (int i = 0; i < kThreads; ++i) drivers.emplace_back(lanes, i, work, pace);
  const TimePoint start = Clock::now();
  const TimePoint end = start + Seconds(pace.seconds);
  std::vector<std::thread> threads;
  for (Driver& driver : drivers) {
    threads.emplace_back([&] { driver.Run(start, end); });
  }
  for (std::thread& thread : threads) thread.join();
  return Sum(drivers, start);
}

}  // namespace klad::load
