#include "client/formats/format.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/error.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void ExpectUsage(const ReadExport& read, const std::string& sentence,
                 const std::string& hint = "") {
  EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage) << sentence;
  EXPECT_THAT(std::string(read.status.message()), HasSubstr(sentence));
  EXPECT_THAT(HintOf(read.status), HasSubstr(hint));
}

ReadExport ReadFrom(const std::string& bytes, const std::string& from) {
  ExportOptions options;
  options.from = from;
  return ReadBytes(bytes, options);
}

ReadExport ReadMapped(const std::string& bytes,
                      std::vector<std::pair<std::string, std::string>> map) {
  ExportOptions options;
  options.map = std::move(map);
  return ReadBytes(bytes, options);
}

TEST(Format, WhatFitsTwoIsAskedFor) {
  ExpectUsage(ReadBytes("a,b.example,u,p,b.example,n\n"),
              "the file fits dashlane-csv and keeper-csv", "--from");
  ExpectUsage(ReadBytes(R"({"folders":[],"items":[]})"),
              "the file fits bitwarden-json and enpass-json", "--from");
  const ReadExport read = ReadFrom(R"({"folders":[],"items":[]})", "enpass");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "enpass-json");
}

TEST(Format, WhatReadsAlikeNeedsNoAsking) {
  const ReadExport read =
      ReadBytes("Username,Title,URL,Password,Notes\nu,t,a.example,p,n\n");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "csv");
  EXPECT_EQ(read.items.at(0).title, "t");
}

TEST(Format, OrderAndCaseOfColumnsDoNotMatter) {
  const ReadExport read = ReadBytes(
      "NAME,Extra,url,USERNAME,password,grouping,fav\nt,n,https://a.example,"
      "u,p,g\\h,1\n");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "lastpass-csv");
  EXPECT_EQ(read.items.at(0).folder, "g/h");
}

TEST(Format, UnknownColumnBecomesAField) {
  const ReadExport read = ReadBytes(
      "url,username,password,extra,name,grouping,fav,Отдел\n"
      "https://a.example,u,p,,t,,0,Маркетинг\n");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "lastpass-csv");
  ASSERT_EQ(read.items.at(0).fields.size(), 1u);
  EXPECT_EQ(read.items[0].fields[0].name, "Отдел");
  EXPECT_EQ(read.items[0].fields[0].value.Expose(), "Маркетинг");
  EXPECT_TRUE(read.items[0].fields[0].hidden);
}

TEST(Format, MissingColumnFailsTheFile) {
  ExpectUsage(ReadFrom("url,username,password\na,b,c\n", "lastpass"),
              "no column extra, which LastPass writes");
  ExpectUsage(ReadFrom("name,notes\na,b\n", "csv"), "no column for a password",
              "--map");
  ExpectUsage(ReadFrom("password,notes\na,b\n", "csv"),
              "no column for a title");
}

TEST(Format, NameOfFormatOrProduct) {
  const std::string chrome = Fixture("chrome.csv");
  ASSERT_OK(ReadFrom(chrome, "chrome").status);
  ASSERT_OK(ReadFrom(chrome, "chrome-csv").status);
  ExpectUsage(ReadFrom(chrome, "chrom"), "no format chrom", "chrome-csv");
  ExpectUsage(ReadFrom(chrome, "keepass-xml"), "no export of KeePass");
  ExpectUsage(ReadFrom(Fixture("bitwarden.json"), "proton"),
              "no export of Proton Pass");
}

TEST(Format, ColumnsAreMapped) {
  const ReadExport read = ReadMapped(
      "Кабинет;Ключ;Кто;Ещё;Ссылка\nДирект;secret-1;Пётр;x;a.example\n",
      {{"кабинет", "title"},
       {"Ключ", "пароль"},
       {"Кто", "field"},
       {"Ещё", "ignore"}});
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "csv");
  const Imported& item = read.items.at(0);
  EXPECT_EQ(item.title, "Директ");
  EXPECT_EQ(item.password.Expose(), "secret-1");
  EXPECT_THAT(item.addresses, ElementsAre("a.example"));
  ASSERT_EQ(item.fields.size(), 1u);
  EXPECT_EQ(item.fields[0].name, "Кто");
  EXPECT_FALSE(item.fields[0].hidden);
}

