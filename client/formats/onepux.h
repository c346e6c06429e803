// 1Password's unencrypted export, 1PUX: a ZIP with export.data, JSON
// (support.1password.com/1pux-format).
#ifndef KLAD_CLIENT_FORMATS_ONEPUX_H_
#define KLAD_CLIENT_FORMATS_ONEPUX_H_

#include "client/formats/format.h"

namespace klad::client {

Format OnePux();
// Its export.data alone.
Format OnePuxData();

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ONEPUX_H_
