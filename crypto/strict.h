// Parsing of what is signed or sealed: an unknown field at any depth means
// that a newer klad wrote it, never silence.
#ifndef KLAD_CRYPTO_STRICT_H_
#define KLAD_CRYPTO_STRICT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace klad::crypto {

// kDataLoss for bytes that are not a message; kUnimplemented ("needs a newer
// klad") for unknown fields or enum values.
absl::Status ParseStrict(absl::string_view bytes,
                         google::protobuf::Message* out);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_STRICT_H_
