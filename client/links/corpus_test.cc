// Inputs that broke a reader of links once, and hostile ones by hand; and each
// with a piece taken out, doubled or changed.
#include "tests/support/corpus.h"

#include "gtest/gtest.h"
#include "tests/support/fuzz_links.h"

namespace klad::client {
namespace {

constexpr LinkFormat kFormats[] = {LinkFormat::kGuess, LinkFormat::kBookmarks,
                                   LinkFormat::kTable, LinkFormat::kGolink};

TEST(LinkCorpus, EveryReaderEndsAsItShould) {
  const auto inputs = testing::ReadCorpus("tests/fuzz/link_corpus");
  int read = 0;
  for (const LinkFormat format : kFormats) {
    for (const std::string& input : inputs) {
      read += testing::FuzzLinks(input, format);
      for (const std::string& mutant : testing::MutantsOf(input)) {
        testing::FuzzLinks(mutant, format);
      }
    }
  }
  EXPECT_GT(read, 10);
}

}  // namespace
}  // namespace klad::client
