// The program of this desktop that opens addresses.
#ifndef KLAD_CLIENT_OPENER_H_
#define KLAD_CLIENT_OPENER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/environment.h"

namespace klad::client {

// Its path; empty where there is no desktop or no such program.
std::string FindOpener(const Environment& environment);

// Whether an address may be handed to a desktop: of a scheme that browsers,
// mail programs and messengers take, whatever the server says.
bool MayOpen(absl::string_view address);

// Exit kUnavailable when the program does not start or says no.
absl::Status OpenAddress(const std::string& opener,
                         const Environment& environment,
                         const std::string& address);

}  // namespace klad::client

#endif  // KLAD_CLIENT_OPENER_H_
