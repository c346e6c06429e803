#include "server/rpc/admission.h"

#include "absl/strings/str_cat.h"
#include "server/access/refusal.h"

namespace klad::rpc {
namespace {

constexpr size_t kStates = 4096;
constexpr int kReservedInFlight = 4;
constexpr int64_t kBusyMs = 50;

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

absl::Status Admission::Enter(const access::Caller& caller, bool reserved,
                              SteadyTime now) {
  MutexLock lock(&mutex_);
  State& state = Find(KeyOf(caller), now);
  if (reserved ? state.reserved >= kReservedInFlight
               : in_flight_ >= limits_.in_flight ||
                     state.in_flight >= limits_.member_in_flight) {
    return TooMany(kBusyMs);
  }
  if (!state.bucket.Take(now)) return TooMany(state.bucket.RetryMs());
  ++in_flight_;
  ++(reserved ? state.reserved : state.in_flight);
  return absl::OkStatus();
}

void Admission::Leave(const access::Caller& caller, bool reserved) {
  MutexLock lock(&mutex_);
  State& state = states_.at(KeyOf(caller));
  --in_flight_;
  --(reserved ? state.reserved : state.in_flight);
}

void Admission::ChargeDenial(const access::Caller& caller, SteadyTime now) {
  MutexLock lock(&mutex_);
  Find(KeyOf(caller), now).bucket.Charge(limits_.denial_cost, now);
}

int Admission::in_flight() const {
  MutexLock lock(&mutex_);
  return in_flight_;
}

Admission::State& Admission::Find(const std::string& id, SteadyTime now) {
  const auto found = states_.find(id);
  if (found != states_.end()) return found->second;
  if (states_.size() >= kStates) {
    absl::erase_if(states_, [now](auto& entry) {
      State& state = entry.second;
      return state.in_flight == 0 && state.reserved == 0 &&
             state.bucket.Full(now);
    });
  }
  const double rate = limits_.member_per_second;
  return states_.emplace(id, State{TokenBucket(rate, rate, now)}).first->second;
}

}  // namespace klad::rpc
