// Phones and mailboxes as what they reach, however they are written.
#ifndef KLAD_CLIENT_CONTACT_H_
#define KLAD_CLIENT_CONTACT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::client {

// The digits of a number as one dials it from abroad: "8 (999) 000-00-00" and
// "+7 999 0000000" are 79990000000, and so is 9990000000; "00" in front is "+".
// Empty for what is no phone number: other signs than digits and " +-().", or
// under five digits.
std::string PhoneDigits(absl::string_view text);

// Compares equal for one phone or one mailbox: its digits, or the folded
// address. Empty for what is neither.
std::string ContactOf(absl::string_view text);

// Each of a text that may name several, divided by commas or semicolons.
std::vector<std::string> ContactsIn(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_CONTACT_H_
