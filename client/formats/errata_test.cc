#include "client/formats/errata.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/make_zip.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ErrataOfBytes(const std::string& bytes) {
  auto file = ExportFile::Open(WipedString(bytes.data(), bytes.size()), {});
  if (!file.ok()) return file.status().ToString();
  const auto errata = ErrataOf(*file);
  return errata.ok() ? std::string(ViewOf(*errata))
                     : errata.status().ToString();
}

std::vector<std::string> Titles(const ReadExport& read) {
  std::vector<std::string> titles;
  for (const Imported& item : read.items) titles.push_back(item.title);
  return titles;
}

std::vector<std::string> Rejected(const ReadExport& read) {
  std::vector<std::string> titles;
  for (const ImportProblem& problem : read.report.problems) {
    if (problem.kind == ProblemKind::kRejected) titles.push_back(problem.title);
  }
  return titles;
}

constexpr char kBitwarden[] = R"({"encrypted": false,
 "folders": [{"id": "f", "name": "Реклама"}],
 "items": [
  {"type": 1, "name": "one", "login": {"password": "p1"}},
  {"type": 1, "name": "gone", "folderId": "f", "deletedDate": "2025-01-01",
   "login": {"password": "p2"}},
  17,
  {"type": 1, "name": "two", "login": {"password": "p3",
   "fido2Credentials": [{"keyValue": "k"}]}},
  {}
 ]})";

TEST(Errata, OfJsonIsTheSameJsonWithoutWhatCameOver) {
  const std::string errata = ErrataOfBytes(kBitwarden);
  EXPECT_THAT(errata, HasSubstr("row 2, gone: it lies in the trash"));
  EXPECT_THAT(errata, HasSubstr("row 3: it is not an item: 17"));
  EXPECT_THAT(errata, HasSubstr("row 4, two: its passkey"));
  EXPECT_THAT(errata, HasSubstr("row 5: it is empty"));
  EXPECT_THAT(errata, Not(HasSubstr("p1")));
  EXPECT_THAT(errata, Not(HasSubstr("p3")));
  const ReadExport again = ReadBytes(errata);
  ASSERT_OK(again.status);
  EXPECT_EQ(again.format, "bitwarden-json");
  EXPECT_THAT(Rejected(again), ElementsAre("gone", "", ""));
}

TEST(Errata, OfJsonComesOverOnceMended) {
  std::string errata = ErrataOfBytes(kBitwarden);
  const std::string deleted = "\"deletedDate\": \"2025-01-01\",";
  errata.erase(errata.find(deleted), deleted.size());
  const ReadExport again = ReadBytes(errata);
  ASSERT_OK(again.status);
  ASSERT_THAT(Titles(again), ElementsAre("gone"));
  EXPECT_EQ(again.items[0].folder, "Реклама");
  EXPECT_EQ(again.items[0].password.Expose(), "p2");
  EXPECT_THAT(again.items[0].fields, IsEmpty());
}

TEST(Errata, OfAnErrataIsAsGood) {
  const std::string errata = ErrataOfBytes(kBitwarden);
  const ReadExport again = ReadBytes(ErrataOfBytes(errata));
  ASSERT_OK(again.status);
  EXPECT_THAT(Rejected(again), ElementsAre("gone", "", ""));
}

TEST(Errata, OfAZipIsTheJsonInIt) {
  const std::string zip = MakeZip({{"export.data", R"({"accounts": [{"vaults":
    [{"attrs": {"name": "Отдел"}, "items": [
      {"categoryUuid": "001", "state": "active", "overview": {"title": "one"},
       "details": {"password": "p1"}},
      {"item": {"categoryUuid": "001", "trashed": true,
                "overview": {"title": "gone"}, "details": {"password": "p2"}}}
    ]}]}]})"}});
  const ReadExport whole = ReadBytes(zip);
  ASSERT_OK(whole.status);
  EXPECT_EQ(whole.format, "1password-1pux");
  ASSERT_THAT(Rejected(whole), ElementsAre("gone"));
  const std::string errata = ErrataOfBytes(zip);
  EXPECT_THAT(errata, Not(HasSubstr("p1")));
  const ReadExport again = ReadBytes(errata);
  ASSERT_OK(again.status);
  EXPECT_EQ(again.format, "1password-data");
  EXPECT_THAT(Titles(again), IsEmpty());
  EXPECT_THAT(Rejected(again), ElementsAre("gone"));
}

