#include "client/door_session.h"

#include "client/crypto_words.h"
#include "client/error.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/digest.h"
#include "crypto/door.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {

absl::StatusOr<trust::v1::Door> ReadDoor(absl::string_view line) {
  auto door = crypto::ParseDoor(line);
  if (door.ok()) return door;
  return Error(ExitCode::kUsage, Translated(door.status().message()),
               Tr("copy the whole line that kladd init or kladd door printed"));
}

absl::StatusOr<std::unique_ptr<Session>> OpenDoor(const trust::v1::Door& door) {
  ASSIGN_OR_RETURN(const crypto::TlsKey key, crypto::DoorTlsKey(door));
  ASSIGN_OR_RETURN(const crypto::Digest ca, crypto::Digest::From(door.ca()));
  auto session = Session::Connect({.server = door.server(),
                                   .organisation = door.organisation(),
                                   .ca_hash = ca,
                                   .ca_der = "",
                                   .certificate_der = door.certificate(),
                                   .key = &key});
  if (!session.ok()) {
    return WithHint(
        Explain(session.status()),
        Tr("a door line lasts an hour; kladd door prints a new one"));
  }
  return session;
}

absl::StatusOr<std::string> FetchCertificate(Session* session,
                                             absl::string_view member) {
  klad::v1::RenewRequest request;
  request.set_member(std::string(member));
  klad::v1::RenewResponse response;
  RETURN_IF_ERROR(Explain(
      session->Call("klad.v1.RosterService/Renew", request, &response)));
  return response.certificate();
}

}  // namespace klad::client
