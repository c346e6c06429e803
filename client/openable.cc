#include "client/openable.h"

#include <algorithm>

#include "crypto/base/status_macros.h"
#include "crypto/roster/reach.h"

namespace klad::client {
namespace {

using crypto::roster::SharedTerm;
using crypto::roster::Term;
using trust::v1::Header;

// The value was there before this secret part, under an earlier key.
bool CameInBefore(const Header& header) {
  return header.generation() < header.secret().version();
}

bool EndedBefore(const Term& term, const Header& header) {
  return (term.ended() && term.to <= header.roster().sequence()) ||
         (term.until_ms != 0 && term.until_ms <= header.time_ms());
}

}  // namespace

absl::StatusOr<Openable> Openable::By(
    const crypto::roster::State& roster,
    absl::Span<const trust::v1::Signed> entries,
    std::set<std::string> members) {
  ASSIGN_OR_RETURN(auto epochs,
                   crypto::roster::EpochsOpenedBy(roster, entries, members));
  return Openable(roster, std::move(members), std::move(epochs));
}

bool Openable::Has(const Header& header) const {
  return ByKey(header) || ByShare(header);
}

bool Openable::ByKey(const Header& header) const {
  const auto newest = epochs_.find(header.safe());
  return newest != epochs_.end() &&
         (header.secret().epoch() <= newest->second || CameInBefore(header));
}

// To a share was sealed every secret that came in before it ended.
bool Openable::ByShare(const Header& header) const {
  const auto* safe = roster_->FindSafe(header.safe());
  if (safe == nullptr) return false;
  const bool came_with_this =
      header.secret().version() == header.version() && !CameInBefore(header);
  const auto held = [&](const SharedTerm& shared) {
    return !came_with_this || !EndedBefore(shared.term, header);
  };
  return std::any_of(
      members_.begin(), members_.end(), [&](const std::string& member) {
        const auto terms = safe->shares.find({header.credential(), member});
        return terms != safe->shares.end() &&
               std::any_of(terms->second.begin(), terms->second.end(), held);
      });
}

}  // namespace klad::client
