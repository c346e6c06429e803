// One secret of pass or gopass as text: the password on the first line, then
// "name: value" lines, an otpauth: address, and free text
// (passwordstore.org, "Data Organization"; gopass docs/secrets.md).
#ifndef KLAD_CLIENT_FORMATS_PASS_TEXT_H_
#define KLAD_CLIENT_FORMATS_PASS_TEXT_H_

#include "client/formats/format.h"

namespace klad::client {

inline constexpr absl::string_view kPassFormat = "pass";

Format PassText();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_PASS_TEXT_H_
