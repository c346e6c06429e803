#include "client/formats/bitwarden.h"

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Read {
  absl::Status status;
  ImportReport report;
  std::vector<Imported> items;
};

Read Import(const std::string& bytes) {
  Read read;
  auto report = ImportBitwarden(bytes, [&read](Imported item) {
    read.items.push_back(std::move(item));
    return absl::OkStatus();
  });
  read.status = report.status();
  if (report.ok()) read.report = *std::move(report);
  return read;
}

// An individual vault of these items, as text.
Read ImportItems(absl::string_view items) {
  return Import(absl::StrCat(
      R"({"encrypted": false, "folders": [{"id": "f1", "name": "Ads/VK"}],)",
      R"("items": [)", items, "]}"));
}

std::vector<std::string> Whats(const Read& read) {
  std::vector<std::string> whats;
  for (const ImportProblem& problem : read.report.problems) {
    whats.push_back(problem.what);
  }
  return whats;
}

const ImportedField* FieldOf(const Imported& item, absl::string_view name) {
  for (const ImportedField& field : item.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void ExpectUsage(const std::string& bytes, const std::string& sentence) {
  const Read read = Import(bytes);
  EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage) << sentence;
  EXPECT_THAT(std::string(read.status.message()), HasSubstr(sentence));
  EXPECT_NE(HintOf(read.status), "");
}

TEST(Bitwarden, LoginComesOverWhole) {
  const Read read = ImportItems(R"({
    "passwordHistory": null, "revisionDate": "2025-02-03T04:05:06.789Z",
    "creationDate": "2023-01-02T03:04:05.000Z", "deletedDate": null,
    "id": "i1", "organizationId": null, "folderId": "f1", "type": 1,
    "reprompt": 1, "name": " Яндекс\nДирект ", "notes": "line\nline",
    "favorite": true,
    "fields": [
      {"name": "Client", "value": "42", "type": 0, "linkedId": null},
      {"name": "Word", "value": "secret", "type": 1, "linkedId": null},
      {"name": "Paid", "value": "true", "type": 2, "linkedId": null}],
    "login": {"uris": [{"match": null, "uri": "https://a.example"},
                       {"match": 0, "uri": "https://b.example"}],
      "fido2Credentials": [], "username": "ads@example.com",
      "password": "p\"w", "totp": "JBSWY3DPEHPK3PXP"},
    "collectionIds": null})");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.report.problems, IsEmpty());
  EXPECT_EQ(read.report.rows, 1);
  EXPECT_EQ(read.report.imported, 1);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.number, 1);
  EXPECT_EQ(item.kind, ImportedKind::kLogin);
  EXPECT_EQ(item.title, "Яндекс Директ");
  EXPECT_EQ(item.user_name, "ads@example.com");
  EXPECT_EQ(item.email, "ads@example.com");
  EXPECT_EQ(item.password.Expose(), "p\"w");
  EXPECT_EQ(item.totp.Expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(item.notes.Expose(), "line\nline");
  EXPECT_THAT(item.addresses,
              ElementsAre("https://a.example", "https://b.example"));
  EXPECT_THAT(item.folders, ElementsAre("Ads/VK"));
  EXPECT_TRUE(item.favorite);
  EXPECT_TRUE(item.sensitive);
  EXPECT_EQ(item.created, absl::FromUnixMillis(1672628645000));
  EXPECT_EQ(item.updated, absl::FromUnixMillis(1738555506789));
  ASSERT_EQ(item.fields.size(), 3u);
  EXPECT_FALSE(FieldOf(item, "Client")->hidden);
  EXPECT_EQ(FieldOf(item, "Word")->value.Expose(), "secret");
  EXPECT_TRUE(FieldOf(item, "Word")->hidden);
  EXPECT_EQ(FieldOf(item, "Paid")->value.Expose(), "true");
}

TEST(Bitwarden, OrganisationVaultHasCollections) {
  const Read read = Import(R"({"encrypted": false, "collections": [
      {"id": "c1", "organizationId": "o", "name": "Ads", "externalId": null},
      {"id": "c2", "organizationId": "o", "name": "PR", "externalId": ""}],
    "items": [{"id": "i", "organizationId": "o", "folderId": null, "type": 2,
      "reprompt": 0, "name": "n", "notes": "x", "favorite": false,
      "secureNote": {"type": 0}, "collectionIds": ["c2", "c1"]}]})");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.report.problems, IsEmpty());
  EXPECT_EQ(read.items.at(0).kind, ImportedKind::kNote);
  EXPECT_THAT(read.items[0].folders, ElementsAre("PR", "Ads"));
}

TEST(Bitwarden, PhoneAndMailFieldsFindTheirPlace) {
  const Read read = ImportItems(R"({"type": 1, "name": "a", "login": {
      "username": "a@b.example"}, "fields": [
        {"name": "ТЕЛЕФОН", "value": "+7 (999) 000-00-00", "type": 0},
        {"name": "E-Mail", "value": "reg@example.com", "type": 0},
        {"name": "Телефон", "value": "спросить Ивана", "type": 0}]})");
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.phone, "+7 (999) 000-00-00");
  EXPECT_EQ(item.email, "reg@example.com");
  ASSERT_EQ(item.fields.size(), 1u);
  EXPECT_EQ(item.fields[0].value.Expose(), "спросить Ивана");
}

