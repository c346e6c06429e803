// Whatever stands where an export has a text, nothing of it is lost: the texts
// of each fixture are replaced by numbers, lists and objects, and those are
// found in what comes out, or in what is said of the rows.
#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/formats/card.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using Json = nlohmann::ordered_json;
using Path = Json::json_pointer;

// What README.md says is passed over, ids and kinds, whose values have no place
// of their own: by the end of a path, and of some the whole.
bool IsContent(const std::string& path) {
  static const std::regex no_content(
      ".*/(uuid|id|uid|itemId|shareId|itemUuid|documentId|file_uid|userId"
      "|folderId|organizationId|parent_uuid|version"
      "|type|\\$type|kind|category|categoryUuid|template_type|fieldType"
      "|designation|state|archivedDate|icon|inputTraits/.*)"
      "|/accounts/[0-9]+/attrs/.*"
      "|.*/loginFields/[0-9]+/name|.*/sections/[0-9]+/name"
      "|.*/shared_folders/.*|.*/references/.*|.*/collectionIds/.*"
      "|.*/icon/.*|.*/(passkeys|fido2Credentials)/.*"
      // What a template calls the fields that Klad has a place for.
      "|.*/sections/[0-9]+/fields/[0-9]+/title|/items/[0-9]+/fields/.*/label"
      // Reported, but not what they are.
      "|/items/[0-9]+/(attachments|folders)/.*");
  return !std::regex_match(path, no_content);
}

// What is rejected as a whole, and a field that people deleted.
bool IsThrownAway(const Json& value) {
  return value.is_object() && (value.value("state", Json()) == 2 ||
                               value.value("state", Json()) == "trashed" ||
                               value.value("trashed", Json()) == 1 ||
                               value.value("trashed", Json()) == true ||
                               value.value("deleted", Json()) == 1 ||
                               !value.value("deletedDate", Json()).is_null());
}

using Paths = std::map<std::string, std::vector<Path>>;  // by last name

void Collect(const Json& value, const Path& path, const std::string& name,
             Paths* texts) {
  if (IsThrownAway(value)) return;
  if (value.is_string() && !value.get_ref<const std::string&>().empty() &&
      IsContent(path.to_string())) {
    (*texts)[name].push_back(path);
  }
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    const bool list = value.is_array();
    Collect(member, list ? path / std::stoul(key) : path / key,
            list ? name : key, texts);
  }
}

std::string Day(const absl::optional<absl::Time>& time) {
  return time.has_value()
             ? absl::FormatTime("%Y-%m-%d", *time, absl::UTCTimeZone())
             : "";
}

std::string Everything(const ReadExport& read) {
  std::string all;
  for (const Imported& item : read.items) {
    absl::StrAppend(&all, item.title, "\n", item.user_name, "\n",
                    item.password.Expose(), "\n", item.code.Expose(), "\n");
    absl::StrAppend(&all, item.notes.Expose(), "\n", item.folder, "\n",
                    Day(item.created), "\n", Day(item.updated), "\n");
    for (const std::string& text : item.addresses) {
      absl::StrAppend(&all, text, "\n");
    }
    for (const std::string& text : item.tags) absl::StrAppend(&all, text, "\n");
    for (const ImportedField& field : item.fields) {
      absl::StrAppend(&all, field.name, "\n", field.value.Expose(), "\n");
    }
    for (const ImportedFile& file : item.files) {
      absl::StrAppend(&all, file.name, "\n");
    }
  }
  for (const ImportProblem& problem : read.report.problems) {
    absl::StrAppend(&all, problem.title, " ", problem.what, "\n");
  }
  return all;
}

// A value of another shape, and what of it must be found: any of these.
struct Value {
  Json value;
  std::vector<std::string> becomes;
};

Value Number(int64_t n) {
  const int64_t number = 1234500000 + n;
  return {number,
          {absl::StrCat(number), Day(absl::FromUnixSeconds(number)),
           Day(absl::FromUnixMillis(number))}};
}

Value Fraction(int64_t n) {
  const std::string text = absl::StrCat(n, ".5");
  return {0.5 + static_cast<double>(n), {text, Expiry(text)}};
}

Value List(int64_t n) {
  const std::string text = absl::StrCat("in-list-", n, "-");
  return {Json::array({text, 7}), {text}};
}

Value Object(int64_t n) {
  const std::string text = absl::StrCat("in-object-", n, "-");
  return {Json{{"key", text}}, {text}};
}

class JsonValues : public ::testing::TestWithParam<std::string> {
 protected:
  // All texts of one name at a time, so that a large fixture is not read for
  // each of its texts.
  void ReplaceAll(Value (*value_of)(int64_t)) {
    const Json whole = Json::parse(Fixture(GetParam()));
    ExportOptions options;
    options.from = ReadBytes(whole.dump()).format;
    Paths texts;
    Collect(whole, Path(), "", &texts);
    for (const auto& [name, paths] : texts) {
      Json json = whole;
      int64_t n = 0;
      for (const Path& path : paths) json[path] = value_of(++n).value;
      const ReadExport read = ReadBytes(json.dump(), options);
      ASSERT_OK(read.status) << name;
      ExpectAll(Everything(read), paths, value_of);
    }
  }

  static void ExpectAll(const std::string& everything,
                        const std::vector<Path>& paths,
                        Value (*value_of)(int64_t)) {
    int64_t n = 0;
    for (const Path& path : paths) {
      const std::vector<std::string> becomes = value_of(++n).becomes;
      EXPECT_TRUE(std::any_of(becomes.begin(), becomes.end(),
                              [&everything](const std::string& text) {
                                return absl::StrContains(everything, text);
                              }))
          << path.to_string() << " loses " << value_of(n).value;
    }
  }
};

TEST_P(JsonValues, NumbersAreTexts) { ReplaceAll(Number); }

TEST_P(JsonValues, FractionsAreTexts) { ReplaceAll(Fraction); }

TEST_P(JsonValues, ListsAreKept) { ReplaceAll(List); }

TEST_P(JsonValues, ObjectsAreKept) { ReplaceAll(Object); }

// Klad's own is written by klad alone.
std::vector<std::string> JsonFixtures() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    const std::string name = entry.path().filename().string();
    if (absl::EndsWith(name, ".json") && !absl::StartsWith(name, "damaged") &&
        name != "klad.json") {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Formats, JsonValues,
                         ::testing::ValuesIn(JsonFixtures()),
                         [](const ::testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

// JSON leaves it open what a name means that stands there twice.
TEST(JsonNames, TwiceIsKept) {
  const ReadExport read = ReadBytes(
      R"({"encrypted":false,"items":[{"type":1,"name":"t","login":)"
      R"({"password":"one","password":"two"}}]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).password.Expose(), "one");
  EXPECT_EQ(read.items[0].fields.at(0).name, "password 2");
  EXPECT_EQ(read.items[0].fields[0].value.Expose(), "two");
}

}  // namespace
}  // namespace klad::client
