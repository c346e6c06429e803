// Damaged exports: whatever was done to the file, an import ends with a usage
// error or a report that accounts for every row.
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "client/error.h"
#include "client/formats/bitwarden.h"
#include "client/title.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

constexpr int kRounds = 1000;

std::string Sample() {
  std::ifstream file("deploy/sample/bitwarden.json");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void ExpectSound(const Imported& item) {
  EXPECT_FALSE(item.title.empty());
  EXPECT_TRUE(IsUtf8(item.title));
  EXPECT_EQ(item.title.find('\n'), std::string::npos);
  for (const ImportedField& field : item.fields) {
    EXPECT_FALSE(field.name.empty());
  }
}

void ExpectSound(const std::string& bytes) {
  std::set<int> seen;
  std::set<std::string> titles;
  const auto report = ImportBitwarden(bytes, [&](Imported item) {
    ExpectSound(item);
    EXPECT_TRUE(seen.insert(item.number).second);
    EXPECT_TRUE(titles.insert(FoldTitle(item.title)).second) << item.title;
    return absl::OkStatus();
  });
  if (!report.ok()) {
    EXPECT_EQ(ExitCodeOf(report.status()), ExitCode::kUsage);
    EXPECT_NE(HintOf(report.status()), "");
    return;
  }
  EXPECT_EQ(report->imported, static_cast<int>(seen.size()));
  for (const ImportProblem& problem : report->problems) {
    seen.insert(problem.number);
  }
  EXPECT_EQ(report->rows, static_cast<int>(seen.size()));
}

class Mutation : public ::testing::Test {
 protected:
  size_t Place() { return random_() % bytes_.size(); }

  std::mt19937 random_{20260131};
  const std::string bytes_ = Sample();
};

TEST_F(Mutation, AnyByteChanged) {
  for (int i = 0; i < kRounds; ++i) {
    std::string bytes = bytes_;
    bytes[Place()] = static_cast<char>(random_());
    ExpectSound(bytes);
  }
}

TEST_F(Mutation, JsonPunctuationAnywhere) {
  for (int i = 0; i < kRounds; ++i) {
    std::string bytes = bytes_;
    for (int n = 0; n < 3; ++n) {
      bytes[Place()] = "{}[]\",:\\0tn"[random_() % 11];
    }
    ExpectSound(bytes);
  }
}

TEST_F(Mutation, CutAnywhere) {
  for (int i = 0; i < kRounds / 10; ++i) {
    ExpectSound(bytes_.substr(0, Place()));
    ExpectSound(bytes_.substr(Place()));
  }
}

// Values of the wrong kind, in JSON that stays well formed.
TEST_F(Mutation, AnyValueReplaced) {
  constexpr const char* kValues[] = {
      "null", "true", "-7",    "1.5e300",     "\"\"",
      "[]",   "{}",   "[[0]]", "\"\\u0000\"", "18446744073709551615"};
  int sound = 0;
  for (int i = 0; i < kRounds; ++i) {
    const size_t colon = bytes_.find("\": ", Place());
    if (colon == std::string::npos) continue;
    const size_t start = colon + 3;
    if (bytes_[start] == '[' || bytes_[start] == '{') continue;
    const size_t line = bytes_.find('\n', start);
    const size_t end = bytes_[line - 1] == ',' ? line - 1 : line;
    std::string bytes = bytes_;
    bytes.replace(start, end - start, kValues[random_() % 10]);
    ExpectSound(bytes);
    ++sound;
  }
  EXPECT_GT(sound, kRounds / 2);
}

}  // namespace
}  // namespace klad::client
