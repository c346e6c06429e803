// Dashlane's JSON export, of versions until 2021: lists of objects by type.
#ifndef KLAD_CLIENT_FORMATS_DASHLANE_H_
#define KLAD_CLIENT_FORMATS_DASHLANE_H_

#include "client/formats/format.h"

namespace klad::client {

Format DashlaneJson();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_DASHLANE_H_
