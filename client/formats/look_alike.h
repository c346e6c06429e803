// What a file that is no export of credentials seems to be.
#ifndef KLAD_CLIENT_FORMATS_LOOK_ALIKE_H_
#define KLAD_CLIENT_FORMATS_LOOK_ALIKE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/formats/format.h"

namespace klad::client {

// By its first bytes: encrypted vaults, messages and databases. OK for
// anything else; otherwise a usage error that says how to export.
absl::Status RefuseByBytes(absl::string_view bytes);

// An archive that is damaged, or has too many files, with the product that its
// first files name.
absl::Status RefuseDamagedZip(absl::string_view archive);

// Encrypted exports whose syntax is read, and a ZIP of one.
absl::Status RefuseEncrypted(const Source& source);

// "one card of Trello"; empty when nobody knows.
std::string SeemsToBe(const Source& source);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_LOOK_ALIKE_H_
