// Streams through the pipeline, without a wire.
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "crypto/base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/rpc/pipeline.h"
#include "tests/support/rpc_world.h"
#include "tests/support/status_matchers.h"

namespace klad::rpc {
namespace {

using ::klad::testing::RpcWorld;
using ::klad::testing::TestIdentity;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kFollow[] = "klad.v1.EventService/Follow";
constexpr char kPing[] = "klad.v1.SystemService/Ping";

// A reader that has a message as soon as it is sent, on a thread of its own.
class Reader {
 public:
  explicit Reader(Pipeline* pipeline)
      : pipeline_(pipeline), thread_([this] { Loop(); }) {}
  ~Reader() {
    {
      MutexLock lock(&mutex_);
      stopping_ = true;
      changed_.SignalAll();
    }
    thread_.join();
  }
  void Took(Exchange* exchange) {
    MutexLock lock(&mutex_);
    taken_.push_back(exchange);
    changed_.SignalAll();
  }

 private:
  void Loop() {
    for (;;) {
      Exchange* exchange = nullptr;
      {
        MutexLock lock(&mutex_);
        while (taken_.empty() && !stopping_) changed_.Wait(&mutex_);
        if (taken_.empty()) return;
        exchange = taken_.front();
        taken_.pop_front();
      }
      pipeline_->Continue(exchange);
    }
  }

  Pipeline* const pipeline_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<Exchange*> taken_;
  bool stopping_ = false;
  std::thread thread_;
};

class FakeStream : public Exchange {
 public:
  FakeStream(absl::string_view name, const TestIdentity& who, Reader* reader)
      : reader_(reader), pem_(*crypto::PemFromDer(who.certificate)) {
    method = name;
    certificate = pem_;
    deadline = steady_clock::now() + std::chrono::hours(1);
  }

  void Send() override {
    MutexLock lock(&mutex_);
    sent_.push_back(stream.at);
    changed_.SignalAll();
    if (reader_ != nullptr) reader_->Took(this);
  }
  void Answer(WireStatus status) override {
    MutexLock lock(&mutex_);
    answer_ = std::move(status);
    answered_ = true;
    changed_.SignalAll();
  }
  void Identified(const access::Caller&) override {}
  bool Cancelled() const override { return cancelled; }

  // The places of what was sent, as soon as there are so many.
  std::vector<uint64_t> Await(size_t count) {
    MutexLock lock(&mutex_);
    while (sent_.size() < count && !answered_) changed_.Wait(&mutex_);
    return sent_;
  }
  absl::Status Ended() {
    MutexLock lock(&mutex_);
    while (!answered_) changed_.Wait(&mutex_);
    return FromWire(answer_);
  }
  v1::Reason Reason() { return access::ReasonOf(Ended()); }
  bool HasEnded() {
    MutexLock lock(&mutex_);
    return answered_;
  }

  std::atomic<bool> cancelled{false};

 private:
  Reader* const reader_;
  const std::string pem_;
  Mutex mutex_;
  CondVar changed_;
  std::vector<uint64_t> sent_;
  bool answered_ = false;
  WireStatus answer_;
};

// The ledger of this test is a number: every stream sends each up to it.
class StreamTest : public ::testing::Test {
 protected:
  StreamTest() : alice_(world_.Member('a')) {
    world_.hooks[kFollow] = [this](const Call& call) {
      ++runs_;
      if (call.stream->at >= newest_) return NothingYet();
      ++call.stream->at;
      return absl::OkStatus();
    };
  }
  ~StreamTest() override { reader_ = nullptr; }

  void Start() {
    MethodTable table = world_.Table();
    ASSERT_OK(table.Build());
    pipeline_ = std::make_unique<Pipeline>(limits_, false, std::move(table),
                                           world_.membership, world_.denials,
                                           world_.clock, callers_);
    reader_ = std::make_unique<Reader>(pipeline_.get());
  }
  std::unique_ptr<FakeStream> Follow(const TestIdentity& who) {
    auto stream = std::make_unique<FakeStream>(kFollow, who, reader_.get());
    pipeline_->Serve(stream.get());
    return stream;
  }
  void Happen() {
    ++newest_;
    pipeline_->Wake();
  }
  void AwaitParked(int count) {
    const std::string line = "klad_streams_waiting " + std::to_string(count);
    while (pipeline_->MetricsText().find(line) == std::string::npos) {
      std::this_thread::sleep_for(milliseconds(1));
    }
  }
  // The way every stream of these tests ends.
  void Leave(FakeStream* stream) {
    stream->cancelled = true;
    pipeline_->Cancel(stream);
    EXPECT_EQ(stream->Reason(), v1::REASON_DEADLINE);
  }

