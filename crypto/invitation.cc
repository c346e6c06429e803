#include "crypto/invitation.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/digest.h"
#include "crypto/line.h"
#include "crypto/seal.h"
#include "crypto/strict.h"
#include "crypto/tls_key.h"

namespace klad::crypto {
namespace {

bool IsWhole(const trust::v1::Invitation& invitation) {
  return invitation.organisation().size() == kIdSize &&
         !invitation.server().empty() &&
         invitation.ca().size() == Digest::kSize &&
         invitation.entry().sequence() > 0 &&
         invitation.entry().link().size() == Digest::kSize &&
         invitation.secret().size() == kInvitationSecretSize &&
         !invitation.certificate().empty();
}

}  // namespace

std::string FormatInvitation(const trust::v1::Invitation& invitation) {
  return FormatLine(kInvitationPrefix, kInvitationDomain,
                    invitation.SerializeAsString());
}

absl::StatusOr<trust::v1::Invitation> ParseInvitation(absl::string_view line) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   ParseLine(kInvitationPrefix, kInvitationDomain, line));
  trust::v1::Invitation invitation;
  RETURN_IF_ERROR(ParseStrict(bytes, &invitation));
  if (!IsWhole(invitation)) return LineIsIncomplete();
  return invitation;
}

absl::StatusOr<Identity> InvitationIdentity(const Secret& secret,
                                            trust::v1::Identity about) {
  Secret seed =
      Derive(secret, Context(label::kInvitationSeed, about.organisation()));
  ASSIGN_OR_RETURN(
      TlsKey tls,
      TlsKey::Derive(seed, Context(label::kIdentityTls, about.organisation())));
  return Identity::FromKeys(std::move(seed), std::move(tls), std::move(about));
}

}  // namespace klad::crypto
