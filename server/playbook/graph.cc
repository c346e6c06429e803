#include "server/playbook/graph.h"

#include <algorithm>
#include <deque>
#include <map>

#include "crypto/base/status_macros.h"
#include "server/playbook/records.h"

namespace klad::playbook {
namespace {

// From the last step back to the first.
std::vector<std::string> WayTo(
    std::string at, absl::string_view start,
    const std::map<std::string, std::string>& came_from) {
  std::vector<std::string> way = {std::string(start)};
  for (; at != start; at = came_from.at(at)) way.push_back(at);
  way.emplace_back(start);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindCycle(
    store::Store* store, absl::string_view playbook,
    const std::vector<std::string>& others) {
  const std::string start(playbook);
  std::map<std::string, std::string> came_from;
  std::deque<std::string> waiting;
  for (const std::string& other : others) {
    if (other == start) return std::vector<std::string>{start, start};
    if (came_from.emplace(other, start).second) waiting.push_back(other);
  }
  while (!waiting.empty()) {
    const std::string at = waiting.front();
    waiting.pop_front();
    ASSIGN_OR_RETURN(const Stored stored, Load(store, at));
    for (const std::string& next : stored.record.playbooks()) {
      if (next == start) return WayTo(at, start, came_from);
      if (came_from.emplace(next, at).second) waiting.push_back(next);
    }
  }
  return std::vector<std::string>();
}

}  // namespace klad::playbook
