// What everybody needs who brings an identity in: the founder, a newcomer, an
// owner with the recovery kit, a second machine.
#ifndef KLAD_CLIENT_NEW_IDENTITY_H_
#define KLAD_CLIENT_NEW_IDENTITY_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/account.h"
#include "client/session.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"
#include "klad/trust/v1/identity.pb.h"

namespace klad::client {

std::string NewId();

// Whose identity it will be, as a line (Door, Invitation, Move) says where; the
// founding hash is still missing.
template <typename Line>
trust::v1::Identity AboutMember(const Line& line, std::string member) {
  trust::v1::Identity about;
  about.set_organisation(line.organisation());
  about.set_member(std::move(member));
  about.set_server(line.server());
  about.set_ca(line.ca());
  return about;
}

// Exit kConflict when the folder is somebody's already.
absl::Status CheckNobodyHere(const State& state);

// The identity's file; exit kConflict when another command made one meanwhile.
absl::Status WriteNewIdentity(State* state, const crypto::Identity& identity,
                              const Secret& passphrase);
// kNotFound when there is none: nothing was begun here.
absl::Status HasIdentity(const State& state);
absl::Status RemoveIdentity(State* state);

// With a certificate that the server gave. Exit kIntegrity when it is not for
// this identity's key.
absl::StatusOr<client::v1::Account> AccountWith(
    const Session& session, const crypto::Identity& identity,
    std::string certificate);

// The same with the certificate for the TLS key that the roster names now.
absl::StatusOr<client::v1::Account> FetchAccount(
    Session* session, const crypto::Identity& identity);

}  // namespace klad::client

#endif  // KLAD_CLIENT_NEW_IDENTITY_H_