TEST(Format, MapOfWhatIsNotThere) {
  ExpectUsage(ReadMapped("a,b\n1,2\n", {{"c", "title"}}), "no column c");
  ExpectUsage(ReadMapped("a,b\n1,2\n", {{"a", "nonsense"}}),
              "no field nonsense", "title, username");
}

TEST(Format, SeveralAddressesInOneColumn) {
  const ReadExport read = ReadBytes(
      "name,url,username,password\nt,\"https://a.example/x,y, "
      "https://b.example\nhttp://c.example\",u,p\n");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.items.at(0).addresses,
              ElementsAre("https://a.example/x,y", "https://b.example",
                          "http://c.example"));
}

TEST(Format, RowsOfAnotherLengthAreRejectedWithTheirText) {
  const std::string bytes =
      "name,url,username,password\na,b,c\n\"x\ny\",b,c,d,e\nt,u,v,w\n";
  auto file = ExportFile::Open(WipedString(bytes.data(), bytes.size()), {});
  ASSERT_OK(file);
  EXPECT_EQ(file->header(), "name,url,username,password");
  ASSERT_EQ(file->report().problems.size(), 2u);
  EXPECT_EQ(file->report().problems[0].number, 1);
  EXPECT_EQ(file->report().problems[0].what,
            "it has 3 columns, the header has 4");
  EXPECT_EQ(file->report().problems[1].raw, "\"x\ny\",b,c,d,e\n");
  EXPECT_EQ(file->report().taken, 1);
}

TEST(Format, LastPassKindsInsideNotes) {
  const std::string head = "url,username,password,totp,extra,name,grouping,fav";
  const ReadExport read = ReadBytes(absl::StrCat(
      head,
      "\nhttp://sn,,,,\"NoteType:SSH Key\nLanguage:en-US\nPassphrase:phrase\n"
      "Private Key:-----BEGIN-----\nabc\n-----END-----\nPublic Key:ssh-rsa A\n"
      "Hostname:h.example\nNotes:see: there\nand here\",key,,0\n"
      "http://sn,,,,\"NoteType:Bank Account\nLanguage:en-GB\nBank Name:B\n"
      "Account Number:333\nIBAN Number:\nPin:\nNotes:\",bank,,0\n"
      "http://group,,,,,Folder,Folder,0\n"));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 2u);
  const Imported& key = read.items[0];
  EXPECT_EQ(key.kind, trust::v1::KIND_SSH_KEY);
  EXPECT_EQ(key.password.Expose(), "phrase");
  EXPECT_EQ(key.fields.at(0).value.Expose(),
            "-----BEGIN-----\nabc\n-----END-----");
  EXPECT_EQ(key.notes.Expose(), "see: there\nand here");
  EXPECT_EQ(read.items[1].kind, trust::v1::KIND_BANK_ACCOUNT);
  EXPECT_EQ(read.report.problems.at(0).what, "a folder, not a credential");
}

TEST(Format, PairsWithoutNameAreKept) {
  const ReadExport read = ReadBytes(
      "folder,favorite,type,name,notes,fields,reprompt,login_uri,"
      "login_username,login_password,login_totp\n"
      ",,login,a,,\"first\n: second\nthird: 3\nand more\",,,,,\n");
  ASSERT_OK(read.status);
  std::vector<std::string> fields;
  for (const ImportedField& field : read.items.at(0).fields) {
    fields.push_back(absl::StrCat(field.name, "=", field.value.Expose()));
  }
  EXPECT_THAT(fields, ElementsAre("field 1=first", "field 2=second",
                                  "third=3\nand more"));
}

