// The judge of a safe's changes, over the replayed roster.
#ifndef KLAD_CRYPTO_VAULT_ROSTER_JUDGE_H_
#define KLAD_CRYPTO_VAULT_ROSTER_JUDGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "crypto/vault/judge.h"

namespace klad::crypto::vault {

// `roster` must outlive it and stand still.
class RosterJudge : public Judge {
 public:
  RosterJudge(const roster::State& roster, absl::string_view safe);

  absl::optional<Digest> LinkAt(uint64_t position) const override;
  bool CouldWrite(absl::string_view author, uint64_t position) const override;
  std::string SignKey(absl::string_view author,
                      uint64_t position) const override;
  const std::vector<Anchor>& anchors() const override { return anchors_; }

 private:
  void AddRestored(const roster::Restoration& restored);

  const roster::State& roster_;
  const std::string safe_;
  std::vector<Anchor> anchors_;
};

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_ROSTER_JUDGE_H_
