// One program for each importer:
//
//   build/fuzz/bin/klad_fuzz_import_keeper-csv NEW tests/fuzz/import_corpus
//     client/formats/testdata
//
// NEW is a folder for what it finds. An input that broke something goes into
// import_corpus, which client/formats/corpus_test.cc gives to every importer in
// every build.
#include <cstdint>

#include "tests/support/fuzz_import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  klad::testing::FuzzImport({reinterpret_cast<const char*>(data), size},
                            KLAD_FORMAT);
  return 0;
}
