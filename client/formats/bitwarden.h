// Bitwarden's unencrypted JSON export, of an individual or an organisation's
// vault (github.com/bitwarden/clients, libs/common/src/models/export).
#ifndef KLAD_CLIENT_FORMATS_BITWARDEN_H_
#define KLAD_CLIENT_FORMATS_BITWARDEN_H_

#include "client/formats/format.h"

namespace klad::client {

Format BitwardenJson();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_BITWARDEN_H_
