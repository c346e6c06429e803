// Addresses of links: what may be one, and when two are the same.
#ifndef KLAD_SERVER_LINK_ADDRESS_H_
#define KLAD_SERVER_LINK_ADDRESS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::link {

inline constexpr size_t kMaxAddress = 4096;

// Empty for what may be the address of a link (klad.v1.Link.address), else the
// rule that it breaks:
//   address          no scheme, no host, a space or a control character
//   address-scheme   a scheme that browsers run or that nobody needs
//   address-secret   a password in it
//   address-long
//   template         a brace without its other half, or around no word
absl::string_view BrokenRule(absl::string_view address);

// Whether it is a template.
bool HasArguments(absl::string_view address);

// Two addresses are the same when these are: scheme and host without case, no
// usual port, no slash at the end of the path, no parameters that only track
// who comes from where, no empty query and fragment. A parameter that a
// template fills in stays.
std::string Normalise(absl::string_view address);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_ADDRESS_H_
