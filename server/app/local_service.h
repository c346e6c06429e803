// klad.v1.LocalService and SystemService: what the server says of itself.
#ifndef KLAD_SERVER_APP_LOCAL_SERVICE_H_
#define KLAD_SERVER_APP_LOCAL_SERVICE_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/local.pb.h"
#include "server/access/directory.h"
#include "server/app/server_keys.h"
#include "server/audit/ledger.h"
#include "server/rpc/method_table.h"

namespace klad::app {

// What the local service stands on; all outlive the table.
struct LocalParts {
  const ServerKeys& keys;
  const access::Directory& directory;
  audit::Ledger& ledger;
  // Copies the data folder into a new one.
  std::function<absl::StatusOr<v1::BackupResponse>(absl::string_view folder)>
      backup;
  std::function<int()> connections;
  int64_t started_ms = 0;
};

void BindLocalService(const LocalParts& parts, rpc::MethodTable* methods);
void BindSystemService(rpc::MethodTable* methods);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_LOCAL_SERVICE_H_