TEST(Bitwarden, KindsKladHasNotBecomeNotesWithHiddenFields) {
  const Read read = ImportItems(R"(
    {"type": 3, "name": "card", "card": {"cardholderName": "I P",
       "brand": null, "number": "4242", "expMonth": "1", "code": ""}},
    {"type": 5, "name": "key", "sshKey": {"privateKey": "PRIVATE",
       "publicKey": "PUBLIC", "keyFingerprint": "FP"}},
    {"type": 6, "name": "bank", "bankAccount": {"pin": "1", "iban": "2"}},
    {"type": 99, "name": "new", "futureThing": {"a": 1, "b": [true]},
       "login": {"password": "p"}})");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 4u);
  for (const Imported& item : read.items) {
    EXPECT_EQ(item.kind, ImportedKind::kNote) << item.title;
    EXPECT_FALSE(item.fields.empty()) << item.title;
    for (const ImportedField& field : item.fields) EXPECT_TRUE(field.hidden);
  }
  ASSERT_EQ(read.items[0].fields.size(), 3u);
  EXPECT_EQ(FieldOf(read.items[0], "cardholder name")->value.Expose(), "I P");
  EXPECT_EQ(FieldOf(read.items[1], "private key")->value.Expose(), "PRIVATE");
  EXPECT_EQ(FieldOf(read.items[3], "b")->value.Expose(), "[true]");
  EXPECT_EQ(FieldOf(read.items[3], "password")->value.Expose(), "p");
  EXPECT_THAT(Whats(read),
              ElementsAre("imported as a note: Klad has no kind for card",
                          "imported as a note: Klad has no kind for ssh key",
                          "imported as a note: Klad has no kind for bank "
                          "account",
                          "imported as a note: Klad has no kind for future "
                          "thing"));
}

TEST(Bitwarden, WhatIsLeftOutIsReported) {
  const Read read = ImportItems(R"({"type": 1, "name": "a",
    "passwordHistory": [{"password": "old1", "lastUsedDate": "x"},
                        {"password": "old2", "lastUsedDate": "y"}],
    "attachments": [{"id": "1"}], "archivedDate": "2025-01-01T00:00:00Z",
    "surprise": "s", "folderId": "gone", "creationDate": "yesterday",
    "fields": [{"name": "l", "value": null, "type": 3, "linkedId": 100},
               {"name": "", "value": "v", "type": 7}],
    "login": {"username": 5, "password": "p", "totp": "what is this?",
      "fido2Credentials": [{"credentialId": "c"}], "other": [1]}})");
  ASSERT_OK(read.status);
  EXPECT_THAT(
      Whats(read),
      ::testing::UnorderedElementsAre(
          "2 earlier passwords left out",
          "its attachments are not in the export: save them by hand",
          "it was archived; imported like the others",
          "unknown entry \"surprise\" left out",
          "its folder is not in the file",
          "\"creationDate\" is not a date: left out",
          "field \"l\" left out: it only points at another",
          "field \"field 2\" is of an unknown kind: kept hidden",
          "\"username\" is not a text: left out",
          "the one-time-code seed is of an unknown form: kept as it is",
          "its passkey cannot be imported: make a new one at the service",
          "unknown entry \"other\" left out"));
  EXPECT_EQ(read.items.at(0).totp.Expose(), "what is this?");
  EXPECT_EQ(read.items[0].fields.at(0).value.Expose(), "v");
}

TEST(Bitwarden, TrashIsSkippedAndReported) {
  const Read read = ImportItems(R"(
    {"type": 2, "name": "old", "deletedDate": "2025-01-01T00:00:00Z"},
    {"type": 2, "name": "new", "deletedDate": null})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 2);
  EXPECT_EQ(read.report.imported, 1);
  EXPECT_EQ(read.items.at(0).number, 2);
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].number, 1);
  EXPECT_EQ(read.report.problems[0].title, "old");
  EXPECT_EQ(read.report.problems[0].what, "not imported: it lies in the trash");
}

TEST(Bitwarden, SameTitlesAreNumbered) {
  const Read read = ImportItems(R"j(
    {"type": 2, "name": "Ёлка"}, {"type": 2, "name": "елка (2)"},
    {"type": 2, "name": "ЕЛКА"}, {"type": 2, "name": "ёлка"})j");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(2).title, "ЕЛКА (3)");
  EXPECT_EQ(read.items.at(3).title, "ёлка (4)");
  EXPECT_THAT(Whats(read),
              ElementsAre("another has the title \"ЕЛКА\": named \"ЕЛКА (3)\"",
                          "another has the title \"ёлка\": named "
                          "\"ёлка (4)\""));
}

