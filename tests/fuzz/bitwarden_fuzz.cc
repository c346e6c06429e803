// build/fuzz/bin/bitwarden_fuzz CORPUS deploy/sample
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "client/formats/export_file.h"
#include "crypto/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int taken = 0;
  const auto report = klad::client::ImportBitwarden(
      std::string(reinterpret_cast<const char*>(data), size),
      [&taken](klad::client::Imported item) {
        CHECK_THAT(!item.title.empty());
        ++taken;
        return absl::OkStatus();
      });
  CHECK_THAT(!report.ok() || report->imported == taken);
  return 0;
}