TEST(Format, PaymentsOfDashlaneKeepEveryColumn) {
  const ReadExport read = ReadBytes(
      "type,account_name,account_holder,cc_number,code,expiration_month,"
      "expiration_year,routing_number,account_number,country,issuing_bank,"
      "note,name\n"
      "payment_card,n1,h1,c1,d1,01,2031,r1,a1,RU,b1,o1,t1\n"
      "bank,n2,h2,c2,d2,02,2032,r2,a2,RU,b2,o2,t2\n");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 2u);
  for (const Imported& item : read.items) {
    std::string all = absl::StrCat(item.title, " ", item.notes.Expose());
    for (const ImportedField& field : item.fields) {
      absl::StrAppend(&all, " ", field.value.Expose());
    }
    for (const char* column : {"n", "h", "c", "d", "r", "a", "b", "o", "t"}) {
      EXPECT_THAT(all, HasSubstr(absl::StrCat(column, item.number)));
    }
    EXPECT_THAT(all, HasSubstr(absl::StrCat("203", item.number)));
  }
}

TEST(Format, KeePassTellsWhatExpiresAndWhatIsEncrypted) {
  const ReadExport read = ReadBytes(
      "<KeePassFile><Root><Group><Entry><Times><Expires>True</Expires>"
      "<ExpiryTime>2027-03-01T00:00:00Z</ExpiryTime></Times><String>"
      "<Key>Title</Key><Value>t</Value></String></Entry><Entry><Times>"
      "<Expires>False</Expires><ExpiryTime>2020-01-01T00:00:00Z</ExpiryTime>"
      "</Times><String><Key>Title</Key><Value>u</Value></String></Entry>"
      "<Entry><String><Key>Title</Key><Value>v</Value></String><String>"
      "<Key>Password</Key><Value Protected=\"True\">AAAA</Value></String>"
      "</Entry></Group></Root></KeePassFile>");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 2u);
  ASSERT_EQ(read.items[0].fields.size(), 1u);
  EXPECT_EQ(read.items[0].fields[0].value.Expose(), "2027-03-01T00:00:00Z");
  EXPECT_TRUE(read.items[1].fields.empty());
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].title, "v");
  EXPECT_THAT(read.report.problems[0].what, HasSubstr("are encrypted"));
}

TEST(Format, NoteOfAKeePassGroupIsANote) {
  const ReadExport read = ReadBytes(
      "<KeePassFile><Root><Group><Name>db</Name><Notes></Notes><Group>"
      "<Name>Реклама</Name><Notes>кабинет общий</Notes></Group></Group></Root>"
      "</KeePassFile>");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items[0].kind, trust::v1::KIND_NOTE);
  EXPECT_EQ(read.items[0].title, "Реклама");
  EXPECT_EQ(read.items[0].folder, "Реклама");
  EXPECT_EQ(read.items[0].notes.Expose(), "кабинет общий");
}

TEST(Format, AttachmentsAreRejectedByName) {
  const ReadExport keepass = ReadBytes(
      "<KeePassFile><Root><Group><Entry><String><Key>Title</Key><Value>t"
      "</Value></String><Binary><Key>договор.pdf</Key><Value Ref=\"0\"/>"
      "</Binary></Entry></Group></Root></KeePassFile>");
  ASSERT_OK(keepass.status);
  ASSERT_EQ(keepass.report.problems.size(), 1u);
  EXPECT_EQ(keepass.report.problems[0].kind, ProblemKind::kPartLost);
  EXPECT_THAT(keepass.report.problems[0].what, HasSubstr("договор.pdf"));
  const ReadExport keeper = ReadBytes(
      R"([{"title": "t", "login_url": "", "attachments": [{"name": "a.txt"}]},
          {"title": "u", "login_url": "",
           "references": {"$fileRef::1": ["x"]}}])");
  ASSERT_OK(keeper.status);
  EXPECT_EQ(keeper.report.problems.size(), 2u);
  const ReadExport onepux = ReadBytes(
      R"({"accounts": [{"attrs": {}, "vaults": [{"attrs": {"name": "v"},
          "items": [{"categoryUuid": "006", "overview": {"title": "doc"},
            "details": {"documentAttributes": {"fileName": "d.pdf",
              "documentId": "D", "decryptedSize": 5}}}]}]}]})");
  ASSERT_OK(onepux.status);
  ASSERT_EQ(onepux.report.problems.size(), 1u);
  EXPECT_THAT(onepux.report.problems[0].what, HasSubstr("d.pdf"));
}

