// Keeper's JSON export
// (docs.keeper.io/user-guides/import-records-1/import-json).
#ifndef KLAD_CLIENT_FORMATS_KEEPER_H_
#define KLAD_CLIENT_FORMATS_KEEPER_H_

#include "client/formats/draft.h"
#include "client/formats/format.h"
#include "client/formats/json_members.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

Format KeeperJson();

// One field of a record: "$host::1", "$text:label:1", or a name of its own.
void TakeKeeperField(absl::string_view key, const WipedJson& value,
                     Draft* draft);

// The same as Commander writes it: an object with "type", "label" and "value".
void TakeKeeperEntry(Members& entry, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KEEPER_H_
