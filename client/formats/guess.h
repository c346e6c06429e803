// What a text in somebody's export probably is.
#ifndef KLAD_CLIENT_FORMATS_GUESS_H_
#define KLAD_CLIENT_FORMATS_GUESS_H_

#include "absl/strings/string_view.h"

namespace klad::client {

// Whether a field of this name holds the phone or the e-mail address that an
// account is registered with: "Телефон", "E-mail".
bool IsPhoneName(absl::string_view name);
bool IsEmailName(absl::string_view name);

// At least five digits and what people write between them.
bool LooksLikePhone(absl::string_view text);

bool LooksLikeEmail(absl::string_view text);

// "Yes", "true", "1", "да".
bool IsYes(absl::string_view text);
// "No", "false", "0", "нет", or nothing.
bool IsNo(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_GUESS_H_
