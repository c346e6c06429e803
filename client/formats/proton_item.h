// Parts of Proton Pass items that its JSON and CSV exports share
// (github.com/ProtonMail/WebClients, packages/pass/types).
#ifndef KLAD_CLIENT_FORMATS_PROTON_ITEM_H_
#define KLAD_CLIENT_FORMATS_PROTON_ITEM_H_

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/json_members.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// A list of addresses, or one: texts, or objects with a "url".
void TakeProtonAddresses(const WipedJson& list, Draft* draft);

// Of an item that is neither login nor note: "creditCard", "identity", …
void TakeProtonContent(absl::string_view type, const WipedJson& content,
                       Draft* draft);

// "extraFields" and the like: a list of this name.
void TakeProtonFields(absl::string_view list, Members& around, Draft* draft,
                      absl::string_view section = "");

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_PROTON_ITEM_H_
