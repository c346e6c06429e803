// The strings of one KeePass entry as they become an item.
#ifndef KLAD_CLIENT_FORMATS_KEEPASS_ENTRY_H_
#define KLAD_CLIENT_FORMATS_KEEPASS_ENTRY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/wiped.h"

namespace klad::client {

struct KeePassString {
  std::string key;
  WipedString value;
  bool is_protected = false;
};

// Title, UserName, Password, URL, Notes; one-time codes of KeePass ("TimeOtp-
// …"), KeePassXC ("otp"), Tray TOTP ("TOTP Seed") and KeeOtp; further addresses
// ("KP2A_URL", "URL2", …); the rest as fields.
void TakeKeePassStrings(const std::vector<KeePassString>& strings,
                        Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KEEPASS_ENTRY_H_
