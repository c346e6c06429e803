// Every importer over its fixtures, damaged: what tests/fuzz/import_fuzz.cc
// does without end, in a minute. The same every time.
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "client/formats/read_fixture.h"
#include "gtest/gtest.h"
#include "tests/support/fuzz_import.h"

namespace klad::client {
namespace {

constexpr int kRounds = 60;

std::vector<std::string> AllFixtures() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Mutation : public ::testing::TestWithParam<std::string> {
 protected:
  size_t Place() { return random_() % bytes_.size(); }

  std::mt19937 random_{20260131};
  const std::string bytes_ = Fixture(GetParam());
};

TEST_P(Mutation, AnyByteChanged) {
  for (int i = 0; i < kRounds; ++i) {
    std::string bytes = bytes_;
    bytes[Place()] = static_cast<char>(random_());
    testing::FuzzImport(bytes, "");
  }
}

TEST_P(Mutation, PunctuationAnywhere) {
  for (int i = 0; i < kRounds; ++i) {
    std::string bytes = bytes_;
    for (int n = 0; n < 3; ++n) {
      bytes[Place()] = "{}[]\",:;\\0tn<>/&\n\r\t="[random_() % 20];
    }
    testing::FuzzImport(bytes, "");
  }
}

TEST_P(Mutation, CutAnywhere) {
  for (int i = 0; i < kRounds / 3; ++i) {
    testing::FuzzImport(bytes_.substr(0, Place()), "");
    testing::FuzzImport(bytes_.substr(Place()), "");
  }
}

TEST_P(Mutation, PiecesTwice) {
  for (int i = 0; i < kRounds / 3; ++i) {
    std::string bytes = bytes_;
    bytes.insert(Place(), bytes_.substr(Place(), random_() % 500));
    testing::FuzzImport(bytes, "");
  }
}

TEST_P(Mutation, ReadAsEveryOtherFormat) {
  for (const Format& format : Formats()) {
    testing::FuzzImport(bytes_, std::string(format.name));
  }
}

// Values of the wrong kind, in JSON that stays well formed.
TEST_P(Mutation, AnyValueReplaced) {
  constexpr const char* kValues[] = {
      "null", "true", "-7",    "1.5e300",     "\"\"",
      "[]",   "{}",   "[[0]]", "\"\\u0000\"", "18446744073709551615"};
  for (int i = 0; i < kRounds; ++i) {
    const size_t colon = bytes_.find("\": ", Place());
    if (colon == std::string::npos) continue;
    const size_t start = colon + 3;
    const size_t line = bytes_.find('\n', start);
    if (line == std::string::npos || bytes_[start] == '[' ||
        bytes_[start] == '{') {
      continue;
    }
    const size_t end = bytes_[line - 1] == ',' ? line - 1 : line;
    std::string bytes = bytes_;
    bytes.replace(start, end - start, kValues[random_() % 10]);
    testing::FuzzImport(bytes, "");
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Mutation, ::testing::ValuesIn(AllFixtures()),
                         [](const ::testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace klad::client
