// build/fuzz/bin/import_fuzz NEW tests/fuzz/import_corpus
// client/formats/testdata
//
// NEW is a folder for what it finds. An input that broke something goes into
// import_corpus, which client/formats/corpus_test.cc reads in every build.
#include <cstdint>

#include "tests/support/fuzz_import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  klad::testing::FuzzImportInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
