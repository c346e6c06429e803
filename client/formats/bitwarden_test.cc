#include "client/formats/bitwarden.h"

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
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

// An individual vault of these items, as text.
ReadExport ReadItems(absl::string_view items) {
  return ReadBytes(absl::StrCat(
      R"({"encrypted": false, "folders": [{"id": "f1", "name": "Ads/VK"}],)",
      R"("items": [)", items, "]}"));
}

std::vector<std::string> Whats(const ReadExport& read) {
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
  const ReadExport read = ReadBytes(bytes);
  EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage) << sentence;
  EXPECT_THAT(std::string(read.status.message()), HasSubstr(sentence));
  EXPECT_NE(HintOf(read.status), "");
}

TEST(Bitwarden, LoginComesOverWhole) {
  const ReadExport read = ReadItems(R"({
    "passwordHistory": null, "revisionDate": "2025-02-03T04:05:06.789Z",
    "creationDate": "2023-01-02T03:04:05.000Z", "deletedDate": null,
    "id": "i1", "organizationId": null, "folderId": "f1", "type": 1,
    "reprompt": 1, "name": " Яндекс\nДирект ", "notes": "line\r\nline\n",
    "favorite": true,
    "fields": [
      {"name": "Client", "value": "42", "type": 0, "linkedId": null},
      {"name": "Paid", "value": "true", "type": 2, "linkedId": null}],
    "login": {"uris": [{"match": null, "uri": "https://a.example"}],
      "fido2Credentials": [], "username": "ads@example.com",
      "password": " p ", "totp": "JBSWY3DPEHPK3PXP"},
    "collectionIds": null})");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.report.problems, IsEmpty());
  EXPECT_EQ(read.report.rows, 1);
  EXPECT_EQ(read.report.taken, 1);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.number, 1);
  EXPECT_EQ(item.title, "Яндекс Директ");
  EXPECT_EQ(item.password.Expose(), " p ");
  EXPECT_EQ(item.notes.Expose(), "line\nline");
  EXPECT_EQ(item.folder, "Ads/VK");
  EXPECT_TRUE(item.favourite);
  EXPECT_EQ(item.sensitivity, trust::v1::SENSITIVITY_HIGH);
  EXPECT_EQ(item.created, absl::FromUnixMillis(1672628645000));
  EXPECT_EQ(item.updated, absl::FromUnixMillis(1738555506789));
  EXPECT_EQ(FieldOf(item, "Paid")->value.Expose(), "true");
}

TEST(Bitwarden, CollectionsAreFolderAndTags) {
  const ReadExport read = ReadBytes(R"({"encrypted": false, "collections": [
      {"id": "c1", "name": "Ads"}, {"id": "c2", "name": "PR"}],
    "items": [{"type": 2, "name": "n", "collectionIds": ["c2", "c1"]}]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).folder, "PR");
  EXPECT_THAT(read.items[0].tags, ElementsAre("Ads"));
}

TEST(Bitwarden, PhoneAndMailFieldsFindTheirPlace) {
  const ReadExport read = ReadItems(R"({"type": 1, "name": "a", "login": {
      "username": "a@b.example"}, "fields": [
        {"name": "ТЕЛЕФОН", "value": "+7 (999) 000-00-00", "type": 0},
        {"name": "E-Mail", "value": "reg@example.com", "type": 0},
        {"name": "Телефон", "value": "спросить Ивана", "type": 0}]})");
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  ASSERT_EQ(item.fields.size(), 3u);
  EXPECT_EQ(item.fields[0].role, FieldRole::kPhone);
  EXPECT_EQ(item.fields[1].role, FieldRole::kEmail);
  EXPECT_EQ(item.fields[2].role, FieldRole::kFree);
}

