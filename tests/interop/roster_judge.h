// What a replayed roster says about one safe, for the check of its changes.
#ifndef KLAD_TESTS_INTEROP_ROSTER_JUDGE_H_
#define KLAD_TESTS_INTEROP_ROSTER_JUDGE_H_

#include <string>
#include <vector>

#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/state.h"
#include "crypto/vault/judge.h"

namespace klad::interop {

class RosterJudge : public crypto::vault::Judge {
 public:
  // `state` must outlive it. Of rosters in which nothing was restored.
  RosterJudge(const crypto::roster::State& state, std::string safe)
      : state_(state), safe_(std::move(safe)) {
    for (const auto& epoch : state.FindSafe(safe_)->epochs) {
      anchors_.push_back(
          {epoch.term.from, epoch.number, ToProto(epoch.head), epoch.root});
    }
  }

  absl::optional<crypto::Digest> LinkAt(uint64_t position) const override {
    const auto known = state_.At(position);
    if (position == 0 || !known.ok()) return absl::nullopt;
    return known->link;
  }
  bool CouldWrite(absl::string_view author, uint64_t position) const override {
    return state_.CouldWrite(author, safe_, position);
  }
  std::string SignKey(absl::string_view author,
                      uint64_t position) const override {
    const std::string* key = state_.SigningKeyAt(author, position);
    return key == nullptr ? "" : *key;
  }
  const std::vector<crypto::vault::Anchor>& anchors() const override {
    return anchors_;
  }

 private:
  const crypto::roster::State& state_;
  const std::string safe_;
  std::vector<crypto::vault::Anchor> anchors_;
};

}  // namespace klad::interop

#endif  // KLAD_TESTS_INTEROP_ROSTER_JUDGE_H_
