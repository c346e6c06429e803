// One item of a 1PUX export.
#ifndef KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_
#define KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_

#include "client/formats/draft.h"
#include "client/formats/format.h"
#include "client/formats/rows.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// All but folder and trash, which are the caller's. Its files are those of the
// archive that `source` is.
Draft ReadOnePuxItem(const WipedJson& item, const Source& source, Rows& rows);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ONEPUX_ITEM_H_