TEST(Bitwarden, OtherKindsKeepWhatTheyHold) {
  const ReadExport read = ReadItems(R"(
    {"type": 5, "name": "key", "sshKey": {"privateKey": "PRIVATE\n",
       "publicKey": "PUBLIC", "keyFingerprint": "FP"}},
    {"type": 6, "name": "bank", "bankAccount": {"pin": "1", "iban": "2",
       "branchNumber": "7"}},
    {"type": 4, "name": "person", "identity": {"firstName": "A",
       "ssn": "1"}},
    {"type": 99, "name": "new", "futureThing": {"a": 1, "b": [true]},
       "login": {"password": "p"}})");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 4u);
  EXPECT_EQ(read.items[0].kind, trust::v1::KIND_SSH_KEY);
  EXPECT_EQ(FieldOf(read.items[0], "private key")->value.Expose(), "PRIVATE\n");
  EXPECT_EQ(FieldOf(read.items[0], "private key")->role, FieldRole::kKey);
  EXPECT_EQ(read.items[1].kind, trust::v1::KIND_BANK_ACCOUNT);
  EXPECT_TRUE(FieldOf(read.items[1], "branch number")->hidden);
  EXPECT_EQ(read.items[2].kind, trust::v1::KIND_NOTE);
  EXPECT_EQ(FieldOf(read.items[2], "first name")->value.Expose(), "A");
  EXPECT_EQ(FieldOf(read.items[3], "future thing")->value.Expose(),
            R"({"a":1,"b":[true]})");
  EXPECT_EQ(FieldOf(read.items[3], "password")->value.Expose(), "p");
}

TEST(Bitwarden, WhatIsNotCleanIsReported) {
  const ReadExport read = ReadItems(R"({"type": 1, "name": "a",
    "attachments": [{"id": "1"}], "surprise": "s", "folderId": "gone",
    "creationDate": "yesterday",
    "fields": [{"name": "l", "value": null, "type": 3, "linkedId": 100},
               {"name": "", "value": "v", "type": 7}],
    "login": {"username": "u", "password": "p", "totp": "what is this?",
      "fido2Credentials": [{"credentialId": "c"}], "other": [1]}})");
  ASSERT_OK(read.status);
  EXPECT_THAT(Whats(read),
              ::testing::UnorderedElementsAre(
                  "its attachments are not in the export: save them by hand",
                  "its folder is not in the file",
                  "what it says under \"created\" is no date: kept as a field",
                  "field \"l\" left out: it only points at another",
                  "the one-time-code seed is of an unknown form: kept as it is",
                  "its passkey cannot be imported: make a new one at the "
                  "service"));
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.code.Expose(), "what is this?");
  EXPECT_EQ(FieldOf(item, "surprise")->value.Expose(), "s");
  EXPECT_EQ(FieldOf(item, "other")->value.Expose(), "[1]");
}

TEST(Bitwarden, NumbersAreTexts) {
  const ReadExport read = ReadItems(R"(
    {"type": "1", "name": 7, "notes": true, "login": {"username": 9001112233,
       "password": 12345678901234567890123, "uris": [{"uri": 5}]}},
    {"type": 3, "name": "card", "card": {"number": 4111111111111111,
       "code": 123, "expMonth": 3, "expYear": 2027}})");
  ASSERT_OK(read.status);
  EXPECT_THAT(Whats(read), IsEmpty());
  const Imported& login = read.items.at(0);
  EXPECT_EQ(login.title, "7");
  EXPECT_EQ(login.notes.Expose(), "true");
  EXPECT_EQ(login.user_name, "9001112233");
  EXPECT_EQ(login.password.Expose(), "12345678901234567890123");
  EXPECT_THAT(login.addresses, ElementsAre("5"));
  const Imported& card = read.items.at(1);
  EXPECT_EQ(FieldOf(card, "card number")->value.Expose(), "4111111111111111");
  EXPECT_EQ(FieldOf(card, "security code")->value.Expose(), "123");
  EXPECT_EQ(FieldOf(card, "expires")->value.Expose(), "03/2027");
}

