#include "server/rpc/admission.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "server/access/refusal.h"

namespace klad::rpc {
namespace {

constexpr size_t kStates = 4096;
constexpr int kReservedInFlight = 4;
constexpr int64_t kBusyMs = 50;

size_t Index(Lane lane) { return static_cast<size_t>(lane); }

// Local calls share one state, apart from those of any certificate.
const std::string& KeyOf(const access::Caller& caller) {
  static const auto* const local = new std::string("local");
  return caller.kind == access::Caller::Kind::kLocal ? *local : caller.id;
}

absl::Status TooMany(int64_t retry_ms) {
  return access::Refuse(v1::REASON_TOO_MANY,
                        {{"retry_ms", absl::StrCat(retry_ms)}});
}

}  // namespace

absl::Status Admission::Enter(const access::Caller& caller, Lane lane,
                              SteadyTime now) {
  MutexLock lock(&mutex_);
  State& state = Find(KeyOf(caller), now);
  if (IsFull(state, lane)) return TooMany(kBusyMs);
  if (!state.bucket.Take(now)) return TooMany(state.bucket.RetryMs());
  ++in_flight_[Index(lane)];
  ++state.in_flight[Index(lane)];
  return absl::OkStatus();
}

bool Admission::IsFull(const State& state, Lane lane) const {
  const int all = in_flight_[Index(lane)];
  const int own = state.in_flight[Index(lane)];
  switch (lane) {
    case Lane::kReserved:
      return own >= kReservedInFlight;
    case Lane::kStream:
      return all >= limits_.open_streams || own >= limits_.member_streams;
    default:
      return all >= limits_.in_flight || own >= limits_.member_in_flight;
  }
}

void Admission::Leave(const access::Caller& caller, Lane lane) {
  MutexLock lock(&mutex_);
  State& state = states_.at(KeyOf(caller));
  --in_flight_[Index(lane)];
  --state.in_flight[Index(lane)];
}

void Admission::ChargeDenial(const access::Caller& caller, SteadyTime now) {
  MutexLock lock(&mutex_);
  Find(KeyOf(caller), now).bucket.Charge(limits_.denial_cost, now);
}

int Admission::in_flight() const {
  MutexLock lock(&mutex_);
  return std::accumulate(in_flight_.begin(), in_flight_.end(), 0);
}

Admission::State& Admission::Find(const std::string& id, SteadyTime now) {
  const auto found = states_.find(id);
  if (found != states_.end()) return found->second;
  if (states_.size() >= kStates) {
    absl::erase_if(states_, [now](auto& entry) {
      State& state = entry.second;
      return state.in_flight == decltype(state.in_flight){} &&
             state.bucket.Full(now);
    });
  }
  const double rate = limits_.member_per_second;
  return states_.emplace(id, State{TokenBucket(rate, rate, now)}).first->second;
}

}  // namespace klad::rpc
