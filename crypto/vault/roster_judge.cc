#include "crypto/vault/roster_judge.h"

#include <algorithm>

namespace klad::crypto::vault {
namespace {

trust::v1::Position ToProto(const roster::Position& position) {
  trust::v1::Position out;
  if (position.sequence == 0) return out;
  out.set_sequence(position.sequence);
  out.set_link(position.link.str());
  return out;
}

}  // namespace

RosterJudge::RosterJudge(const roster::State& roster, absl::string_view safe)
    : roster_(roster), safe_(safe) {
  const roster::Safe* named = roster.FindSafe(safe);
  if (named == nullptr) return;
  auto restored = roster.facts().restorations.begin();
  const auto end = roster.facts().restorations.end();
  for (const roster::KeyEpoch& epoch : named->epochs) {
    for (; restored != end && restored->sequence < epoch.term.from;
         ++restored) {
      AddRestored(*restored);
    }
    anchors_.push_back(
        {epoch.term.from, epoch.number, ToProto(epoch.head), epoch.root});
  }
  for (; restored != end; ++restored) AddRestored(*restored);
}

void RosterJudge::AddRestored(const roster::Restoration& restored) {
  for (const auto& named : restored.safes) {
    if (named.safe != safe_ || anchors_.empty()) continue;
    const uint32_t epoch = anchors_.back().epoch;
    anchors_.erase(std::remove_if(anchors_.begin(), anchors_.end(),
                                  [&](const Anchor& anchor) {
                                    return anchor.head.sequence() >
                                           named.head.sequence;
                                  }),
                   anchors_.end());
    anchors_.push_back(
        {restored.sequence, epoch, ToProto(named.head), named.root});
  }
}

absl::optional<Digest> RosterJudge::LinkAt(uint64_t position) const {
  const auto at = roster_.At(position);
  if (!at.ok()) return absl::nullopt;
  return at->link;
}

bool RosterJudge::CouldWrite(absl::string_view author,
                             uint64_t position) const {
  return roster_.CouldWrite(author, safe_, position);
}

std::string RosterJudge::SignKey(absl::string_view author,
                                 uint64_t position) const {
  const std::string* key = roster_.SigningKeyAt(author, position);
  return key == nullptr ? "" : *key;
}

}  // namespace klad::crypto::vault
