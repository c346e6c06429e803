// The parts of an address (RFC 3986, 3.2) as people and products write it.
#ifndef KLAD_CLIENT_ADDRESS_H_
#define KLAD_CLIENT_ADDRESS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::client {

// "direct.example.com:8080" of "https://me@direct.example.com:8080/a", and of
// "direct.example.com:8080/a"; never a user. A part of the address.
absl::string_view HostAndPortOf(absl::string_view address);
// The same without the port.
absl::string_view HostOf(absl::string_view address);

// Whether a password stands in it: "https://me:password@direct.example.com".
bool HasPassword(absl::string_view address);
// "https://direct.example.com/a" of "https://me:password@direct.example.com/a".
std::string WithoutUser(absl::string_view address);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ADDRESS_H_
