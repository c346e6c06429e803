// Names of links and playbooks as this machine has met them, sealed: for
// completion alone.
#ifndef KLAD_CLIENT_REMEMBERED_NAMES_H_
#define KLAD_CLIENT_REMEMBERED_NAMES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/state.h"
#include "crypto/identity.h"

namespace klad::client {

// Which names: the file that they are in.
inline constexpr absl::string_view kLinkNames = "link-names";
inline constexpr absl::string_view kPlaybookNames = "playbook-names";

struct RememberedName {
  std::string name;
  std::string category;

  friend bool operator==(const RememberedName&,
                         const RememberedName&) = default;
};

// In place of what was remembered; the first 4,000. What cannot be written is
// not remembered: nothing hangs on it.
void RememberNames(Account* account, absl::string_view which,
                   const std::vector<RememberedName>& names);
// Beside it.
void RememberName(Account* account, absl::string_view which,
                  RememberedName name);

// Empty when nothing can be read.
std::vector<RememberedName> RememberedNames(const State& state,
                                            const crypto::Identity& identity,
                                            absl::string_view which);

// Of a link or a playbook, or of many.
template <typename Record>
RememberedName NameOfRecord(const Record& record) {
  return {record.name(), record.category()};
}
template <typename Record>
std::vector<RememberedName> NamesOfRecords(const std::vector<Record>& records) {
  std::vector<RememberedName> names;
  names.reserve(records.size());
  for (const Record& record : records) names.push_back(NameOfRecord(record));
  return names;
}

}  // namespace klad::client

#endif  // KLAD_CLIENT_REMEMBERED_NAMES_H_
