// Enpass 6's JSON export
// (support.enpass.io/app/export/exporting_data_from_enpass.htm).
#ifndef KLAD_CLIENT_FORMATS_ENPASS_H_
#define KLAD_CLIENT_FORMATS_ENPASS_H_

#include "client/formats/format.h"

namespace klad::client {

Format EnpassJson();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ENPASS_H_
