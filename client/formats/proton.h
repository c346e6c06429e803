// Proton Pass's JSON export, alone or in the ZIP that it comes in.
#ifndef KLAD_CLIENT_FORMATS_PROTON_H_
#define KLAD_CLIENT_FORMATS_PROTON_H_

#include "client/formats/format.h"

namespace klad::client {

Format ProtonJson();
Format ProtonZip();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_PROTON_H_
