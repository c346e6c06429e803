#include "client/remembered_names.h"

#include <algorithm>

#include "client/sealed_file.h"
#include "klad/client/v1/state.pb.h"

namespace klad::client {
namespace {

// klad go reads them all.
constexpr int kMostRemembered = 4000;

}  // namespace

void RememberNames(Account* account, absl::string_view which,
                   const std::vector<RememberedName>& names) {
  client::v1::NameFile file;
  for (const RememberedName& each : names) {
    if (file.names_size() == kMostRemembered) break;
    client::v1::NameFile::Name* name = file.add_names();
    name->set_name(each.name);
    name->set_category(each.category);
  }
  const auto lock = account->state()->Lock();
  if (!lock.ok()) return;
  WriteSealed(account->state(), *lock, account->identity(), which,
              file.SerializeAsString())
      .IgnoreError();
}

void RememberName(Account* account, absl::string_view which,
                  RememberedName name) {
  auto known = RememberedNames(*account->state(), account->identity(), which);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  known.insert(known.begin(), std::move(name));
  RememberNames(account, which, known);
}

std::vector<RememberedName> RememberedNames(const State& state,
                                            const crypto::Identity& identity,
                                            absl::string_view which) {
  const auto bytes = ReadSealed(state, identity, which);
  client::v1::NameFile file;
  if (!bytes.ok() || !file.ParseFromString(*bytes)) return {};
  std::vector<RememberedName> names;
  names.reserve(file.names_size());
  for (const client::v1::NameFile::Name& each : file.names()) {
    names.push_back({each.name(), each.category()});
  }
  return names;
}

}  // namespace klad::client
