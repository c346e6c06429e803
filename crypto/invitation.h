// The line that `klad person invite` prints, about 700 characters (line.h),
// and the three keys that its secret stands for. Whoever reads it first can
// join first.
#ifndef KLAD_CRYPTO_INVITATION_H_
#define KLAD_CRYPTO_INVITATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "klad/trust/v1/invitation.pb.h"

namespace klad::crypto {

inline constexpr size_t kInvitationSecretSize = 16;

std::string FormatInvitation(const trust::v1::Invitation& invitation);

// Errors as ParseDoor's.
absl::StatusOr<trust::v1::Invitation> ParseInvitation(absl::string_view line);

// The signing, box and TLS key of an invitation's secret: the same every time.
// `about` as in Identity::Create, with the invitation's id as its member.
absl::StatusOr<Identity> InvitationIdentity(const Secret& secret,
                                            trust::v1::Identity about);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_INVITATION_H_