  RpcWorld world_;
  TestIdentity alice_;
  Limits limits_;
  CallerCache callers_;
  std::atomic<uint64_t> newest_{0};
  std::atomic<int> runs_{0};
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Reader> reader_;
};

TEST_F(StreamTest, WhatIsThereIsSentAndThenWhatComes) {
  newest_ = 2;
  Start();
  const auto stream = Follow(alice_);
  EXPECT_THAT(stream->Await(2), ElementsAre(1, 2));
  Happen();
  EXPECT_THAT(stream->Await(3), ElementsAre(1, 2, 3));
  EXPECT_FALSE(stream->HasEnded());
  AwaitParked(1);
  Leave(stream.get());
  EXPECT_EQ(pipeline_->in_flight(), 0);
}

// The handler has looked, found nothing, and then something happens.
TEST_F(StreamTest, WhatHappensBeforeItIsParkedIsNotMissed) {
  Start();
  world_.hooks[kFollow] = [this](const Call& call) {
    if (call.stream->at > 0) return NothingYet();
    if (++runs_ == 1) {
      pipeline_->Wake();
      return NothingYet();
    }
    ++call.stream->at;
    return absl::OkStatus();
  };
  const auto stream = Follow(alice_);
  EXPECT_THAT(stream->Await(1), ElementsAre(1));
  AwaitParked(1);
  Leave(stream.get());
}

TEST_F(StreamTest, HandlerEndsIt) {
  Start();
  world_.hooks[kFollow] = [](const Call&) { return EndOfStream(); };
  EXPECT_OK(Follow(alice_)->Ended());
}

TEST_F(StreamTest, SuspensionEndsItBeforeAnotherMessage) {
  newest_ = 1;
  Start();
  const auto stream = Follow(alice_);
  stream->Await(1);
  AwaitParked(1);
  world_.membership.Remove(alice_.id);
  Happen();
  EXPECT_EQ(stream->Reason(), v1::REASON_NOT_A_MEMBER);
  EXPECT_THAT(stream->Await(0), SizeIs(1));
  EXPECT_THAT(world_.denials.seen(), SizeIs(1));
}

TEST_F(StreamTest, SlowReaderHoldsOneMessage) {
  newest_ = 100;
  Start();
  FakeStream stream(kFollow, alice_, nullptr);
  pipeline_->Serve(&stream);
  for (int i = 0; i < 100; ++i) Happen();
  const auto ping = std::make_unique<FakeStream>(kPing, alice_, nullptr);
  pipeline_->Serve(ping.get());
  EXPECT_OK(ping->Ended());
  EXPECT_EQ(runs_, 1);
  EXPECT_THAT(stream.Await(1), ElementsAre(1));
  pipeline_->Continue(&stream);
  EXPECT_THAT(stream.Await(2), ElementsAre(1, 2));
  EXPECT_EQ(runs_, 2);
  stream.cancelled = true;
  pipeline_->Continue(&stream);
  EXPECT_EQ(stream.Reason(), v1::REASON_DEADLINE);
}

TEST_F(StreamTest, DeadlineEndsWhatWaits) {
  limits_.stream_ms = 50;
  Start();
  const auto begun = steady_clock::now();
  EXPECT_EQ(Follow(alice_)->Reason(), v1::REASON_DEADLINE);
  EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(StreamTest, DrainEndsStreams) {
  Start();
  const auto stream = Follow(alice_);
  AwaitParked(1);
  pipeline_->Drain();
  EXPECT_EQ(stream->Reason(), v1::REASON_DRAINING);
  EXPECT_EQ(pipeline_->in_flight(), 0);
}

TEST_F(StreamTest, StreamsHaveLimitsOfTheirOwn) {
  limits_.member_streams = 1;
  limits_.member_in_flight = 1;
  Start();
  const auto stream = Follow(alice_);
  AwaitParked(1);
  EXPECT_EQ(Follow(alice_)->Reason(), v1::REASON_TOO_MANY);
  const auto ping = std::make_unique<FakeStream>(kPing, alice_, nullptr);
  pipeline_->Serve(ping.get());
  EXPECT_OK(ping->Ended());
  Leave(stream.get());
  const auto again = Follow(alice_);
  AwaitParked(1);
  Leave(again.get());
}

TEST_F(StreamTest, ManyStreamsMissNothingUnderManyCommits) {
  constexpr uint64_t kEach = 200;
  limits_.member_streams = 100;
  Start();
  std::vector<std::unique_ptr<FakeStream>> streams;
  for (int i = 0; i < 20; ++i) streams.push_back(Follow(alice_));
  std::vector<std::thread> committers;
  for (int i = 0; i < 4; ++i) {
    committers.emplace_back([this] {
      for (uint64_t n = 0; n < kEach; ++n) Happen();
    });
  }
  for (std::thread& committer : committers) committer.join();
  for (const auto& stream : streams) {
    const std::vector<uint64_t> sent = stream->Await(4 * kEach);
    ASSERT_THAT(sent, SizeIs(4 * kEach));
    for (uint64_t n = 0; n < sent.size(); ++n) ASSERT_EQ(sent[n], n + 1);
  }
  AwaitParked(20);
  for (const auto& stream : streams) Leave(stream.get());
  EXPECT_EQ(pipeline_->in_flight(), 0);
}

}  // namespace
}  // namespace klad::rpc