TEST(Format, ExpiryOfCardsIsOneForm) {
  for (const char* written :
       {"03/27", "3/2027", "2027-03", "202703", "032027", "03.2027"}) {
    const ReadExport read = ReadBytes(absl::StrCat(
        "name,url,username,password,note,cardholdername,cardnumber,cvc,"
        "expirydate,zipcode,folder,full_name,phone_number,email,address1,"
        "address2,city,country,state\nc,,,,,,1,,",
        written, ",,,,,,,,,,\n"));
    ASSERT_OK(read.status);
    const auto& fields = read.items.at(0).fields;
    EXPECT_TRUE(std::any_of(fields.begin(), fields.end(), [](const auto& f) {
      return f.name == "expires" && f.value.Expose() == "03/2027";
    })) << written;
  }
}

TEST(Format, NamesAreUnambiguous) {
  for (const Format& format : Formats()) {
    EXPECT_FALSE(format.name.empty());
    EXPECT_FALSE(format.product.empty());
    EXPECT_NE(format.read, nullptr);
    EXPECT_NE(format.fit, nullptr);
  }
  EXPECT_EQ(Formats().back().name, "csv");
}

TEST(Format, GroupsOfButtercupAreAPath) {
  const ReadExport read = ReadBytes(
      "!type,!group_id,!group_name,!group_parent,title,username,password,id\n"
      "group,a,Work,0,,,,\ngroup,b,Ads,a,,,,\ngroup,t,Trash,0,,,,\n"
      "entry,b,,,one,u,p,1\nentry,t,,,gone,u,p,2\n");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items[0].folder, "Work/Ads");
  ASSERT_EQ(read.report.problems.size(), 4u);
  EXPECT_EQ(read.report.problems[3].kind, ProblemKind::kRejected);
  EXPECT_EQ(read.report.problems[3].title, "gone");
}

TEST(Format, TheRecycleBinOfKeePassXcIsRejected) {
  const ReadExport read = ReadBytes(
      "Group,Title,Username,Password,URL,Notes\n"
      "Root/Recycle Bin/old,gone,u,p,,\nRoot/Recycle Bins,kept,u,p,,\n");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 1u);
  EXPECT_EQ(read.items[0].title, "kept");
}

// KeePassXC writes the name of the database before each path, and translates
// it.
TEST(Format, TheFirstGroupOfKeePassXcIsTheDatabase) {
  const std::string header = "Group,Title,Username,Password,URL,Notes\n";
  const ReadExport named = ReadBytes(absl::StrCat(
      header, "Сейф отдела/Корзина,gone,u,p,,\nСейф отдела/VK,a,u,p,,\n",
      "Сейф отдела,b,u,p,,\n"));
  ASSERT_OK(named.status);
  ASSERT_EQ(named.items.size(), 2u);
  EXPECT_EQ(named.items[0].folder, "VK");
  EXPECT_EQ(named.items[1].folder, "");
  const ReadExport flat = ReadBytes(absl::StrCat(header, "Пароли,a,u,p,,\n"));
  EXPECT_EQ(flat.items.at(0).folder, "");
  const ReadExport other =
      ReadBytes(absl::StrCat(header, "Реклама,a,u,p,,\nРеклама,b,u,p,,\n"));
  EXPECT_EQ(other.items.at(0).folder, "Реклама");
}

