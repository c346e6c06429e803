// Seeds of one-time codes in the forms that products write.
#ifndef KLAD_CLIENT_FORMATS_SEED_H_
#define KLAD_CLIENT_FORMATS_SEED_H_

#include <string>

#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::client {

// How codes are made of a seed; 0 and "" are the usual: 6 digits, 30 seconds,
// SHA-1.
struct SeedSettings {
  int digits = 0;
  int period = 0;
  std::string algorithm = "";  // "SHA256"
  bool steam = false;
};

// The seed itself when the settings are the usual ones, else an otpauth:
// address (github.com/google/google-authenticator/wiki/Key-Uri-Format).
Secret SeedWith(absl::string_view base32, const SeedSettings& settings);

// KeeOtp's "key=…&step=30&size=6&otpHashMode=Sha256" as such; all else as it
// is, without spaces around it.
Secret SeedOf(absl::string_view text);

// KeePassXC's "30;6", "30;S" for Steam; "30;8;SHA256" as others write.
SeedSettings SettingsOf(absl::string_view text);

// Base32 (RFC 4648, no padding) of bytes, and of a hexadecimal text; empty
// for what is none.
Secret Base32(absl::string_view bytes);
Secret Base32OfHex(absl::string_view hex);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_SEED_H_
