// Files made to do harm: each ends with a sentence, soon and in little memory.
#include <sys/resource.h>

#include <ctime>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/formats/make_zip.h"
#include "client/formats/read_fixture.h"
#include "client/formats/zip_archive.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::HasSubstr;

constexpr size_t kMiB = 1 << 20;
// Of the processor. Generous: unoptimised builds and sanitizers run these too.
constexpr std::clock_t kSoon = 60 * CLOCKS_PER_SEC;

void ExpectRefused(const std::string& bytes, const std::string& sentence) {
  const std::clock_t start = std::clock();
  const ReadExport read = ReadBytes(bytes);
  EXPECT_LT(std::clock() - start, kSoon) << sentence;
  EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage) << sentence;
  EXPECT_THAT(std::string(read.status.message()), HasSubstr(sentence));
  EXPECT_NE(HintOf(read.status), "") << sentence;
  EXPECT_FALSE(absl::StrContains(read.status.ToString(), "canary"));
  EXPECT_TRUE(read.items.empty());
}

std::string Repeated(absl::string_view text, size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) all.append(text.data(), text.size());
  return all;
}

TEST(Hostile, DeepJson) {
  ExpectRefused(Repeated("[", 10'000'000), "nests too deep");
  ExpectRefused(Repeated("{\"a\":", 100'000), "nests too deep");
  ExpectRefused(
      absl::StrCat("{\"encrypted\":false,\"items\":[", Repeated("[", 60),
                   "{\"canary\":{\"canary\":{}}}", Repeated("]", 60), "]}"),
      "nests too deep");
}

TEST(Hostile, HundredMegabyteFields) {
  ExpectRefused(absl::StrCat("{\"encrypted\":false,\"items\":[{\"name\":\"",
                             std::string(100 * kMiB, 'x'), "\"}]}"),
                "has a text of more than 14 MiB");
  ExpectRefused(
      absl::StrCat("{\"items\":[", std::string(100 * kMiB, '1'), "]}"),
      "not JSON");
  ExpectRefused(absl::StrCat("name,url,username,password\na,b,c,\"",
                             std::string(100 * kMiB, 'x')),
                "opens a quote that does not close");
  ExpectRefused(std::string(200 * kMiB, 'x'), "larger than 128 MiB");
}

TEST(Hostile, HugeFieldOfATableIsARejectedRow) {
  const std::string head = "name,url,username,password\na,b,c,";
  ExpectRefused(absl::StrCat(head, "\"", std::string(100 * kMiB, 'x'), "\"\n"),
                "the row at line 2 has more than 8 MiB");
  ExpectRefused(absl::StrCat(head, std::string(100 * kMiB, 'x'), "\n"),
                "the row at line 2 has more than 8 MiB");
  ExpectRefused(absl::StrCat(head, "\"", Repeated("\"\"", 50 * kMiB), "\"\n"),
                "the row at line 2 has more than 8 MiB");
  ExpectRefused(absl::StrCat(head, std::string(100 * kMiB, ','), "\n"),
                "the row at line 2 has more than 8 MiB");
  const ReadExport read = ReadBytes(absl::StrCat(
      head, "\"", std::string(2 * kMiB, 'x'), "\"\nd,https://e.example,f,g\n"));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items[0].title, "d");
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].what, "it is larger than 1 MiB");
}

TEST(Hostile, XmlEntitiesAndDepth) {
  ExpectRefused(R"(<?xml version="1.0"?><!DOCTYPE KeePassFile [
      <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
      <KeePassFile><Root>&c;</Root></KeePassFile>)",
                "declares entities");
  ExpectRefused(R"(<?xml version="1.0"?><!DOCTYPE KeePassFile [
      <!ENTITY canary SYSTEM "file:///etc/passwd">]>
      <KeePassFile><Root>&canary;</Root></KeePassFile>)",
                "declares entities");
  ExpectRefused(absl::StrCat("<KeePassFile>", Repeated("<Group>", 1'000'000)),
                "nests too deep");
}