// Else a password became the name of a field, which everybody may see.
TEST(Format, ARowIsNoHeader) {
  const ReadExport enpass = ReadBytes(
      "\"ВК\",\"Имя пользователя\",\"u\",\"*Пароль\",\"p\",\"Сайт\","
      "\"https://vk.example\"\n");
  ASSERT_OK(enpass.status);
  EXPECT_EQ(enpass.format, "enpass-csv");
  EXPECT_EQ(enpass.items.at(0).user_name, "u");
  EXPECT_EQ(enpass.items[0].password.Expose(), "p");
  EXPECT_EQ(ReadBytes("name,username,password\n").format, "csv");
  ExpectUsage(ReadBytes("a,пользователь,u,pwd,p\nb,пользователь,v,pwd,q\n"),
              "a table, but of no product");
  ExpectUsage(ReadBytes("site,pwd,ivan@vk.example\n1,2,3\n"),
              "a table, but of no product");
  const ReadExport keeper = ReadBytes(
      "Bank,Сбер,ivan,p1,https://sber.example,,,Account,40817,Code,1234\n"
      "Bank,ВТБ,petr,p2,https://vtb.example,,,Account,40818,Code,4321\n");
  ASSERT_OK(keeper.status);
  EXPECT_EQ(keeper.format, "keeper-csv");
  EXPECT_EQ(keeper.items.size(), 2u);
}

TEST(Format, MarksInOtherWordsAreKept) {
  const ReadExport read = ReadBytes(
      "title,username,password,favorite,created\na,u,p,ИСТИНА,01.02.2020\n"
      "b,u,p,ложь,вчера\nc,u,p,2,\n");
  ASSERT_OK(read.status);
  EXPECT_TRUE(read.items.at(0).favourite);
  EXPECT_EQ(read.items[0].created,
            absl::FromCivil(absl::CivilDay(2020, 2, 1), absl::UTCTimeZone()));
  EXPECT_FALSE(read.items.at(1).favourite);
  EXPECT_EQ(read.items[1].fields.at(0).name, "created");
  EXPECT_EQ(read.items[1].fields[0].value.Expose(), "вчера");
  EXPECT_EQ(read.items.at(2).fields.at(0).name, "favorite");
  EXPECT_EQ(read.items[2].fields[0].value.Expose(), "2");
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].what,
            "what it says under \"created\" is no date: kept as a field");
}

TEST(Format, APasswordInAnAddressIsNoTitle) {
  const ReadExport read = ReadBytes(
      "name,url,username,password\n,https://ivan:canary@host.example/a,,p\n"
      ",android://hash==@com.example.app/,,p\n");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).title, "host.example");
  EXPECT_THAT(read.items[0].addresses, ElementsAre("https://host.example/a"));
  EXPECT_EQ(read.items[0].fields.at(0).value.Expose(),
            "https://ivan:canary@host.example/a");
  EXPECT_TRUE(read.items[0].fields[0].hidden);
  EXPECT_EQ(read.items.at(1).title, "com.example.app");
}

