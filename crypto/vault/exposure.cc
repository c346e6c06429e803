#include "crypto/vault/exposure.h"

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/log.h"
#include "crypto/strict.h"
#include "crypto/vault/header.h"

namespace klad::crypto::vault {
namespace {

using trust::v1::Exposure;
using trust::v1::LedgerHead;
using trust::v1::Position;
using trust::v1::Signed;

Context ExposureContext(absl::string_view organisation,
                        absl::string_view member) {
  return Context(label::kExposure, organisation).Add(member);
}

Context HeadContext(absl::string_view organisation, const Position& position) {
  return Context(label::kLedgerHead, organisation)
      .Add(position.sequence())
      .Add(position.link());
}

bool IsPurposeOfMembers(trust::v1::Purpose purpose) {
  return purpose != trust::v1::PURPOSE_UNSPECIFIED &&
         purpose != trust::v1::PURPOSE_WRITE;
}

bool IsSound(const Exposure& exposure) {
  return exposure.safe().size() == kIdSize &&
         exposure.credential().size() == kIdSize && exposure.version() >= 1 &&
         exposure.generation() >= 1 &&
         exposure.generation() <= exposure.version() &&
         IsPurposeOfMembers(exposure.purpose()) && exposure.time_ms() >= 1 &&
         IsBegun(exposure.roster()) && IsBegun(exposure.change()) &&
         IsPosition(exposure.ledger());
}

}  // namespace

Signed SignExposure(absl::string_view organisation, absl::string_view member,
                    const SigningKey& key, const Exposure& exposure) {
  Signed out;
  out.set_author(std::string(member));
  out.set_body(exposure.SerializeAsString());
  out.set_signature(
      key.Sign(ExposureContext(organisation, member), out.body()));
  return out;
}

absl::StatusOr<Exposure> VerifyExposure(absl::string_view organisation,
                                        absl::string_view member,
                                        absl::string_view sign_key,
                                        const Signed& signed_exposure) {
  if (signed_exposure.author() != member ||
      !signed_exposure.countersignature().empty()) {
    return absl::DataLossError("an exposure is not the member's");
  }
  RETURN_IF_ERROR(Verify(sign_key, ExposureContext(organisation, member),
                         signed_exposure.body(), signed_exposure.signature()));
  Exposure exposure;
  RETURN_IF_ERROR(ParseStrict(signed_exposure.body(), &exposure));
  if (!IsSound(exposure)) {
    return absl::DataLossError("an exposure is malformed");
  }
  return exposure;
}

LedgerHead SignLedgerHead(absl::string_view organisation,
                          const SigningKey& audit_key,
                          const Position& position) {
  LedgerHead head;
  *head.mutable_position() = position;
  head.set_signature(audit_key.Sign(HeadContext(organisation, position), ""));
  return head;
}

absl::Status VerifyLedgerHead(absl::string_view organisation,
                              absl::string_view audit_key,
                              const LedgerHead& head) {
  if (!IsBegun(head.position())) {
    return absl::DataLossError("a ledger head is malformed");
  }
  return Verify(audit_key, HeadContext(organisation, head.position()), "",
                head.signature());
}

}  // namespace klad::crypto::vault
