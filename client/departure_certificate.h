// The certificate of a closed departure: one line that is verified alone.
//
//   "klad-departure.1." base64url(organisation 16 || serialized Signed ||
//                                 first 4 bytes of H(klad1.departure, both))
//
// without padding. It is found in whatever text holds it, such as JSON.
#ifndef KLAD_CLIENT_DEPARTURE_CERTIFICATE_H_
#define KLAD_CLIENT_DEPARTURE_CERTIFICATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/departures.h"
#include "client/rotation_book.h"
#include "client/vault.h"
#include "klad/trust/v1/departure.pb.h"

namespace klad::client {

// Signed by this member, an owner. The departure is whole, closed, and has no
// open rotation: exit kConflict when one is.
absl::StatusOr<std::string> MakeDepartureCertificate(Vault* vault,
                                                     const Departure& departure,
                                                     RotationBook& book);

struct OpenedCertificate {
  trust::v1::Signed made;
  trust::v1::DepartureCertificate certificate;
};

// Exit kUsage when there is none in the text, kIntegrity when it is not what
// its key has signed. Whose key that is, is for the caller to ask.
absl::StatusOr<OpenedCertificate> OpenDepartureCertificate(
    absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DEPARTURE_CERTIFICATE_H_
