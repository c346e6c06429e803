// The whole policy of the server for a call. Knows no gRPC.
#ifndef KLAD_SERVER_RPC_PIPELINE_H_
#define KLAD_SERVER_RPC_PIPELINE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/access.h"
#include "server/base/clock.h"
#include "server/rpc/admission.h"
#include "server/rpc/caller_cache.h"
#include "server/rpc/denial_sink.h"
#include "server/rpc/exchange.h"
#include "server/rpc/limits.h"
#include "server/rpc/method_table.h"
#include "server/rpc/metrics.h"
#include "server/rpc/streams.h"
#include "server/rpc/workers.h"

namespace klad::rpc {

// Thread-safe. What it is given must outlive it.
class Pipeline {
 public:
  // `verbose`: a log line for every call, not only for failures.
  Pipeline(const Limits& limits, bool verbose, MethodTable table,
           const access::Membership& membership, DenialSink& denials,
           const Clock& clock, CallerCache& callers);

  // Answers the exchange, here or later on a worker. `exchange` must live
  // until its answer.
  void Serve(Exchange* exchange);

  // A message of a stream has been written out, or could not be.
  void Continue(Exchange* exchange) { Advance(exchange); }

  // Something was committed: streams look again.
  void Wake() { streams_.Wake(); }

  // Nobody waits for this exchange any more; it must say so already.
  void Cancel(Exchange* exchange) { streams_.Wake(exchange); }

  // From now on calls are refused with DRAINING; those begun go on, but
  // streams end.
  void Drain();

  int in_flight() const { return admission_.in_flight(); }
  std::string MetricsText() const;

 private:
  absl::Status Run(Exchange& exchange);
  absl::Status Admit(Exchange& exchange);
  absl::Status RecordDenial(Exchange& exchange, const absl::Status& denial);
  void Advance(Exchange* exchange);
  void Finish(Exchange* exchange, const absl::Status& status);

  const Limits limits_;
  const bool verbose_;
  const MethodTable table_;
  const access::Membership& membership_;
  DenialSink& denials_;
  const Clock& clock_;
  CallerCache& callers_;
  const std::shared_ptr<const access::Caller> local_;
  Admission admission_;
  Metrics metrics_;
  std::atomic<uint64_t> next_id_{1};
  std::atomic<bool> draining_{false};
  Workers workers_;
  Workers reserved_;
  Streams streams_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_PIPELINE_H_
