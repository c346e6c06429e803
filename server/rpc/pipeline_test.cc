#include "server/rpc/pipeline.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "tests/support/rpc_world.h"
#include "tests/support/status_matchers.h"

namespace klad::rpc {
namespace {

using ::klad::testing::RpcWorld;
using ::klad::testing::TestIdentity;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPing[] = "klad.v1.SystemService/Ping";
constexpr char kReplay[] = "klad.v1.RosterService/Replay";
constexpr char kAppend[] = "klad.v1.RosterService/Append";
constexpr char kReveal[] = "klad.v1.CredentialService/Reveal";
constexpr char kChange[] = "klad.v1.CredentialService/Change";
constexpr char kStatus[] = "klad.v1.LocalService/Status";

// A call without a wire.
class FakeExchange : public Exchange {
 public:
  FakeExchange(absl::string_view name, std::string pem) : pem_(std::move(pem)) {
    method = name;
    certificate = pem_;
    deadline = steady_clock::now() + std::chrono::hours(1);
  }

  void Send() override { FAIL() << "no stream"; }
  void Answer(WireStatus status) override {
    MutexLock lock(&mutex_);
    answer_ = std::move(status);
    answered_ = true;
    changed_.SignalAll();
  }
  void Identified(const access::Caller& caller) override {
    identified = caller.Name();
  }
  bool Cancelled() const override { return cancelled; }

  WireStatus Wait() {
    MutexLock lock(&mutex_);
    while (!answered_) changed_.Wait(&mutex_);
    return answer_;
  }

  v1::Reason Reason() { return access::ReasonOf(FromWire(Wait())); }

  std::string identified;
  bool cancelled = false;

