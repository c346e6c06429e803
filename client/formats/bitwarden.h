// Bitwarden's unencrypted JSON export, of an individual or an organisation's
// vault (github.com/bitwarden/clients, libs/common/src/models/export).
//
// Logins and secure notes become what they are. Cards, identities, SSH keys
// and kinds yet to come become notes with all their entries as hidden fields,
// reported. Reported and not imported: what lies in the trash, items above
// kMaxImportedItem. Reported and left out: passkeys, earlier passwords,
// attachments, linked fields, entries unknown here. Not reported, because it
// is no content: ids, how addresses are matched. A title that repeats gets a
// number, one that is missing a substitute; both are reported.
#ifndef KLAD_CLIENT_FORMATS_BITWARDEN_H_
#define KLAD_CLIENT_FORMATS_BITWARDEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/formats/imported.h"

namespace klad::client {

constexpr size_t kMaxImportFile = 64 << 20;

// Usage errors (client/error.h) for what is not such an export: encrypted,
// another file, damaged, too large.
//
// `bytes` is wiped before return, and so is the memory of the parsed document,
// which holds every secret of the export at once and is not locked: it may
// have been swapped. The export itself stays on disk; the caller says so.
absl::StatusOr<ImportReport> ImportBitwarden(std::string bytes,
                                             const ImportSink& sink);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_BITWARDEN_H_
