// Members as commands name them: by login.
#ifndef KLAD_CLIENT_PEOPLE_H_
#define KLAD_CLIENT_PEOPLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"

namespace klad::client {

// Whoever has the login, in any case: a person or a tool, in any state, for a
// login is never given twice. Valid as long as the roster. Exit kNotFound with
// near misses as its hint.
absl::StatusOr<const crypto::roster::Member*> FindMember(
    const crypto::roster::State& roster, absl::string_view login);

// The same of a person; exit kUsage when it is a tool.
absl::StatusOr<const crypto::roster::Member*> FindPerson(
    const crypto::roster::State& roster, absl::string_view login);

// A role that has not ended; exit kNotFound with near misses.
absl::StatusOr<const crypto::roster::Role*> FindRole(
    const crypto::roster::State& roster, absl::string_view name);

// What a member is called in sentences: its login, or that it is a recovery
// kit; "somebody" for an id that the roster does not know.
std::string LoginOf(const crypto::roster::State& roster, absl::string_view id);

// "waiting", "active", "suspended", "departed": stable words for JSON.
absl::string_view StateWord(crypto::roster::MemberState state);

// The roles it is in now, sorted.
std::vector<std::string> RolesOf(const crypto::roster::State& roster,
                                 const crypto::roster::Member& member,
                                 int64_t now_ms);

// OK for what can be a login or the name of a role: 1 to 32 of a-z 0-9 . _ -
bool IsName(absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PEOPLE_H_
