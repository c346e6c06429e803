// One item of a 1PUX export.
#ifndef KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_
#define KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_

#include "client/formats/draft.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// All but folder and trash, which are the caller's.
Draft ReadOnePuxItem(const WipedJson& item);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_
