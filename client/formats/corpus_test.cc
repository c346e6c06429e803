// Inputs that broke an importer once, and hostile ones by hand: as the fuzzer
// gives them (tests/fuzz/import_fuzz.cc).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/fuzz_import.h"

namespace klad::client {
namespace {

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TEST(Corpus, EveryInputEndsAsItShould) {
  int inputs = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("tests/fuzz/import_corpus")) {
    SCOPED_TRACE(entry.path().string());
    testing::FuzzImportInput(ReadAll(entry.path()));
    ++inputs;
  }
  EXPECT_GT(inputs, 0);
}

// The byte that names a format reaches each of them.
TEST(Corpus, EveryFormatIsReached) {
  ASSERT_LE(Formats().size(), 128u);
  const std::string table =
      "name,url,username,password\nt,https://a.example,u,p\n";
  for (size_t i = 0; i < Formats().size(); ++i) {
    testing::FuzzImportInput(table + static_cast<char>(0x80 + i));
  }
}

}  // namespace
}  // namespace klad::client