TEST(Format, APasswordInAnAddressIsHiddenInAnyField) {
  const ReadExport read = ReadBytes(
      R"({"encrypted":false,"items":[{"type":1,"name":"t","login":{},)"
      R"("fields":[{"type":0,"name":"api","value":"https://u:canary@h.example"},)"
      R"({"type":0,"name":"site","value":"https://h.example"}]}]})");
  ASSERT_OK(read.status);
  EXPECT_EQ(FieldsOf(read.items.at(0)),
            "*api=https://u:canary@h.example\nsite=https://h.example\n");
}

TEST(Format, AddressesWithoutScheme) {
  const ReadExport read = ReadBytes(
      "name,url,username,password\n"
      "a,\"vk.com,https://m.vk.com,ok.ru\",u,p\n"
      "b,\"https://map.example/@55.75,37.61,10z\",u,p\n"
      "c,\"https://news.example/a,2.html\",u,p\n"
      "d,\"https://x.example/?only=a.example,b.example\",u,p\n");
  ASSERT_OK(read.status);
  EXPECT_THAT(read.items.at(0).addresses,
              ElementsAre("vk.com", "https://m.vk.com", "ok.ru"));
  EXPECT_THAT(read.items.at(1).addresses,
              ElementsAre("https://map.example/@55.75,37.61,10z"));
  EXPECT_THAT(read.items.at(2).addresses,
              ElementsAre("https://news.example/a,2.html"));
  EXPECT_THAT(read.items.at(3).addresses,
              ElementsAre("https://x.example/?only=a.example,b.example"));
}

TEST(Format, AnEncryptedKeyOfLastPassStaysWhole) {
  const std::string key =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-128-CBC,0011\n\nMIIE\n-----END RSA PRIVATE KEY-----";
  const ReadExport read = ReadBytes(
      absl::StrCat("url,username,password,totp,extra,name,grouping,fav\n"
                   "http://sn,,,,\"NoteType:SSH Key\nPrivate Key:",
                   key, "\nPublic Key:ssh-rsa A\",k,,0\n"));
  ASSERT_OK(read.status);
  ASSERT_EQ(read.items.at(0).fields.size(), 2u);
  EXPECT_EQ(read.items[0].fields[0].value.Expose(), key);
}

TEST(Format, MapIsForTablesAndGoesForAProductsOwn) {
  ExpectUsage(ReadMapped(R"({"encrypted":false,"items":[]})", {{"a", "title"}}),
              "--map is for tables");
  const ReadExport read =
      ReadMapped("name,url,username,password,note\nt,https://a.example,u,p,n\n",
                 {{"note", "hidden"}});
  ASSERT_OK(read.status);
  EXPECT_EQ(read.format, "chrome-csv");
  EXPECT_EQ(read.items.at(0).fields.at(0).name, "note");
}

TEST(Format, SeedsThatGiveNoCodeAreSaid) {
  const ReadExport read = ReadBytes(
      "name,username,password,totp\na,u,p,otpauth://hotp/x?secret=JBSWY3DP\n"
      "b,u,p,OTPAUTH://totp/x?secret=JBSWY3DP\n"
      "c,u,p,jbsw y3dp\nd,u,p,123456\n");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.report.problems.size(), 2u);
  EXPECT_EQ(read.report.problems[0].number, 1);
  EXPECT_EQ(read.report.problems[1].number, 4);
}

TEST(Format, YamlOfGopass) {
  const ReadExport read = ReadFrom(
      "p@ss\nlogin: u\n---\nkey: |\n  l1\n\n    l2\n  l3\nq: \"x \\\"y\\\" "
      "z\"\n"
      "one: 'it''s'\nmulti: >-\n  aa\n  bb\n",
      "pass");
  ASSERT_OK(read.status);
  const auto& fields = read.items.at(0).fields;
  ASSERT_EQ(fields.size(), 4u);
  EXPECT_EQ(fields[0].value.Expose(), "l1\n\n  l2\nl3");
  EXPECT_EQ(fields[1].value.Expose(), "x \"y\" z");
  EXPECT_EQ(fields[2].value.Expose(), "it's");
  EXPECT_EQ(fields[3].value.Expose(), "aa bb");
}

TEST(Format, ATextIsNoSecretOfPassUnlessSaid) {
  for (const char* text :
       {"# Title\n\nSome: text\nurl: https://x.example\n",
        "From: a@b.example\nNote: y\n\ncanary\n",
        "2020-01-01 12:00:00 INFO a: b\nurl: x\n", "canary\nfree words\n"}) {
    ExpectUsage(ReadBytes(text), "the file is a text", "--from pass");
  }
  const ReadExport read = ReadFrom("S3cret!\nsome free text\n", "pass");
  ASSERT_OK(read.status);
  EXPECT_EQ(read.items.at(0).password.Expose(), "S3cret!");
}

}  // namespace
}  // namespace klad::client