TEST(Bitwarden, WhatIsNoTextIsAHiddenField) {
  const ReadExport read = ReadItems(R"({"type": 1, "name": ["a", 1],
    "favorite": 7, "login": {"username": "u", "password": {"p": [true, 1.50]},
      "uris": ["https://a.example"]}, "fields": "text"})");
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.title, "u");
  EXPECT_EQ(FieldOf(item, "name")->value.Expose(), R"(["a",1])");
  EXPECT_EQ(FieldOf(item, "password")->value.Expose(), R"({"p":[true,1.50]})");
  EXPECT_TRUE(FieldOf(item, "password")->hidden);
  EXPECT_EQ(FieldOf(item, "uris")->value.Expose(), "https://a.example");
  EXPECT_EQ(FieldOf(item, "fields")->value.Expose(), "text");
  EXPECT_EQ(FieldOf(item, "favorite")->value.Expose(), "7");
}

TEST(Bitwarden, AnotherProductsItemsAreNotOurs) {
  constexpr const char* kOther[] = {
      // Of Psono.
      R"({"folders": [{"name": "a", "items": [{"type": "website_password",
          "name": "b", "website_password_password": "p"}]}],
          "items": [{"type": "notes", "name": "n", "notes_notes": "t"}]})",
      R"({"folders": [{"name": "a", "items": [{"type": "website_password",
          "name": "b", "website_password_password": "p"}]}], "items": []})",
      // Of a shop, and of a video site.
      R"({"items": [{"type": "product", "name": "Pen", "price": 10}]})",
      R"({"kind": "list", "items": [{"category": "a", "title": "b"}]})",
      R"({"records": [{"title": "Song", "artist": "x"}]})"};
  for (const char* other : kOther) ExpectUsage(other, "of no product known");
}

TEST(Bitwarden, TrashIsRejected) {
  const ReadExport read = ReadItems(R"(
    {"type": 2, "name": "old", "deletedDate": "2025-01-01T00:00:00Z"},
    {"type": 2, "name": "new", "deletedDate": null})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 2);
  EXPECT_EQ(read.items.at(0).number, 2);
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].number, 1);
  EXPECT_EQ(read.report.problems[0].title, "old");
  EXPECT_EQ(read.report.problems[0].kind, ProblemKind::kRejected);
  EXPECT_EQ(read.report.problems[0].what, "it lies in the trash");
}

TEST(Bitwarden, MissingTitleIsHostUserOrNumber) {
  const ReadExport read = ReadItems(R"(
    {"type": 1, "name": " ", "login": {"uris": [{"uri": ""},
       {"uri": "https://www.example.com/login?a=b"}]}},
    {"type": 1, "name": null, "login": {"username": "head1"}},
    {"type": 2, "notes": "n"})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).title, "www.example.com");
  EXPECT_EQ(read.items.at(1).title, "head1");
  EXPECT_EQ(read.items.at(2).title, "untitled 3");
}

TEST(Bitwarden, RowsThatAreNoItemsAreRejected) {
  const ReadExport read =
      ReadItems(R"({"type": 1, "name": "a"}, null, 5, "x", [])");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 5);
  EXPECT_EQ(read.report.taken, 1);
  EXPECT_EQ(read.report.problems.size(), 5u);  // and a login without login
}

TEST(Bitwarden, HugeItemIsRejected) {
  const ReadExport read = ReadItems(absl::StrCat(
      R"({"type": 2, "name": "big", "notes": ")",
      std::string(kMaxImportedItem, 'x'), R"("}, {"type": 2, "name": "b"})"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.taken, 1);
  EXPECT_THAT(Whats(read), ElementsAre(HasSubstr("it has 96 KiB")));
}

