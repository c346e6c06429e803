// SafeInCloud's XML export.
#ifndef KLAD_CLIENT_FORMATS_SAFEINCLOUD_H_
#define KLAD_CLIENT_FORMATS_SAFEINCLOUD_H_

#include "client/formats/format.h"

namespace klad::client {

Format SafeInCloudXml();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_SAFEINCLOUD_H_