TEST(Bitwarden, MissingTitleGetsASubstitute) {
  const Read read = ImportItems(R"(
    {"type": 1, "name": " ", "login": {"uris": [{"uri": ""},
       {"uri": "https://www.example.com/login?a=b"}]}},
    {"type": 1, "name": null, "login": {"username": "head1"}},
    {"type": 2})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).title, "www.example.com");
  EXPECT_EQ(read.items.at(1).title, "head1");
  EXPECT_EQ(read.items.at(2).title, "untitled 3");
  EXPECT_EQ(read.report.problems.size(), 3u);
}

TEST(Bitwarden, RowsThatAreNoItemsAreSkipped) {
  const Read read =
      ImportItems(R"(null, 5, "x", [], {"type": 1, "name": "a"})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 5);
  EXPECT_EQ(read.report.imported, 1);
  EXPECT_EQ(read.report.problems.size(), 5u);  // and a login without login
}

TEST(Bitwarden, HugeItemIsSkippedAndReported) {
  const Read read = ImportItems(absl::StrCat(
      R"({"type": 2, "name": "big", "notes": ")",
      std::string(kMaxImportedItem, 'x'), R"("}, {"type": 2, "name": "b"})"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.imported, 1);
  EXPECT_THAT(Whats(read), ElementsAre(HasSubstr("not imported: it has 96")));
}

TEST(Bitwarden, SinkEndsTheImport) {
  int taken = 0;
  const auto report = ImportBitwarden(
      R"({"items": [{"type": 2, "name": "a"}, {"type": 2, "name": "b"}]})",
      [&taken](Imported) {
        ++taken;
        return absl::UnavailableError("no server");
      });
  EXPECT_THAT(report.status(),
              StatusIs(absl::StatusCode::kUnavailable, "no server"));
  EXPECT_EQ(taken, 1);
}

TEST(Bitwarden, EmptyVaultIsFine) {
  const Read read = Import(R"({"encrypted":false,"folders":[],"items":[]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 0);
}

TEST(Bitwarden, ByteOrderMarkIsNoHindrance) {
  EXPECT_OK(Import("\xef\xbb\xbf{\"items\":[]}").status);
}

TEST(Bitwarden, WhatIsNoExportIsSaid) {
  ExpectUsage("", "the file is empty");
  ExpectUsage(" \n", "the file is empty");
  ExpectUsage("{\n\"items\": [\n{,", "the file is not JSON: line 3");
  ExpectUsage("folder,favorite,type,name\n", "the file is not JSON: line 1");
  ExpectUsage(R"({"items": []} x)", "the file is not JSON");
  ExpectUsage("[]", "not a Bitwarden export");
  ExpectUsage(R"({"a": 1})", "not a Bitwarden export");
  ExpectUsage(R"({"items": {}})", "not a Bitwarden export");
  ExpectUsage("{\"items\": [{\"name\": \"\xff\"}]}", "the file is not UTF-8");
  ExpectUsage(std::string("PK\x03\x04rest"), "ZIP archive");
  ExpectUsage(std::string(100000, '['), "nests too deep");
  ExpectUsage(R"({"items": [1e999]})", "not JSON");
  ExpectUsage(std::string(kMaxImportFile + 1, ' ') + "{}", "larger than 64");
}

TEST(Bitwarden, EncryptedExportIsSaid) {
  ExpectUsage(R"({"encrypted": true, "passwordProtected": true, "salt": "s",
                  "kdfType": 0, "data": "2.x|y|z"})",
              "the export is encrypted");
  ExpectUsage(R"({"encrypted": true, "encKeyValidation_DO_NOT_EDIT": "2.x",
                  "folders": [], "items": []})",
              "the export is encrypted");
}

TEST(Bitwarden, ErrorsDoNotQuoteTheFile) {
  const Read read = Import(R"({"items": [{"password": "hunter2 oops)");
  EXPECT_FALSE(absl::StrContains(read.status.ToString(), "hunter2"));
}

TEST(Bitwarden, SampleComesOver) {
  std::ifstream file("deploy/sample/bitwarden.json");
  ASSERT_TRUE(file.good());
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const Read read = Import(bytes.str());
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 33);
  EXPECT_EQ(read.report.imported, 33);
  const Imported& direct = read.items.at(0);
  EXPECT_EQ(direct.title, "Яндекс Директ");
  EXPECT_EQ(direct.phone, "+7 999 000-00-00");
  EXPECT_EQ(direct.password.Expose(), "not-real-Direct-2025!");
  EXPECT_EQ(read.items.at(1).title, "yandex-direct");
  EXPECT_FALSE(read.items.at(1).totp.empty());
  std::map<int, int> problems;
  for (const ImportProblem& problem : read.report.problems) {
    ++problems[problem.number];
  }
  // History, passkey, linked field, same title, card, identity, key, no title.
  EXPECT_THAT(problems,
              ElementsAre(::testing::Pair(1, 1), ::testing::Pair(9, 1),
                          ::testing::Pair(18, 1), ::testing::Pair(21, 1),
                          ::testing::Pair(26, 1), ::testing::Pair(27, 1),
                          ::testing::Pair(28, 1), ::testing::Pair(33, 1)));
}

}  // namespace
}  // namespace klad::client
