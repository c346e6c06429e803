// kladd run, over a store that breaks a promise: the harness must notice.
// usage: klad_faulty_server late|split --data DIR
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "crypto/base/status_macros.h"
#include "server/app/data.h"
#include "server/app/process.h"
#include "server/app/run.h"
#include "tests/fault/crash/faulty/faulty_store.h"

namespace klad::testing {
namespace {

absl::Status Serve(absl::string_view fault, const std::string& folder) {
  app::Options options;
  options.named["data"] = folder;
  RETURN_IF_ERROR(app::Harden());
  return app::RunOver(
      options,
      [&](const std::string& data_folder, const Clock* clock,
          app::OnFailure on_failure) -> absl::StatusOr<app::Data> {
        ASSIGN_OR_RETURN(app::Data data, app::OpenData(data_folder, clock,
                                                       std::move(on_failure)));
        if (fault == "late") {
          ASSIGN_OR_RETURN(data.store, LateStore::Open(std::move(data.store)));
        } else {
          data.store = std::make_unique<SplitStore>(std::move(data.store));
        }
        return data;
      });
}

}  // namespace
}  // namespace klad::testing

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const absl::Status status = klad::testing::Serve(argv[1], argv[3]);
  if (!status.ok()) fprintf(stderr, "%s\n", status.ToString().c_str());
  return klad::app::ExitCodeOf(status);
}
