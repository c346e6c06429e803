// One item of a Bitwarden export.
#ifndef KLAD_CLIENT_FORMATS_BITWARDEN_ITEM_H_
#define KLAD_CLIENT_FORMATS_BITWARDEN_ITEM_H_

#include <map>
#include <string>
#include <vector>

#include "client/formats/imported.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

// Names of folders and collections by id.
using BitwardenFolders = std::map<std::string, std::string>;

// The item as it becomes, its title not yet checked, and what was not clean.
struct BitwardenItem {
  Imported imported;
  std::vector<std::string> problems;
};

// `item` is an object and not larger than kMaxImportedItem.
BitwardenItem ReadBitwardenItem(const WipedJson& item,
                                const BitwardenFolders& folders);

// All texts of a value together, in bytes.
size_t TextSize(const WipedJson& value);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_BITWARDEN_ITEM_H_
