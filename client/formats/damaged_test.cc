// What is wrong with a damaged export is said in a sentence of its own.
#include <string>
#include <utility>

#include "client/error.h"
#include "client/formats/read_fixture.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

struct Damage {
  std::string file;
  std::string sentence;
  std::string hint;
};

class Damaged : public ::testing::TestWithParam<Damage> {};

TEST_P(Damaged, SaysWhatIsWrongAndGivesNothing) {
  const ReadExport read = ReadBytes(Fixture(GetParam().file));
  EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage);
  EXPECT_EQ(read.status.message(), GetParam().sentence);
  EXPECT_EQ(HintOf(read.status), GetParam().hint);
  EXPECT_TRUE(read.items.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, Damaged,
    ::testing::Values(
        Damage{"damaged.csv",
               "the file is damaged: line 2: it has text behind a closing "
               "quote",
               "export again, or mend that line; nothing was imported"},
        Damage{"damaged-cut.csv",
               "the file is damaged: line 6: it opens a quote that does not "
               "close",
               "export again, or mend that line; nothing was imported"},
        Damage{"damaged.json", "the file is not JSON: line 113",
               "export again, and do not edit the file"},
        Damage{"damaged.xml", "the file is damaged XML: line 168",
               "export again, and do not edit the file"},
        Damage{"damaged.1pux",
               "the export of 1Password is damaged, or has too many files",
               "export again, and do not repack it"}),
    [](const ::testing::TestParamInfo<Damage>& info) {
      std::string name = info.param.file;
      for (char& c : name) c = std::isalnum(c) != 0 ? c : '_';
      return name;
    });

}  // namespace
}  // namespace klad::client
