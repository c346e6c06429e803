// Playbook files, and what their texts refer to:
//
//   build/fuzz/bin/klad_fuzz_playbook NEW tests/fuzz/playbook_corpus
//
// NEW is a folder for what it finds. An input that broke something goes into
// playbook_corpus, which client/playbooks/corpus_test.cc reads in every build.
#include <cstdint>

#include "tests/support/fuzz_playbook.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  klad::testing::FuzzPlaybook(bytes);
  // As it is typed, not as a file is read.
  klad::testing::CheckPlaybookText(std::string(bytes));
  return 0;
}
