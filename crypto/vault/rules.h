// The words for what a change can be refused for. They are the message of the
// kDataLoss status and the field `rule` of REASON_CHANGE_REFUSED; stable.
#ifndef KLAD_CRYPTO_VAULT_RULES_H_
#define KLAD_CRYPTO_VAULT_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::crypto::vault {

// Does not parse, or a field has not its size, or a list not its length.
inline constexpr char kRuleForm[] = "form";
// Kind or sensitivity is missing.
inline constexpr char kRuleKind[] = "kind";
// Of this organisation and this safe.
inline constexpr char kRulePlace[] = "place";
// Every header of a change has the change's author and sequence, and all have
// one roster position and one epoch.
inline constexpr char kRuleStamp[] = "stamp";
// The link before is not the head's.
inline constexpr char kRulePrevious[] = "previous";
// The roster position is not one of the verifier's roster.
inline constexpr char kRuleRoster[] = "roster";
// The roster position fell.
inline constexpr char kRulePositionFell[] = "position-fell";
// The author could not write there.
inline constexpr char kRuleAuthor[] = "author";
inline constexpr char kRuleSignature[] = "signature";
// The epoch is not the one of that position.
inline constexpr char kRuleEpoch[] = "epoch";
// Before or behind the head that a roster entry names.
inline constexpr char kRuleAnchor[] = "anchor";
// One credential twice in a change.
inline constexpr char kRuleTwice[] = "twice";
// Not one more than the known version.
inline constexpr char kRuleVersion[] = "version";
// Not the hash of the known header.
inline constexpr char kRuleHeaderBefore[] = "header-before";
inline constexpr char kRuleTimeFell[] = "time-fell";
inline constexpr char kRuleKindChanged[] = "kind-changed";
// A part is neither taken over whole nor made in this version.
inline constexpr char kRuleOverview[] = "overview";
inline constexpr char kRuleSecret[] = "secret";
inline constexpr char kRuleGeneration[] = "generation";
// A deletion of something new, or one that changes a part.
inline constexpr char kRuleDeletion[] = "deletion";
// The marks of a move: a deletion that says where it goes on, and what may
// follow; a version that says where it comes from.
inline constexpr char kRuleMoved[] = "moved";
inline constexpr char kRuleRoot[] = "root";
// Shown alone, it does not lead to the root of the head.
inline constexpr char kRuleProof[] = "proof";

inline absl::Status Broken(absl::string_view rule) {
  return absl::DataLossError(rule);
}

}  // namespace klad::crypto::vault

// In a function that returns a Status or StatusOr.
#define KLAD_RULE(word, holds)                                \
  do {                                                        \
    if (!(holds)) return ::klad::crypto::vault::Broken(word); \
  } while (false)

#endif  // KLAD_CRYPTO_VAULT_RULES_H_
