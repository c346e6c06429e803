// Files of links:
//
//   build/fuzz/bin/klad_fuzz_links NEW tests/fuzz/link_corpus
//
// NEW is a folder for what it finds. An input that broke something goes into
// link_corpus, which client/links/corpus_test.cc reads in every build.
#include <cstdint>

#include "tests/support/fuzz_links.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using klad::client::LinkFormat;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const LinkFormat format : {LinkFormat::kGuess, LinkFormat::kBookmarks,
                                  LinkFormat::kTable, LinkFormat::kGolink}) {
    klad::testing::FuzzLinks(bytes, format);
  }
  return 0;
}