 private:
  const std::string pem_;
  Mutex mutex_;
  CondVar changed_;
  bool answered_ = false;
  WireStatus answer_;
};

// Holds handlers until it is opened.
class Gate {
 public:
  void Pass() {
    MutexLock lock(&mutex_);
    ++waiting_;
    changed_.SignalAll();
    while (!open_) changed_.Wait(&mutex_);
  }
  void AwaitWaiting(int count) {
    MutexLock lock(&mutex_);
    while (waiting_ < count) changed_.Wait(&mutex_);
  }
  void Open() {
    MutexLock lock(&mutex_);
    open_ = true;
    changed_.SignalAll();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() : alice_(world_.Member('a')) {
    for (const char* permission : {"credential.reveal", "credential.write"}) {
      world_.membership.Permit(alice_.id, permission);
    }
  }

  Pipeline& Start() {
    MethodTable table = world_.Table();
    EXPECT_OK(table.Build());
    pipeline_ = std::make_unique<Pipeline>(limits_, false, std::move(table),
                                           world_.membership, world_.denials,
                                           world_.clock, callers_);
    return *pipeline_;
  }

  std::unique_ptr<FakeExchange> New(absl::string_view method,
                                    const TestIdentity& who) {
    return std::make_unique<FakeExchange>(method,
                                          *crypto::PemFromDer(who.certificate));
  }

  // Serves one call to its end.
  WireStatus Serve(absl::string_view method, const TestIdentity& who) {
    if (pipeline_ == nullptr) Start();
    const auto exchange = New(method, who);
    pipeline_->Serve(exchange.get());
    return exchange->Wait();
  }
  v1::Reason Reason(absl::string_view method, const TestIdentity& who) {
    return access::ReasonOf(FromWire(Serve(method, who)));
  }

  RpcWorld world_;
  TestIdentity alice_;
  Limits limits_;
  CallerCache callers_;
  std::unique_ptr<Pipeline> pipeline_;
};

TEST_F(PipelineTest, MemberIsServed) {
  std::string caller;
  world_.hooks[kPing] = [&](const Call& call) {
    caller = call.caller.Name();
    EXPECT_EQ(call.now_ms, world_.clock.NowMs());
    EXPECT_FALSE(call.can_wait);
    EXPECT_EQ(call.method, kPing);
    return absl::OkStatus();
  };
  EXPECT_EQ(Serve(kPing, alice_).code, absl::StatusCode::kOk);
  EXPECT_EQ(caller, "member/61616161616161616161616161616161");
  EXPECT_THAT(world_.denials.seen(), IsEmpty());
}

TEST_F(PipelineTest, DepartedMemberIsRefusedAndRecorded) {
  world_.membership.Remove(alice_.id);
  EXPECT_EQ(Reason(kPing, alice_), v1::REASON_NOT_A_MEMBER);
  EXPECT_THAT(world_.denials.seen(),
              ElementsAre("member/61616161616161616161616161616161 "
                          "klad.v1.SystemService/Ping REASON_NOT_A_MEMBER"));
}

// Recording waits for the disk: never on gRPC's thread.
TEST_F(PipelineTest, DenialIsRecordedOnAWorker) {
  EXPECT_EQ(Reason(kStatus, alice_), v1::REASON_PERMISSION);
  EXPECT_NE(world_.denials.thread(), std::thread::id());
  EXPECT_NE(world_.denials.thread(), std::this_thread::get_id());
}

TEST_F(PipelineTest, DoorReachesOnlyDoorMethods) {
  const TestIdentity door = world_.Door();
  EXPECT_EQ(Serve(kReplay, door).code, absl::StatusCode::kOk);
  EXPECT_EQ(Reason(kPing, door), v1::REASON_PERMISSION);
  EXPECT_EQ(Reason(kReveal, door), v1::REASON_PERMISSION);
  EXPECT_EQ(Reason(kStatus, door), v1::REASON_PERMISSION);
}

TEST_F(PipelineTest, LocalCallerReachesOnlyLocalMethods) {
  Start();
  for (const char* method : {kStatus, kPing, kReplay}) {
    FakeExchange exchange(method, "");
    exchange.local = true;
    pipeline_->Serve(&exchange);
    EXPECT_EQ(exchange.Reason(), method == kStatus ? v1::REASON_UNSPECIFIED
                                                   : v1::REASON_PERMISSION)
        << method;
  }
}

TEST_F(PipelineTest, CertificatesThatAreNotForClientsAreNobody) {
  EXPECT_EQ(Reason(kPing, world_.server), v1::REASON_NOT_A_MEMBER);
  Start();
  FakeExchange garbage(kReplay, "garbage");
  pipeline_->Serve(&garbage);
  EXPECT_EQ(garbage.Reason(), v1::REASON_NOT_A_MEMBER);
}

TEST_F(PipelineTest, CertificateEndsOnAnOpenConnection) {
  EXPECT_EQ(Serve(kPing, alice_).code, absl::StatusCode::kOk);
  world_.clock.Advance(crypto::kDoorCertificateMs);
  EXPECT_EQ(Reason(kPing, alice_), v1::REASON_NOT_A_MEMBER);
}

TEST_F(PipelineTest, UnknownMethodIsRefused) {
  const WireStatus status = Serve("klad.v1.SystemService/Nothing", alice_);
  EXPECT_EQ(status.code, absl::StatusCode::kUnimplemented);
  EXPECT_EQ(access::ReasonOf(FromWire(status)), v1::REASON_METHOD);
}

TEST_F(PipelineTest, DenialThatCannotBeRecordedIsUnavailable) {
  world_.denials.broken = true;
  const WireStatus status = Serve(kStatus, alice_);
  EXPECT_EQ(status.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(access::ReasonOf(FromWire(status)), v1::REASON_UNSPECIFIED);
  EXPECT_THAT(status.text, Not(HasSubstr("secret")));
}

TEST_F(PipelineTest, DenialByTheHandlerIsRecorded) {
  world_.hooks[kReveal] = [](const Call&) {
    return access::Refuse(v1::REASON_NO_ACCESS);
  };
  EXPECT_EQ(Reason(kReveal, alice_), v1::REASON_NO_ACCESS);
  EXPECT_EQ(world_.denials.seen().size(), 1u);
}

TEST_F(PipelineTest, OtherRefusalsAreNotDenials) {
  world_.hooks[kReveal] = [](const Call&) {
    return access::Refuse(v1::REASON_CREDENTIAL_UNKNOWN);
  };
  EXPECT_EQ(Reason(kReveal, alice_), v1::REASON_CREDENTIAL_UNKNOWN);
  EXPECT_THAT(world_.denials.seen(), IsEmpty());
}

TEST_F(PipelineTest, PolicyPrecedesParsing) {
  Start();
  const auto exchange = New(kStatus, alice_);
  exchange->raw = "\xff\xff";
  pipeline_->Serve(exchange.get());
  EXPECT_EQ(exchange->Reason(), v1::REASON_PERMISSION);
}

TEST_F(PipelineTest, UnparsableRequestIsABadField) {
  Start();
  const auto exchange = New(kPing, alice_);
  exchange->raw = "\xff\xff";
  pipeline_->Serve(exchange.get());
  EXPECT_EQ(exchange->Reason(), v1::REASON_BAD_FIELD);
}

TEST_F(PipelineTest, UnknownFieldsOfARequestAreIgnored) {
  Start();
  const auto exchange = New(kPing, alice_);
  exchange->raw = absl::string_view("\xf8\x3f\x01", 3);  // field 1023: 1
  pipeline_->Serve(exchange.get());
  EXPECT_EQ(exchange->Wait().code, absl::StatusCode::kOk);
}

TEST_F(PipelineTest, DurableMethodRunsOnAWorker) {
  std::thread::id thread;
  world_.hooks[kChange] = [&](const Call& call) {
    EXPECT_TRUE(call.can_wait);
    thread = std::this_thread::get_id();
    return absl::OkStatus();
  };
  EXPECT_EQ(Serve(kChange, alice_).code, absl::StatusCode::kOk);
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST_F(PipelineTest, HandlerThatMustWaitIsRunAgain) {
  std::vector<bool> passes;
  world_.hooks[kReveal] = [&](const Call& call) {
    passes.push_back(call.can_wait);
    return call.can_wait ? absl::OkStatus() : MustWait();
  };
  EXPECT_EQ(Serve(kReveal, alice_).code, absl::StatusCode::kOk);
  EXPECT_THAT(passes, ElementsAre(false, true));
}

TEST_F(PipelineTest, HandlerThatNeverHasEnoughFails) {
  world_.hooks[kReveal] = [](const Call&) { return MustWait(); };
  EXPECT_EQ(Serve(kReveal, alice_).code, absl::StatusCode::kUnavailable);
}

TEST_F(PipelineTest, SuspensionWhileQueuedIsSeen) {
  limits_.workers = 1;
  Pipeline& pipeline = Start();
  Gate gate;
  std::atomic<int> changes{0};
  world_.hooks[kChange] = [&](const Call&) {
    ++changes;
    gate.Pass();
    return absl::OkStatus();
  };
  const auto first = New(kChange, alice_);
  const auto second = New(kChange, alice_);
  pipeline.Serve(first.get());
  gate.AwaitWaiting(1);
  pipeline.Serve(second.get());
  world_.membership.Remove(alice_.id);
  gate.Open();
  EXPECT_EQ(first->Wait().code, absl::StatusCode::kOk);
  EXPECT_EQ(second->Reason(), v1::REASON_NOT_A_MEMBER);
  EXPECT_EQ(changes, 1);
}

TEST_F(PipelineTest, FullQueueAsksToRetryAndReservedLanePasses) {
  limits_.workers = 1;
  limits_.queue = 1;
  Pipeline& pipeline = Start();
  Gate gate;
  world_.hooks[kChange] = [&](const Call&) {
    gate.Pass();
    return absl::OkStatus();
  };
  const auto running = New(kChange, alice_);
  const auto queued = New(kChange, alice_);
  const auto refused = New(kChange, alice_);
  pipeline.Serve(running.get());
  gate.AwaitWaiting(1);
  pipeline.Serve(queued.get());
  pipeline.Serve(refused.get());
  const absl::Status status = FromWire(refused->Wait());
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(access::RefusalOf(status)->fields().at("retry_ms"), "100");
  EXPECT_EQ(Serve(kAppend, alice_).code, absl::StatusCode::kOk);
  gate.Open();
  EXPECT_EQ(running->Wait().code, absl::StatusCode::kOk);
  EXPECT_EQ(queued->Wait().code, absl::StatusCode::kOk);
}

TEST_F(PipelineTest, OneMemberCannotHaveAllCalls) {
  limits_.member_in_flight = 2;
  Pipeline& pipeline = Start();
  Gate gate;
  world_.hooks[kChange] = [&](const Call&) {
    gate.Pass();
    return absl::OkStatus();
  };
  const auto one = New(kChange, alice_);
  const auto two = New(kChange, alice_);
  pipeline.Serve(one.get());
  pipeline.Serve(two.get());
  EXPECT_EQ(Reason(kPing, alice_), v1::REASON_TOO_MANY);
  EXPECT_EQ(Serve(kPing, world_.Member('b')).code, absl::StatusCode::kOk);
  gate.Open();
  one->Wait();
  two->Wait();
  EXPECT_EQ(Serve(kPing, alice_).code, absl::StatusCode::kOk);
  EXPECT_EQ(pipeline.in_flight(), 0);
}

TEST_F(PipelineTest, DenialsEatTheRate) {
  limits_.member_per_second = 100;
  limits_.denial_cost = 60;
  Start();
  EXPECT_EQ(Reason(kStatus, alice_), v1::REASON_PERMISSION);
  EXPECT_EQ(Reason(kStatus, alice_), v1::REASON_PERMISSION);
  EXPECT_EQ(Reason(kPing, alice_), v1::REASON_TOO_MANY);
  EXPECT_EQ(world_.denials.seen().size(), 2u);
}

TEST_F(PipelineTest, DeadlineIsClamped) {
  limits_.call_ms = 5'000;
  steady_clock::time_point deadline;
  world_.hooks[kPing] = [&](const Call& call) {
    deadline = call.deadline;
    return absl::OkStatus();
  };
  EXPECT_EQ(Serve(kPing, alice_).code, absl::StatusCode::kOk);
  EXPECT_LE(deadline, steady_clock::now() + milliseconds(5'000));
}

TEST_F(PipelineTest, ExpiredOrCancelledCallIsNotRun) {
  Start();
  bool run = false;
  world_.hooks[kPing] = [&](const Call&) {
    run = true;
    return absl::OkStatus();
  };
  const auto expired = New(kPing, alice_);
  expired->deadline = steady_clock::now() - milliseconds(1);
  pipeline_->Serve(expired.get());
  EXPECT_EQ(expired->Reason(), v1::REASON_DEADLINE);
  const auto cancelled = New(kPing, alice_);
  cancelled->cancelled = true;
  pipeline_->Serve(cancelled.get());
  EXPECT_EQ(cancelled->Reason(), v1::REASON_DEADLINE);
  EXPECT_FALSE(run);
}

TEST_F(PipelineTest, EngineTextStaysInside) {
  world_.hooks[kPing] = [](const Call&) {
    return absl::DataLossError("corruption in /var/lib/klad/000123.sst");
  };
  const WireStatus status = Serve(kPing, alice_);
  EXPECT_EQ(status.code, absl::StatusCode::kInternal);
  EXPECT_THAT(status.text, Not(HasSubstr("sst")));
  EXPECT_EQ(status.details, "");
}

TEST_F(PipelineTest, DrainingTakesNoNewCallAndFinishesOld) {
  Pipeline& pipeline = Start();
  Gate gate;
  world_.hooks[kChange] = [&](const Call&) {
    gate.Pass();
    return absl::OkStatus();
  };
  const auto old = New(kChange, alice_);
  pipeline.Serve(old.get());
  gate.AwaitWaiting(1);
  pipeline.Drain();
  EXPECT_EQ(Reason(kPing, alice_), v1::REASON_DRAINING);
  gate.Open();
  EXPECT_EQ(old->Wait().code, absl::StatusCode::kOk);
}

TEST_F(PipelineTest, MetricsCountByMethodAndCode) {
  Serve(kPing, alice_);
  Serve(kPing, alice_);
  Serve(kStatus, alice_);
  const std::string text = pipeline_->MetricsText();
  EXPECT_THAT(text, HasSubstr("klad_calls_total{method=\"klad.v1.System"
                              "Service/Ping\",code=\"OK\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("klad_calls_total{method=\"klad.v1.LocalService/"
                              "Status\",code=\"PERMISSION_DENIED\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("klad_call_seconds_count{method=\"klad.v1."
                              "SystemService/Ping\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("klad_in_flight 0\n"));
}

TEST_F(PipelineTest, ManyThreadsAtOnce) {
  limits_.member_in_flight = 1'000;
  Pipeline& pipeline = Start();
  std::vector<std::thread> threads;
  std::atomic<int> served{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const auto exchange = New(i % 2 == 0 ? kPing : kChange, alice_);
        pipeline.Serve(exchange.get());
        if (exchange->Wait().code == absl::StatusCode::kOk) ++served;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(served, 800);
  EXPECT_EQ(pipeline.in_flight(), 0);
}

}  // namespace
}  // namespace klad::rpc
