#include "client/formats/onepux.h"

#include <string>

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

std::string Vault(absl::string_view item) {
  return absl::StrCat(
      R"({"accounts": [{"vaults": [{"attrs": {"name": "v"}, "items": [)", item,
      "]}]}]}");
}

TEST(OnePux, WhatIsNotKnownIsAHiddenField) {
  const ReadExport read = ReadBytes(Vault(R"({"uuid": "x", "unknownItem": 1,
    "categoryUuid": "001",
    "details": {"unknownDetail": {"a": true}, "loginFields": [
        {"value": {"email_address": "a@b.example", "provider": "fm"},
         "designation": "username", "unknownLogin": "l"}],
      "sections": [{"title": "S", "unknownSection": "s", "fields": [
        {"title": "T", "id": "t", "value": {"futureKind": "v"},
         "guarded": false, "unknownField": "f"},
        {"title": "plain", "id": "p", "value": "text"}]}]},
    "overview": {"title": "a", "unknownOverview": "o", "ps": 0,
      "urls": [{"url": "https://a.example", "unknownUrl": "u"}]}})"));
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).user_name, "a@b.example");
  EXPECT_EQ(FieldsOf(read.items[0]),
            "*unknown url=u\n*unknown overview=o\n*provider=fm\n"
            "*unknown login=l\n*S: T=v\n*unknown field=f\n*S: plain=text\n"
            "*unknown section=s\n*unknown detail={\"a\":true}\n"
            "*unknown item=1\n");
}

TEST(OnePux, NamesOfCodesAndAddressesAreKept) {
  const ReadExport read = ReadBytes(Vault(R"({"uuid": "x",
    "categoryUuid": "001", "details": {"sections": [{"title": "Доп", "fields": [
        {"title": "код банка", "id": "TOTP_1",
         "value": {"totp": "JBSWY3DPEHPK3PXP"}},
        {"title": "второй", "id": "TOTP_2",
         "value": {"totp": "JBSWY3DPEHPK3PXQ"}},
        {"title": "ссылка", "id": "l",
         "value": {"url": "https://b.example"}}]}]},
    "overview": {"title": "a", "urls": [
      {"label": "website", "url": "https://a.example"},
      {"label": "сайт", "url": "https://c.example"}]}})"));
  ASSERT_OK(read.status);
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.code.Expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_THAT(item.addresses,
              ElementsAre("https://a.example", "https://c.example",
                          "https://b.example"));
  EXPECT_EQ(FieldsOf(item),
            "сайт=https://c.example\nname of the one-time code=Доп: код банка\n"
            "*Доп: второй=JBSWY3DPEHPK3PXQ\nДоп: ссылка=https://b.example\n");
}

TEST(OnePux, AnArchiveCutOffIsDamaged) {
  const std::string whole =
      MakeZip({{"export.data", Vault(R"({"overview": {"title": "a"},
                                 "details": {"password": "p"}})")}});
  ASSERT_OK(ReadBytes(whole).status);
  for (const size_t missing : {6, 10, 12, 21, 22, 40}) {
    const ReadExport read = ReadBytes(whole.substr(0, whole.size() - missing));
    EXPECT_THAT(std::string(read.status.message()), HasSubstr("is damaged"))
        << missing;
  }
}

}  // namespace
}  // namespace klad::client
