#include "server/rpc/pipeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/log.h"

namespace klad::rpc {
namespace {

constexpr size_t kReservedThreads = 2;
constexpr size_t kReservedQueue = 64;
constexpr char kQueueRetryMs[] = "100";

using access::Refuse;
using std::chrono::steady_clock;

std::shared_ptr<const access::Caller> Local() {
  auto caller = std::make_shared<access::Caller>();
  caller->kind = access::Caller::Kind::kLocal;
  return caller;
}

bool IsStream(const Exchange& exchange) {
  return exchange.bound != nullptr && exchange.bound->stream;
}

Lane LaneOf(const Method& method) {
  if (method.stream) return Lane::kStream;
  return method.reserved ? Lane::kReserved : Lane::kCommon;
}

void LogCall(const Exchange& exchange, const absl::Status& status,
             steady_clock::duration took) {
  Log(status.ok() ? Severity::kInfo : Severity::kWarning, "call",
      {{"id", exchange.id},
       {"method", exchange.bound == nullptr ? "unknown" : exchange.bound->name},
       {"caller",
        exchange.caller == nullptr ? "unknown" : exchange.caller->Name()},
       {"code", CodeName(status.code())},
       {"us",
        std::chrono::duration_cast<std::chrono::microseconds>(took).count()},
       {"why", status.message()}});
}

}  // namespace

Pipeline::Pipeline(const Limits& limits, bool verbose, MethodTable table,
                   const access::Membership& membership, DenialSink& denials,
                   const Clock& clock, CallerCache& callers)
    : limits_(limits),
      verbose_(verbose),
      table_(std::move(table)),
      membership_(membership),
      denials_(denials),
      clock_(clock),
      callers_(callers),
      local_(Local()),
      admission_(limits_),
      metrics_(table_.methods()),
      workers_(limits_.workers, limits_.queue),
      reserved_(kReservedThreads, kReservedQueue),
      streams_([this](Exchange* exchange) { Advance(exchange); }) {}

void Pipeline::Serve(Exchange* exchange) {
  exchange->id = next_id_.fetch_add(1, std::memory_order_relaxed);
  exchange->arrived = steady_clock::now();
  exchange->bound = table_.Find(exchange->method);
  const std::chrono::milliseconds most(IsStream(*exchange) ? limits_.stream_ms
                                                           : limits_.call_ms);
  exchange->deadline = std::min(exchange->deadline, exchange->arrived + most);
  Advance(exchange);
}

// A pass over this function is a whole decision. What must wait passes twice:
// on gRPC's thread until it would wait, then from the top on a worker, where
// a suspension that came meanwhile is seen.
absl::Status Pipeline::Run(Exchange& exchange) {
  const int64_t now_ms = clock_.NowMs();
  if (steady_clock::now() >= exchange.deadline || exchange.Cancelled()) {
    return Refuse(v1::REASON_DEADLINE);
  }
  if (exchange.bound == nullptr) return Refuse(v1::REASON_METHOD);
  if (exchange.caller == nullptr) {
    exchange.caller =
        exchange.local ? local_ : callers_.Find(exchange.certificate, now_ms);
  }
  RETURN_IF_ERROR(Admit(exchange));

  const v1::Policy& policy = exchange.bound->policy;
  absl::Status status =
      access::Decide(policy, *exchange.caller, membership_, now_ms);
  if (status.ok()) {
    if (policy.cost() == v1::COST_DURABLE && !exchange.can_wait) {
      return MustWait();
    }
    const Call call{*exchange.caller,  now_ms,          exchange.can_wait,
                    exchange.method,   exchange.raw,    exchange.id,
                    exchange.deadline, &exchange.stream};
    status = exchange.bound->run(call, &exchange.response);
  }
  if (access::IsDenial(access::ReasonOf(status))) {
    return RecordDenial(exchange, status);
  }
  return status;
}

absl::Status Pipeline::Admit(Exchange& exchange) {
  if (draining_ && (IsStream(exchange) || !exchange.admitted)) {
    return Refuse(v1::REASON_DRAINING);
  }
  if (exchange.admitted) return absl::OkStatus();
  RETURN_IF_ERROR(admission_.Enter(*exchange.caller, LaneOf(*exchange.bound),
                                   exchange.arrived));
  exchange.admitted = true;
  exchange.Identified(*exchange.caller);
  return absl::OkStatus();
}

absl::Status Pipeline::RecordDenial(Exchange& exchange,
                                    const absl::Status& denial) {
  if (!exchange.can_wait) return MustWait();
  admission_.ChargeDenial(*exchange.caller, steady_clock::now());
  const absl::Status recorded = denials_.Denied(
      *exchange.caller, exchange.method, access::ReasonOf(denial));
  if (recorded.ok()) return denial;
  return absl::UnavailableError(
      absl::StrCat("a denial could not be recorded: ", recorded.ToString()));
}

void Pipeline::Drain() {
  draining_ = true;
  streams_.Wake();
}

void Pipeline::Advance(Exchange* exchange) {
  const uint64_t seen = streams_.happened();
  absl::Status status = Run(*exchange);
  if (IsMustWait(status) && !exchange->can_wait) {
    exchange->can_wait = true;
    Workers& lane = exchange->bound->reserved ? reserved_ : workers_;
    if (lane.Add([this, exchange] { Advance(exchange); })) return;
    status = Refuse(v1::REASON_TOO_MANY, {{"retry_ms", kQueueRetryMs}});
  }
  if (IsStream(*exchange)) {
    if (status.ok()) return exchange->Send();
    if (IsNothingYet(status)) return streams_.Park(exchange, seen);
    if (IsEndOfStream(status)) status = absl::OkStatus();
  }
  Finish(exchange, status);
}

void Pipeline::Finish(Exchange* exchange, const absl::Status& status) {
  WireStatus wire = ToWire(status);
  const auto took = steady_clock::now() - exchange->arrived;
  metrics_.Count(exchange->bound, wire.code, took);
  if (!status.ok() || verbose_) LogCall(*exchange, status, took);
  if (exchange->admitted) {
    admission_.Leave(*exchange->caller, LaneOf(*exchange->bound));
  }
  exchange->Answer(std::move(wire));
}

std::string Pipeline::MetricsText() const {
  return absl::StrCat(
      metrics_.Text(), Gauge("klad_in_flight", admission_.in_flight()),
      Gauge("klad_queued", static_cast<int64_t>(workers_.queued())),
      Gauge("klad_streams_waiting", streams_.parked()));
}

}  // namespace klad::rpc