constexpr char kKeePass[] = R"(<?xml version="1.0"?>
<KeePassFile><Meta><RecycleBinUUID>bin</RecycleBinUUID></Meta><Root>
<Group><UUID>top</UUID><Name>Отдел</Name>
  <Entry><String><Key>Title</Key><Value>one</Value></String>
    <String><Key>Password</Key><Value>p1</Value></String></Entry>
  <Entry><String><Key>Title</Key><Value>two</Value></String>
    <Binary><Key>a--b.txt</Key><Value Ref="0"/></Binary></Entry>
  <Group><UUID>bin</UUID><Name>Корзина</Name>
    <Entry><String><Key>Title</Key><Value>gone</Value></String>
      <String><Key>Password</Key><Value>p2</Value></String></Entry>
    <Entry/>
  </Group>
</Group></Root></KeePassFile>)";

TEST(Errata, OfXmlIsTheSameXmlWithoutWhatCameOver) {
  const std::string errata = ErrataOfBytes(kKeePass);
  EXPECT_THAT(errata, HasSubstr("<!-- row 3, gone: it lies in the recycle bin "
                                "-->\n<Entry>"));
  EXPECT_THAT(errata, HasSubstr("<!-- row 2, two: its attachment \"a- -b.txt"));
  EXPECT_THAT(errata, Not(HasSubstr("p1")));
  ReadExport again = ReadBytes(errata);
  ASSERT_OK(again.status);
  EXPECT_THAT(Titles(again), IsEmpty());
  EXPECT_THAT(Rejected(again), ElementsAre("gone", ""));
  std::string mended = errata;
  mended.replace(mended.find(">bin<"), 5, ">other<");
  again = ReadBytes(mended);
  ASSERT_OK(again.status);
  EXPECT_THAT(Titles(again), ElementsAre("gone"));
  EXPECT_EQ(again.items[0].folder, "Корзина");
}

TEST(Errata, OfATableHasItsHeaderAndReasonsInFront) {
  EXPECT_EQ(ErrataOfBytes("name;url;username;password\n"
                          "one;https://a.example;u;p1\nshort;p2\n"),
            "# row 2: it has 2 columns, the header has 4\n"
            "name;url;username;password\nshort;p2\n");
}

TEST(Errata, OfASecretOfPassHasNoLineInFrontOfItsPassword) {
  const std::string large =
      absl::StrCat("secret\nlogin: x\n", std::string(100 << 10, 'x'));
  EXPECT_EQ(ErrataOfBytes(large), large + "\n");
}

// Whatever the format: what came over is gone, what did not is still there.
TEST(Errata, OfEveryFixtureIsReadAsTheFixture) {
  for (const auto& name :
       {"bitwarden.json", "bitwarden-organisation.json", "1password-old.1pux",
        "dashlane.json", "keeper.json", "keeper-old.json", "keepass.xml",
        "keepass-old.xml", "enpass.json", "proton.json", "proton.zip",
        "safeincloud.xml"}) {
    SCOPED_TRACE(name);
    const ReadExport whole = ReadBytes(Fixture(name));
    ASSERT_OK(whole.status);
    const ReadExport again = ReadBytes(ErrataOfBytes(Fixture(name)));
    if (Rejected(whole).empty() && !again.status.ok()) continue;
    ASSERT_OK(again.status);
    EXPECT_THAT(Titles(again), IsEmpty());
    EXPECT_EQ(Rejected(again), Rejected(whole));
  }
}

}  // namespace
}  // namespace klad::client