TEST(Hostile, EndlessXml) {
  const std::string endless(100 * kMiB, 'x');
  const std::string sentence = "a text of more than 14 MiB";
  ExpectRefused(
      absl::StrCat("<KeePassFile><Root>", endless, "</Root></KeePassFile>"),
      sentence);
  ExpectRefused(absl::StrCat("<KeePassFile><!--", endless, "--></KeePassFile>"),
                sentence);
  ExpectRefused(absl::StrCat("<KeePassFile><", endless, "/></KeePassFile>"),
                sentence);
  ExpectRefused(absl::StrCat("<database><card title=\"a\"/><card title=\"",
                             endless, "\"/></database>"),
                sentence);
}

TEST(Hostile, NothingButBlanksOrElements) {
  ExpectRefused(absl::StrCat("{", std::string(100 * kMiB, ' '), "}"),
                "more blanks than any export");
  ExpectRefused(absl::StrCat("<KeePassFile>", Repeated("<a></a>", 5'000'000),
                             "</KeePassFile>"),
                "more elements than any export");
}

TEST(Hostile, HugeXmlText) {
  const ReadExport read = ReadBytes(absl::StrCat(
      "<KeePassFile><Root><Group><Entry><String><Key>Title</Key><Value>",
      std::string(2 * kMiB, 'x'),
      "</Value></String></Entry><Entry><String><Key>Title</Key><Value>b"
      "</Value></String></Entry></Group></Root></KeePassFile>"));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items[0].title, "b");
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].kind, ProblemKind::kRejected);
}

TEST(Hostile, ZipBombs) {
  ExpectRefused(MakeZip({{"export.data", std::string(90 * kMiB, ' ')}}),
                "unpacks to far more");
  ExpectRefused(MakeZip({{"export.data", std::string(120 * kMiB, ' ')}}),
                "unpacks to far more");
}

TEST(Hostile, ZipTricks) {
  const std::string data = R"({"accounts":[{"attrs":{},"vaults":[]}]})";
  ASSERT_OK(ReadBytes(MakeZip({{"export.data", data}})).status);
  for (const char* name :
       {"../../etc/passwd", "/etc/passwd", "files/../../x", "C:\\x", "a\\b"}) {
    ExpectRefused(MakeZip({{"export.data", data}, {name, "x"}}),
                  "a file outside of itself");
  }
  ExpectRefused(MakeZip({{"other", data}}), "an archive");
  std::vector<std::pair<std::string, std::string>> many(kMaxZipEntries + 1,
                                                        {"f", ""});
  many[0] = {"export.data", data};
  ExpectRefused(MakeZip(many), "the export of 1Password is damaged");
}

TEST(Hostile, DamagedZip) {
  std::string zip = MakeZip({{"export.data", Fixture("bitwarden.json")}});
  ExpectRefused(zip.substr(0, zip.size() - 30),
                "the export of 1Password is damaged");
  zip[zip.size() / 3] = static_cast<char>(zip[zip.size() / 3] ^ 1);
  ExpectRefused(zip, "is damaged");
}

TEST(Hostile, NulBytesAndLoneQuotes) {
  ExpectRefused(
      std::string("name,url,username,password\na,b\0c,canary,d\n", 42),
      "NUL bytes");
  ExpectRefused("name,url,username,password\na,b,\"canary,d\n",
                "line 2: it opens a quote");
  ExpectRefused("name,url,username,password\na,b,\"canary\"x,d\n",
                "line 2: it has text behind");
  ExpectRefused("name,url,username,password\na,b,c,canary\nd,e",
                "ends in the middle of row 2");
}

