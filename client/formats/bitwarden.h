// Bitwarden's unencrypted JSON export, of an individual or an organisation's
// vault (github.com/bitwarden/clients, libs/common/src/models/export), alone or
// in an archive with attachments.
#ifndef KLAD_CLIENT_FORMATS_BITWARDEN_H_
#define KLAD_CLIENT_FORMATS_BITWARDEN_H_

#include "client/formats/format.h"

namespace klad::client {

Format BitwardenJson();
Format BitwardenZip();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_BITWARDEN_H_
