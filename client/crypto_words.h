// What crypto/ says of a person's input, in the person's language. It speaks
// English, since it knows no catalogue.
#ifndef KLAD_CLIENT_CRYPTO_WORDS_H_
#define KLAD_CLIENT_CRYPTO_WORDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// A sentence that is not known here stays as it is.
std::string Translated(absl::string_view sentence);

// The same status with its sentence translated, unless Error() made it.
absl::Status Translated(const absl::Status& status);

}  // namespace klad::client

#endif  // KLAD_CLIENT_CRYPTO_WORDS_H_
