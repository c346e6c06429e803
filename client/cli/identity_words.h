// The eight words by which two people make sure of an identity: they stand for
// the roster's entry that signed it in, and so for its keys and everything
// before. The member's own machine and an owner's show the same ones.
#ifndef KLAD_CLIENT_CLI_IDENTITY_WORDS_H_
#define KLAD_CLIENT_CLI_IDENTITY_WORDS_H_

#include <string>

#include "client/account.h"
#include "client/cli/result.h"
#include "crypto/roster/state.h"

namespace klad::cli {

// Empty while the member has no identity.
std::string IdentityWords(const crypto::roster::State& roster,
                          const crypto::roster::Member& member);

// Who one has just become: organisation, login, roles, words.
Result ShowIdentity(const client::Account& account);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_IDENTITY_WORDS_H_
