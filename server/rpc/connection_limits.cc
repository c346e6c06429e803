#include "server/rpc/connection_limits.h"

namespace klad::rpc {
namespace {

constexpr size_t kGroups = 8192;

}  // namespace

bool ConnectionLimits::Enter(const std::string& group, SteadyTime now) {
  if (connections_ >= limits_.connections) return false;
  State* state = Find(group, now);
  if (state == nullptr ||
      state->connections >= limits_.connections_per_address ||
      !state->bucket.Take(now)) {
    return false;
  }
  ++connections_;
  ++state->connections;
  return true;
}

void ConnectionLimits::Leave(const std::string& group) {
  --connections_;
  --states_.at(group).connections;
}

// Null when strangers from too many addresses are at it: an address is
// forgotten only when its burst is whole again.
ConnectionLimits::State* ConnectionLimits::Find(const std::string& group,
                                                SteadyTime now) {
  const auto found = states_.find(group);
  if (found != states_.end()) return &found->second;
  if (states_.size() >= kGroups) {
    absl::erase_if(states_, [now](auto& entry) {
      return entry.second.connections == 0 && entry.second.bucket.Full(now);
    });
  }
  if (states_.size() >= kGroups) return nullptr;
  const TokenBucket bucket(limits_.new_per_second, limits_.new_burst, now);
  return &states_.emplace(group, State{bucket}).first->second;
}

}  // namespace klad::rpc
