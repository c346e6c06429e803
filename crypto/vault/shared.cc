#include "crypto/vault/shared.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/check.h"
#include "crypto/vault/map_hash.h"
#include "crypto/vault/map_proof.h"
#include "crypto/vault/rules.h"

namespace klad::crypto::vault {
namespace {

const SignedHeader* HeaderOf(const CheckedChange& change,
                             absl::string_view credential) {
  const SignedHeader* found = nullptr;
  for (const SignedHeader& each : change.headers) {
    if (each.header.credential() != credential) continue;
    if (found != nullptr) return nullptr;  // twice: no reader takes it
    found = &each;
  }
  return found;
}

absl::StatusOr<MapProof> ProofOf(absl::string_view safe,
                                 absl::string_view credential,
                                 const Digest& header,
                                 const trust::v1::SharedCredential& shown) {
  MapProof proof;
  proof.end = MapLeaf{MapKey(safe, credential), header};
  for (const std::string& sibling : shown.siblings()) {
    auto digest = Digest::From(sibling);
    if (!digest.ok()) return Broken(kRuleForm);
    proof.siblings.push_back(*digest);
  }
  return proof;
}

// The change that brought the header: the head itself, or an older one whose
// number the header names.
absl::StatusOr<CheckedChange> BringingChange(
    const SafeName& name, const Judge& judge, const CheckedChange& head,
    const trust::v1::SharedCredential& shown) {
  if (!shown.has_change()) return head;
  ASSIGN_OR_RETURN(const ChangeBody body, ParseChange(shown.change().body()));
  const uint64_t sequence = body.headers[0].header.sequence();
  KLAD_RULE(kRuleStamp, sequence < head.position.sequence());
  ASSIGN_OR_RETURN(
      CheckedChange change,
      CheckLone(name, sequence, judge, shown.change(), Place::kAnywhere));
  KLAD_RULE(kRulePositionFell,
            change.roster.sequence() <= head.roster.sequence());
  return change;
}

}  // namespace

absl::StatusOr<CheckedShared> CheckShared(
    const SafeName& name, absl::string_view credential, const Judge& judge,
    const trust::v1::SharedCredential& shown) {
  ASSIGN_OR_RETURN(
      const CheckedChange head,
      CheckLone(name, shown.sequence(), judge, shown.head(), Place::kNewest));
  ASSIGN_OR_RETURN(const CheckedChange change,
                   BringingChange(name, judge, head, shown));
  const SignedHeader* header = HeaderOf(change, credential);
  KLAD_RULE(kRuleProof, header != nullptr);
  ASSIGN_OR_RETURN(const MapProof proof,
                   ProofOf(name.safe, credential, header->hash, shown));
  KLAD_RULE(
      kRuleProof,
      VerifyProof(head.root, name.safe, credential, header->hash, proof).ok());
  return CheckedShared{*header, head.position, change.author};
}

}  // namespace klad::crypto::vault