TEST(Hostile, ManyColumnsAndManyEmptyRows) {
  const ReadExport read = ReadBytes(
      absl::StrCat("name,url,username,password\n", std::string(2 * kMiB, ','),
                   "\n", Repeated("\n\r\n", kMiB), "a,b,c,d\n"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 2);
  EXPECT_EQ(read.items.size(), 1u);
}

TEST(Hostile, MoreRowsThanAnybodyHas) {
  const auto many = static_cast<size_t>(kMaxImportRows) + 1;
  const std::string sentence = "more than 150000 rows";
  ExpectRefused(
      absl::StrCat("name,url,username,password\n", Repeated("a\n", many)),
      sentence);
  ExpectRefused(absl::StrCat("{\"encrypted\":false,\"items\":[1",
                             Repeated(",1", many), "]}"),
                sentence);
  ExpectRefused(absl::StrCat("<KeePassFile>",
                             Repeated("<Entry><UUID>a</UUID></Entry>", many),
                             "</KeePassFile>"),
                sentence);
}

TEST(Hostile, EntriesOfAMillionValues) {
  const std::string sentence = "an entry has more than 10000 values";
  const size_t many = 1'000'000;
  ExpectRefused(
      absl::StrCat(
          "<KeePassFile><Entry>",
          Repeated("<String><Key>a</Key><Value>b</Value></String>", many / 2),
          "</Entry></KeePassFile>"),
      sentence);
  ExpectRefused(absl::StrCat("<database><card title=\"a\">",
                             Repeated("<field name=\"a\">b</field>", many),
                             "</card></database>"),
                sentence);
  ExpectRefused(absl::StrCat("{\"encrypted\":false,\"items\":[{\"a\":[1",
                             Repeated(",1", 7 * many), "]}]}"),
                "more values than any export");
}

// Each comma is looked at once.
TEST(Hostile, AMillionCommasInAnAddress) {
  const ReadExport read =
      ReadBytes(absl::StrCat("name,url,username,password\na,\"",
                             std::string(1'000'000, ','), "\",b,c\n"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.problems.size(), 1u);
}

TEST(Hostile, FoldersOfEnpassInACircle) {
  const ReadExport read = ReadBytes(R"({"folders": [
      {"uuid": "a", "title": "A", "parent_uuid": "b"},
      {"uuid": "b", "title": "B", "parent_uuid": "a"}],
    "items": [{"title": "t", "template_type": "login.default", "fields": [],
               "folders": ["a"], "note": "n"}]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.size(), 1u);
}

TEST(Hostile, EncryptedAndForeignFilesAreNamed) {
  ExpectRefused("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5rest", "KeePass database");
  ExpectRefused("-----BEGIN PGP MESSAGE-----\n", "encrypted with PGP");
  ExpectRefused("<!DOCTYPE html><html><body></body></html>", "a web page");
  ExpectRefused("Given Name,Family Name,Phone\nA,B,1\n", "a list of contacts");
  ExpectRefused("Issue key,Summary,Assignee\nA-1,b,c\n", "Jira");
  ExpectRefused(R"({"cardNumber": "4111", "cvv": "canary"})",
                "one payment card");
  ExpectRefused("{\"uuid\":1}\n***5642bee8-a5ff-11dc-8314-0800200c9a66***\n",
                "1PIF of 1Password");
  ExpectRefused("var profile={\"uuid\":1};", "a 1Password vault");
  ExpectRefused(std::string("\x85\x01\x0c\x03", 4) + "canary",
                "encrypted with PGP");
  ExpectRefused("\x89PNG\r\n", "a picture");
  ExpectRefused("\xef\xbb\xbf", "empty");
  ExpectRefused(std::string("\x9d\x00\xfe\x01\x80", 5), "is no text");
  ExpectRefused(
      "# Generated by Password Exporter; Encrypted: true\n"
      "\"hostname\",\"username\",\"password\"\n\"x\",\"canary\",\"y\"\n",
      "is encrypted");
  ExpectRefused(R"({"nextId":2,"logins":[{"encryptedPassword":"canary"}]})",
                "Firefox");
}

// A vault of a hundred thousand rows is not held twice.
TEST(Hostile, MemoryDoesNotGrowWithRows) {
  const std::string row =
      R"({"type":1,"name":"site","login":{"username":"u","password":"p",)"
      R"("uris":[{"uri":"https://site.example"}]},"notes":"some more text"},)";
  const std::string bytes =
      absl::StrCat(R"({"encrypted":false,"items":[)", Repeated(row, 50'000),
                   R"({"type":2,"name":"last"}]})");
  struct rusage before;
  getrusage(RUSAGE_SELF, &before);
  auto file = ExportFile::Open(WipedString(bytes.data(), bytes.size()), {});
  ASSERT_OK(file);
  EXPECT_EQ(file->report().taken, 50'001);
  struct rusage after;
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 64 << 10);  // KiB
}

}  // namespace
}  // namespace klad::client
