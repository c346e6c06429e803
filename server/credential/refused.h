// How a change is refused.
#ifndef KLAD_SERVER_CREDENTIAL_REFUSED_H_
#define KLAD_SERVER_CREDENTIAL_REFUSED_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/refusal.h"

namespace klad::credential {

// REASON_CHANGE_REFUSED with a rule of crypto/vault/rules.h, or "parts" and
// "attachments": what travels with a change does not fit it.
inline absl::Status Refused(absl::string_view rule) {
  return access::Refuse(klad::v1::REASON_CHANGE_REFUSED,
                        {{"rule", std::string(rule)}});
}

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_REFUSED_H_