TEST(Bitwarden, ItemOfTooManyValuesIsRejected) {
  std::string numbers = "0";
  for (size_t i = 0; i <= kMaxImportedItem; ++i) numbers += ",0";
  const ReadExport read =
      ReadItems(absl::StrCat(R"({"type": 2, "name": "big", "more": [)", numbers,
                             R"(]}, {"type": 2, "name": "b"})"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.taken, 1);
  EXPECT_THAT(Whats(read), ElementsAre("it has more values than any export"));
}

TEST(Bitwarden, SinkEndsTheImport) {
  auto file = ExportFile::Open(
      R"({"encrypted": false, "items": [{"type": 2, "name": "a"},
          {"type": 2, "name": "b"}]})",
      {});
  ASSERT_OK(file);
  int taken = 0;
  const auto report = file->Read([&taken](Imported) {
    ++taken;
    return absl::UnavailableError("no server");
  });
  EXPECT_TRUE(absl::IsUnavailable(report.status()));
  EXPECT_EQ(taken, 1);
}

TEST(Bitwarden, EmptyVaultIsFine) {
  const ReadExport read =
      ReadBytes(R"({"encrypted":false,"folders":[],"items":[]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 0);
}

TEST(Bitwarden, WhatIsNoExportIsSaid) {
  ExpectUsage("", "the file is empty");
  ExpectUsage(" \n", "the file is empty");
  ExpectUsage("{\n\"items\": [\n{,", "the file is not JSON: line 3");
  ExpectUsage(R"({"items": []} x)", "the file is not JSON");
  ExpectUsage("[]", "a list of something else");
  ExpectUsage(R"({"a": 1})", "of no product known");
  ExpectUsage(R"({"items": {}})", "of no product known");
  ExpectUsage(std::string(100000, '['), "nests too deep");
  ExpectUsage(R"({"items": [1e999]})", "not JSON");
  ExpectUsage(R"({"type": 3, "name": "n", "card": {"number": "4242"}})",
              "one item of Bitwarden");
}

TEST(Bitwarden, EncryptedExportIsSaid) {
  ExpectUsage(R"({"encrypted": true, "passwordProtected": true, "salt": "s",
                  "kdfType": 0, "data": "2.x|y|z"})",
              "the export is encrypted");
  ExpectUsage(R"({"encrypted": true, "encKeyValidation_DO_NOT_EDIT": "2.x",
                  "folders": [], "items": []})",
              "the export is encrypted");
}

TEST(Bitwarden, SampleComesOver) {
  std::ifstream file("deploy/sample/bitwarden.json");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const ReadExport read = ReadBytes(bytes.str());
  ASSERT_OK(read.status);
  EXPECT_EQ(read.report.rows, 33);
  EXPECT_EQ(read.report.taken, 33);
  EXPECT_EQ(read.items.at(0).title, "Яндекс Директ");
  EXPECT_EQ(FieldOf(read.items.at(0), "Телефон")->role, FieldRole::kPhone);
  // A passkey and a linked field.
  EXPECT_EQ(read.report.problems.size(), 2u);
}

TEST(Bitwarden, ArchiveBringsTheAttachmentsOfEachItem) {
  const ReadExport read = ReadBytes(
      MakeZip({{"data.json", R"({"encrypted": false, "folders": [], "items": [
         {"id": "i1", "type": 1, "name": "one", "login": {"password": "p"}},
         {"id": "i2", "type": 2, "name": "two", "notes": "n"}]})"},
               {"attachments/i1/договор.pdf", "x"},
               {"attachments/i1/codes.txt", "y"},
               {"attachments/i1/sub/c.txt", "z"},
               {"attachments/i10/other.txt", "z"}}));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "bitwarden-zip");
  ASSERT_EQ(read.items.size(), 2u);
  ASSERT_EQ(read.items[0].files.size(), 2u);
  EXPECT_EQ(read.items[0].files[0].name, "codes.txt");
  EXPECT_EQ(read.items[0].files[1].name, "договор.pdf");
  EXPECT_TRUE(read.items[1].files.empty());
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].kind, ProblemKind::kPartLost);
  EXPECT_NE(read.report.problems[0].what.find("sub/c.txt"), std::string::npos);
}

}  // namespace
}  // namespace klad::client
