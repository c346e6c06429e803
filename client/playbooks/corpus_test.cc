// Files that broke the reader of playbooks once, and hostile ones by hand; and
// each with a piece taken out, doubled or changed.
#include "tests/support/corpus.h"

#include "gtest/gtest.h"
#include "tests/support/fuzz_playbook.h"

namespace klad::client {
namespace {

TEST(PlaybookCorpus, TheReaderEndsAsItShould) {
  int read = 0;
  for (const std::string& input :
       testing::ReadCorpus("tests/fuzz/playbook_corpus")) {
    read += testing::FuzzPlaybook(input);
    testing::CheckPlaybookText(input);
    for (const std::string& mutant : testing::MutantsOf(input)) {
      testing::FuzzPlaybook(mutant);
      testing::CheckPlaybookText(mutant);
    }
  }
  EXPECT_GT(read, 3);
}

}  // namespace
}  // namespace klad::client
