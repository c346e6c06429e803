// The way in for whoever has no certificate of their own yet, or any more.
#ifndef KLAD_CLIENT_DOOR_SESSION_H_
#define KLAD_CLIENT_DOOR_SESSION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/session.h"
#include "klad/trust/v1/identity.pb.h"

namespace klad::client {

// A door line as it was typed; a usage error that says what is wrong with it.
absl::StatusOr<trust::v1::Door> ReadDoor(absl::string_view line);

// Errors are explained (client/refusal.h).
absl::StatusOr<std::unique_ptr<Session>> OpenDoor(const trust::v1::Door& door);

// The certificate for the TLS key that the roster names for the member now.
absl::StatusOr<std::string> FetchCertificate(Session* session,
                                             absl::string_view member);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DOOR_SESSION_H_
