// build/fuzz/bin/import_fuzz CORPUS client/formats/testdata
//
// Each input is given to the importer that recognises it, and to every one
// that reads whatever it is told to.
#include <cstdint>
#include <string>

#include "client/formats/format.h"
#include "tests/support/fuzz_import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  klad::testing::FuzzImport(bytes, "");
  for (const klad::client::Format& format : klad::client::Formats()) {
    klad::testing::FuzzImport(bytes, std::string(format.name));
  }
  return 0;
}
