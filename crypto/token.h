// The token of a tool: its identity in one line of text, for a secret store.
//
//   t     = lp(packed identity) || lp(serialized Position) || lp(certificate)
//   token = "kladt1." || base64url(t || first 4 bytes of H(klad1.token, t))
#ifndef KLAD_CRYPTO_TOKEN_H_
#define KLAD_CRYPTO_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto {

struct Token {
  Identity identity;
  trust::v1::Position roster;  // its head when the token was made
  std::string certificate;     // DER
};

Secret FormatToken(const Token& token);

// White space around it is passed over. kInvalidArgument with a sentence;
// kUnimplemented for fields that it does not know.
absl::StatusOr<Token> ParseToken(const Secret& text);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_TOKEN_H_
