#include "client/exposure_trail.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// Newest first. Behind the last that may be read stands the name of one that
// may not.
std::vector<std::string> SafesOf(const std::vector<Vault::Version>& versions) {
  std::vector<std::string> safes;
  const auto add = [&](const std::string& safe) {
    if (!safe.empty() &&
        std::find(safes.begin(), safes.end(), safe) == safes.end()) {
      safes.push_back(safe);
    }
  };
  for (const Vault::Version& version : versions) {
    add(version.header.safe());
    add(version.header.moved_from());
  }
  return safes;
}

}  // namespace

absl::StatusOr<ExposureTrail> ExposuresWherever(Vault* vault, Mirror* mirror,
                                                absl::string_view credential) {
  ASSIGN_OR_RETURN(const auto versions, vault->History(mirror, credential));
  ExposureTrail trail;
  trail.whole = versions.back().header.version() == 1;
  for (const std::string& safe : SafesOf(versions)) {
    auto there = ExposuresOfCredential(vault, safe, credential);
    if (safe != mirror->safe() &&
        ExitCodeOf(there.status()) == ExitCode::kDenied) {
      trail.whole = false;
      continue;
    }
    RETURN_IF_ERROR(there.status());
    trail.exposed.insert(trail.exposed.end(), there->begin(), there->end());
  }
  trail.exposed = NewestOnly(std::move(trail.exposed));
  std::stable_sort(trail.exposed.begin(), trail.exposed.end(),
                   [](const Exposed& a, const Exposed& b) {
                     return a.generation < b.generation;
                   });
  return trail;
}

std::vector<Exposed> NewestOnly(std::vector<Exposed> all) {
  std::map<std::tuple<std::string, std::string, uint64_t, int>, size_t> places;
  std::vector<Exposed> newest;
  for (Exposed& one : all) {
    const auto [place, first] = places.try_emplace(
        {one.member, one.credential, one.generation, one.purpose},
        newest.size());
    if (first) {
      newest.push_back(std::move(one));
    } else if (newest[place->second].time_ms < one.time_ms) {
      newest[place->second] = std::move(one);
    }
  }
  return newest;
}

}  // namespace klad::client
