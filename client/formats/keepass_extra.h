// What a KeePass entry has beside its strings: what plugins keep with it, and
// how it is typed into windows.
#ifndef KLAD_CLIENT_FORMATS_KEEPASS_EXTRA_H_
#define KLAD_CLIENT_FORMATS_KEEPASS_EXTRA_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/keepass_entry.h"

namespace klad::client {

class KeePassExtra {
 public:
  // An element of the entry has ended.
  void End(absl::string_view name, absl::string_view parent,
           absl::string_view text);

  // All of it, as hidden fields.
  void Take(Draft* draft) const;

  size_t size() const { return fields_.size(); }

 private:
  void EndAssociation();

  std::vector<KeePassString> fields_;
  KeePassString item_;    // of custom data, not yet ended
  std::string window_;    // of an association, not yet ended
  WipedString sequence_;  // and what is typed there
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_KEEPASS_EXTRA_H_
