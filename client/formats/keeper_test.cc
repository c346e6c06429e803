#include "client/formats/keeper.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Keeper, RecordsOfCommanderAreRead) {
  const ReadExport read = ReadBytes(R"({"records": [{"title": "v3",
    "record_uid": "x", "type": "databaseCredentials", "notes": "n", "fields": [
      {"type": "login", "value": ["u"]},
      {"type": "password", "value": ["p"], "required": true},
      {"type": "url", "value": ["https://a.example"]},
      {"type": "host", "value": [{"hostName": "h", "port": 3306}]},
      {"type": "oneTimeCode", "value": ["JBSWY3DPEHPK3PXP"]},
      {"type": "fileRef", "value": []}],
    "custom": [
      {"type": "text", "label": "Отдел", "value": ["СММ", "PR"]},
      {"type": "text", "label": "Слово", "value": ["тайна"],
       "privacyScreen": true},
      {"type": "secret", "label": "Key", "value": ["s"]},
      {"type": "future", "value": [{"a": 1}], "extra": "e"}]}]})");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.report.problems, IsEmpty());
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.kind, trust::v1::KIND_SERVER);
  EXPECT_EQ(item.user_name, "u");
  EXPECT_EQ(item.password.Expose(), "p");
  EXPECT_THAT(item.addresses, ElementsAre("https://a.example"));
  EXPECT_EQ(item.code.Expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(FieldsOf(item),
            "host=h\nport=3306\nОтдел=СММ\nОтдел=PR\n*Слово=тайна\n*Key=s\n"
            "*future={\"a\":1}\n*extra=e\n");
}

TEST(Keeper, CustomFieldsAndFoldersMayBeLists) {
  const ReadExport read = ReadBytes(R"({"shared_folders": [], "records": [{
    "title": "A", "login": "u", "password": "p",
    "custom_fields": [{"name": "PIN", "value": "1", "type": "pinCode"}, "odd"],
    "folders": ["Строкой\\Внутри", {"folder": "Вторая"}, ["third"]]}]})");
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.folder, "Строкой/Внутри");
  EXPECT_THAT(item.tags, ElementsAre("Вторая"));
  EXPECT_EQ(FieldsOf(item),
            "*folder=[\"third\"]\n*PIN=1\n*custom fields=odd\n");
}

TEST(Keeper, NumbersAreTexts) {
  const ReadExport read = ReadBytes(R"({"records": [{"title": 1,
    "login": 79001112233, "password": 123456, "custom_fields": {
      "$paymentCard::1": {"cardNumber": 4111, "cardSecurityCode": 123},
      "$phone::1": {"number": 9001112233}, "$birthDate": "1990",
      "$securityQuestion::1": [{"question": "q", "answer": 5}]}}]})");
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.title, "1");
  EXPECT_EQ(item.user_name, "79001112233");
  EXPECT_EQ(item.password.Expose(), "123456");
  EXPECT_EQ(FieldsOf(item),
            "birth date=1970-01-01\n*card number=4111\n*security code=123\n"
            "phone=9001112233\n*security question: q=5\n");
}

TEST(Keeper, ALongQuestionIsKeptWhole) {
  const std::string question(300, 'q');
  const ReadExport read = ReadBytes(absl::StrCat(
      R"([{"title": "a", "$type": "login", "custom_fields": {
          "$securityQuestion::1": {"answer": "a", "question": ")",
      question, R"("}}}])"));
  ASSERT_OK(read.status);
  EXPECT_EQ(
      FieldsOf(read.items.at(0)),
      absl::StrCat("security question=", question, "\n*security answer=a\n"));
}

}  // namespace
}  // namespace klad::client
