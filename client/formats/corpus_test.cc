// Inputs that broke an importer once, and hostile ones by hand, through every
// importer: as the fuzzer gives them (tests/fuzz/import_fuzz.cc).
#include "tests/support/corpus.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fuzz_import.h"

namespace klad::client {
namespace {

using Names = std::set<std::string>;

Names FormatNames() {
  Names names;
  for (const Format& format : Formats()) names.emplace(format.name);
  return names;
}

TEST(Corpus, EveryImporterEndsAsItShould) {
  const auto inputs = testing::ReadCorpus("tests/fuzz/import_corpus");
  EXPECT_GT(inputs.size(), 10u);
  Names formats = FormatNames();
  formats.insert("");
  for (const std::string& format : formats) {
    SCOPED_TRACE(format);
    for (const std::string& input : inputs) testing::FuzzImport(input, format);
  }
}

// What the corpus of testdata begins with is a file of each importer's own.
TEST(Corpus, EveryImporterReadsAFileOfItsOwn) {
  Names reached;
  for (const std::string& input :
       testing::ReadCorpus("client/formats/testdata")) {
    const auto file =
        ExportFile::Open(WipedString(input.data(), input.size()), {});
    if (!file.ok()) continue;
    const std::string format(file->format().name);
    if (testing::FuzzImport(input, format)) reached.insert(format);
  }
  EXPECT_EQ(reached, FormatNames());
}

TEST(Corpus, EveryImporterIsAFuzzer) {
  const std::string cmake = testing::ReadBytes("tests/fuzz/CMakeLists.txt");
  const size_t start = cmake.find("set(KLAD_FORMATS") + 16;
  const std::string list = cmake.substr(start, cmake.find(')', start) - start);
  const Names names =
      absl::StrSplit(list, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  EXPECT_EQ(names, FormatNames());
}

}  // namespace
}  // namespace klad::client
