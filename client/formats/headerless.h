// Tables without a header, whose columns are known by their place: Keeper's,
// Enpass's, and Dashlane's until 2020.
#ifndef KLAD_CLIENT_FORMATS_HEADERLESS_H_
#define KLAD_CLIENT_FORMATS_HEADERLESS_H_

#include "client/formats/format.h"

namespace klad::client {

Format KeeperCsv();
Format EnpassCsv();
Format DashlaneOldCsv();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_HEADERLESS_H_
