// Every kind of entry that a product exports is read as what it is: kinds.txt
// says what that is, with what it has.
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::IsSupersetOf;
using ::testing::SizeIs;
using Texts = std::vector<std::string>;

struct Entry {
  std::string head;  // kind and title
  Texts parts;
};

struct Expected {
  std::string file;
  std::vector<Entry> entries;
};

std::vector<Expected> AllExpected() {
  std::vector<Expected> all;
  std::ifstream lines("client/formats/kinds.txt");
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    line = absl::StrReplaceAll(line, {{"\\n", "\n"}});
    if (absl::StartsWith(line, "== ")) {
      all.push_back({line.substr(3), {}});
    } else if (absl::StartsWith(line, "  ")) {
      all.back().entries.back().parts.push_back(line.substr(2));
    } else {
      all.back().entries.push_back({line, {}});
    }
  }
  return all;
}

void AddFields(const Imported& item, Texts* parts) {
  for (const ImportedField& field : item.fields) {
    parts->push_back(absl::StrCat(field.hidden ? "*" : "", field.name, "=",
                                  field.value.Expose()));
  }
  for (const ImportedFile& file : item.files) {
    const auto contents = file.contents();
    parts->push_back(absl::StrCat("file=", file.name, ", ",
                                  contents.ok() ? ViewOf(*contents) : "?"));
  }
}

Texts PartsOf(const Imported& item) {
  Texts parts = {absl::StrCat("user=", item.user_name),
                 absl::StrCat("password=", item.password.Expose()),
                 absl::StrCat("code=", item.code.Expose()),
                 absl::StrCat("notes=", item.notes.Expose()),
                 absl::StrCat("folder=", item.folder)};
  for (const std::string& tag : item.tags) {
    parts.push_back(absl::StrCat("tag=", tag));
  }
  for (const std::string& address : item.addresses) {
    parts.push_back(absl::StrCat("address=", address));
  }
  AddFields(item, &parts);
  return parts;
}

class Kinds : public ::testing::TestWithParam<Expected> {};

TEST_P(Kinds, AreReadAsWhatTheyAre) {
  const std::vector<Entry>& entries = GetParam().entries;
  const ReadExport read = ReadBytes(Fixture(GetParam().file));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    const Imported& item = read.items[i];
    EXPECT_EQ(absl::StrCat(trust::v1::Kind_Name(item.kind), " ", item.title),
              absl::StrCat("KIND_", entries[i].head));
    EXPECT_THAT(PartsOf(item), IsSupersetOf(entries[i].parts))
        << entries[i].head;
    EXPECT_THAT(entries[i].parts, SizeIs(::testing::Ge(2u)));
  }
}

INSTANTIATE_TEST_SUITE_P(Products, Kinds, ::testing::ValuesIn(AllExpected()),
                         [](const ::testing::TestParamInfo<Expected>& info) {
                           std::string name = info.param.file;
                           for (char& c : name)
                             c = std::isalnum(c) != 0 ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace klad::client
