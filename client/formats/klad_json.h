// Klad's own export: what people set of each credential, to the last field.
//
//   {"format": "klad", "version": 1, "organisation": "Marketing",
//    "exported": "2026-11-22T10:00:00Z",
//    "credentials": [{"safe": "ads", "kind": "login", "title": "VK", ...}]}
//
// Of a credential, and left out when empty: id, safe, kind, sensitivity,
// title, archived, addresses, user_name, email, phone, owner, tags, fields
// (name, value, hidden), password, code, note, recovery_codes, key, created,
// changed (of the secret; RFC 3339, UTC).
#ifndef KLAD_CLIENT_FORMATS_KLAD_JSON_H_
#define KLAD_CLIENT_FORMATS_KLAD_JSON_H_

#include <string>

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

// The file: its begin, the credentials with a comma between them, its end.
std::string KladJsonBegin(absl::string_view organisation, absl::Time now);
WipedString KladJsonOf(const ExportedCredential& credential);
std::string KladJsonEnd();

Format KladJson();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KLAD_JSON_H_
