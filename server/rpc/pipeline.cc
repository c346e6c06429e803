#include "server/rpc/pipeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"

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

}  // namespace

Pipeline::Pipeline(PipelineOptions options, MethodTable table,
                   const access::Membership& membership, DenialSink& denials,
                   Clock& clock, CallerCache& callers)
    : options_(std::move(options)),
      table_(std::move(table)),
      membership_(membership),
      denials_(denials),
      clock_(clock),
      callers_(callers),
      local_(Local()),
      admission_(options_.limits),
      metrics_(table_.methods()),
      workers_(options_.limits.workers, options_.limits.queue),
      reserved_(kReservedThreads, kReservedQueue) {}

void Pipeline::Serve(Exchange* exchange) {
  exchange->id = next_id_.fetch_add(1, std::memory_order_relaxed);
  exchange->arrived = steady_clock::now();
  exchange->deadline = std::min(
      exchange->deadline,
      exchange->arrived + std::chrono::milliseconds(options_.limits.call_ms));
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
  exchange.bound = table_.Find(exchange.method);
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
    const Call call{*exchange.caller, now_ms,       exchange.can_wait,
                    exchange.method,  exchange.raw, exchange.id,
                    exchange.deadline};
    status = exchange.bound->run(call, &exchange.response);
  }
  if (access::IsDenial(access::ReasonOf(status))) {
    return RecordDenial(exchange, status);
  }
  return status;
}

absl::Status Pipeline::Admit(Exchange& exchange) {
  if (exchange.admitted) return absl::OkStatus();
  if (draining_) return Refuse(v1::REASON_DRAINING);
  RETURN_IF_ERROR(admission_.Enter(*exchange.caller, exchange.bound->reserved,
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

void Pipeline::Advance(Exchange* exchange) {
  absl::Status status = Run(*exchange);
  if (IsMustWait(status) && !exchange->can_wait) {
    exchange->can_wait = true;
    Workers& lane = exchange->bound->reserved ? reserved_ : workers_;
    if (lane.Add([this, exchange] { Advance(exchange); })) return;
    status = Refuse(v1::REASON_TOO_MANY, {{"retry_ms", kQueueRetryMs}});
  }
  Finish(exchange, status);
}

void Pipeline::Finish(Exchange* exchange, const absl::Status& status) {
  WireStatus wire = ToWire(status);
  const auto took = steady_clock::now() - exchange->arrived;
  metrics_.Count(exchange->bound, wire.code, took);
  if (!status.ok() || options_.verbose) Log(*exchange, status, took);
  if (exchange->admitted) {
    admission_.Leave(*exchange->caller, exchange->bound->reserved);
  }
  exchange->Answer(std::move(wire));
}

void Pipeline::Log(const Exchange& exchange, const absl::Status& status,
                   std::chrono::nanoseconds took) const {
  if (!options_.log) return;
  options_.log(absl::StrCat(
      "call ", exchange.id, " ",
      exchange.bound == nullptr ? "unknown method" : exchange.bound->name, " ",
      exchange.caller == nullptr ? "unknown caller" : exchange.caller->Name(),
      " ", CodeName(status.code()), " ",
      std::chrono::duration_cast<std::chrono::microseconds>(took).count(),
      " us", status.ok() ? "" : " ", absl::CHexEscape(status.message())));
}

std::string Pipeline::MetricsText() const {
  return absl::StrCat(
      metrics_.Text(), Gauge("klad_in_flight", admission_.in_flight()),
      Gauge("klad_queued", static_cast<int64_t>(workers_.queued())));
}

}  // namespace klad::rpc
