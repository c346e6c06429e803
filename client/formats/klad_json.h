// Klad's own export: what people set of each credential, to the last field.
//
//   {"format": "klad", "version": 1, "organisation": "Marketing",
//    "exported": "2026-11-22T10:00:00Z",
//    "credentials": [{"safe": "ads", "kind": "login", "title": "VK", ...}]}
//
// Of a credential, and left out when empty: id, safe, kind, sensitivity,
// title, archived, addresses, user_name, email, phone, owner, tags, fields
// (name, value, hidden), password, code, note, recovery_codes, key, attachments
// (name, document, contents in RFC 4648's base 64), created, changed (of the
// secret; RFC 3339, UTC).
#ifndef KLAD_CLIENT_FORMATS_KLAD_JSON_H_
#define KLAD_CLIENT_FORMATS_KLAD_JSON_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/formats/format.h"
#include "client/formats/wiped.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

struct ExportedCredential {
  const std::string& safe;  // its name
  const trust::v1::Header& header;
  const trust::v1::Overview& overview;
  const crypto::vault::SecretPart& secret;
};

// One of its attachments, with its contents.
using FileOf = std::function<absl::StatusOr<WipedString>(
    const crypto::vault::Attachment& attachment)>;

// The file: its begin, the credentials with a comma between them, its end.
std::string KladJsonBegin(absl::string_view organisation, absl::Time now);
// A credential is given to `sink` piece by piece, one attachment at a time.
absl::Status KladJsonOf(
    const ExportedCredential& credential, const FileOf& file_of,
    const std::function<absl::Status(absl::string_view)>& sink);
std::string KladJsonEnd();

Format KladJson();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KLAD_JSON_H_
