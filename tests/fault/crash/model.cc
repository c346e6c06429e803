#include "tests/fault/crash/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/refusal.h"
#include "crypto/log.h"

namespace klad::testing {

void Figures::Add(const Figures& other) {
  kills += other.kills;
  kills_while_starting += other.kills_while_starting;
  changes += other.changes;
  reveals += other.reveals;
  entries += other.entries;
  unanswered += other.unanswered;
  unanswered_standing += other.unanswered_standing;
}

void LogModel::Stands(const trust::v1::Signed& entry) {
  hashes_.push_back(crypto::HashSigned(entry).str());
}

absl::Status LogModel::Compare(const std::vector<trust::v1::Signed>& shown,
                               const trust::v1::Signed* unanswered,
                               bool* stands) const {
  std::vector<std::string> hashes;
  for (const trust::v1::Signed& entry : shown) {
    hashes.push_back(crypto::HashSigned(entry).str());
  }
  *stands = unanswered != nullptr && !hashes.empty() &&
            hashes.back() == crypto::HashSigned(*unanswered).str();
  if (*stands) hashes.pop_back();
  if (hashes == hashes_) return absl::OkStatus();
  const auto same = std::mismatch(hashes.begin(), hashes.end(), hashes_.begin(),
                                  hashes_.end())
                        .first -
                    hashes.begin();
  return absl::DataLossError(
      absl::StrCat(hashes_.size(), " were acknowledged, ", shown.size(),
                   " are shown, the first ", same, " agree"));
}

bool Moved(const absl::Status& status) {
  const klad::v1::Reason reason = client::ReasonOf(status);
  return reason == klad::v1::REASON_SAFE_MOVED ||
         reason == klad::v1::REASON_ROSTER_MOVED;
}

}  // namespace klad::testing
