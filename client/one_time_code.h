// One-time codes by time: TOTP (RFC 6238) over HOTP (RFC 4226).
#ifndef KLAD_CLIENT_ONE_TIME_CODE_H_
#define KLAD_CLIENT_ONE_TIME_CODE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"

namespace klad::client {

struct OneTimeCode {
  Secret digits;
  int period = 30;       // seconds
  int seconds_left = 0;  // 1 to period
};

// The code of a seed as people store it, at a time of Unix milliseconds. A
// seed is base32 (RFC 4648; case, spaces, dashes and padding do not matter),
// then with 6 digits, 30 seconds and SHA-1; or an otpauth://totp address
// (github.com/google/google-authenticator/wiki/Key-Uri-Format) with 6 to 8
// digits, any period up to a day, and SHA-1, SHA-256 or SHA-512. Exit kUsage
// names what is wrong with a seed, never the seed.
absl::StatusOr<OneTimeCode> CodeAt(const Secret& seed, int64_t now_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ONE_TIME_CODE_H_
