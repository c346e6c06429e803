// Every word of every fixture is found in what came out of it, or in what was
// reported of its rows, but for what is listed here.
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/formats/csv.h"
#include "client/formats/csv_table.h"
#include "client/formats/json_check.h"
#include "client/formats/read_fixture.h"
#include "client/formats/xml_reader.h"
#include "client/formats/zip_archive.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

// A name and its text, of what is no content: ids, kinds and settings that
// README.md lists, marks, dates of rows.
struct Leaf {
  std::string name;
  std::string text;
};

bool IsContent(const Leaf& leaf) {
  static const auto* names =
      new std::set<std::string>{"!group_id",      "!group_parent",
                                "!type",          "$fileRef::1",
                                "$type",          "Binary",
                                "Generator",      "RecycleBinUUID",
                                "UUID",           "accountName",
                                "capitalization", "category",
                                "categoryUuid",   "changed",
                                "classification", "collectionIds",
                                "correction",     "created",
                                "decryptedSize",  "designation",
                                "documentId",     "domain",
                                "encrypted",      "file",
                                "folderId",       "folders",
                                "format",         "guid",
                                "icon",           "id",
                                "image",          "keyboard",
                                "kind",           "linkedId",
                                "mime",           "monthYear",
                                "passwordfield",  "safe",
                                "scope",          "sensitivity",
                                "state",          "template_type",
                                "type",           "uid",
                                "userId",         "usernamefield",
                                "uuid",           "version"};
  static const std::regex no_content(
      "|true|false|True|False|null|yes|no|[01]"
      "|[0-9]{9,10}|[0-9]{12,13}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?"
      "|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}");
  return !names->contains(leaf.name) &&
         !std::regex_match(leaf.text, no_content);
}

void CollectJson(const std::string& name, const WipedJson& value,
                 std::vector<Leaf>* leaves) {
  if (value.is_structured()) {
    for (const auto& [key, member] : value.items()) {
      const bool element = value.is_array();
      CollectJson(element ? name : std::string(key.begin(), key.end()), member,
                  leaves);
    }
    return;
  }
  const WipedString text = ContentOf(value);
  leaves->push_back({name, std::string(text.begin(), text.end())});
}

class Collector : public XmlHandler {
 public:
  explicit Collector(std::vector<Leaf>* leaves) : leaves_(leaves) {}
  void Start(absl::string_view name, const Attributes& attributes) override {
    for (const char* attribute : {"title", "name"}) {
      leaves_->push_back(
          {std::string(name), std::string(attributes.Get(attribute))});
    }
  }
  absl::Status End(absl::string_view name, absl::string_view text,
                   absl::string_view) override {
    leaves_->push_back({std::string(name), std::string(text)});
    return absl::OkStatus();
  }

 private:
  std::vector<Leaf>* const leaves_;
};

void CollectTable(const std::string& text, bool header,
                  std::vector<Leaf>* leaves) {
  const CsvHead head = ReadCsvHead(text);
  CsvDialect dialect = head.dialect;
  dialect.backslash = absl::StrContains(text, "\\\"");
  CsvReader reader(absl::string_view(text).substr(head.offset), dialect);
  if (header) {
    ASSERT_OK(reader.Next().status());
  }
  for (;;) {
    const auto more = reader.Next();
    ASSERT_OK(more);
    if (!*more) return;
    for (size_t i = 0; i < reader.fields().size(); ++i) {
      const bool named = header && i < head.folded.size();
      const std::string field(reader.fields()[i]);
      if (field.size() > 2 && (field[0] == '{' || field[0] == '[') &&
          CheckJson(field).ok()) {
        CollectJson(named ? head.folded[i] : "", ParseWipedJson(field), leaves);
        continue;
      }
      leaves->push_back(
          {named ? head.folded[i] : "", std::string(reader.fields()[i])});
    }
  }
}

void Collect(const std::string& bytes, const std::string& format,
             std::vector<Leaf>* leaves) {
  std::string text = bytes;
  if (absl::StartsWith(bytes, "PK")) {
    const auto data =
        ReadZipEntry(bytes, format == "proton-zip" ? "Proton Pass/data.json"
                            : format == "bitwarden-zip" ? "data.json"
                                                        : "export.data");
    ASSERT_OK(data);
    text.assign(data->begin(), data->end());
  } else {
    const auto decoded = DecodeText(WipedString(bytes.data(), bytes.size()));
    ASSERT_OK(decoded);
    text.assign(decoded->text.begin(), decoded->text.end());
  }
  if (text[0] == '{' || text[0] == '[') {
    CollectJson("", ParseWipedJson(text), leaves);
  } else if (text[0] == '<') {
    Collector collector(leaves);
    ASSERT_OK(ReadXml(text, collector));
  } else if (format == "pass") {
    leaves->push_back({"", text});
  } else {
    auto file = ExportFile::Open(WipedString(bytes.data(), bytes.size()), {});
    ASSERT_OK(file);
    const bool header = !file->header().empty() ||
                        absl::StartsWithIgnoreCase(text, "folder,") ||
                        absl::StartsWithIgnoreCase(text, "title,field");
    CollectTable(text, header, leaves);
  }
}

std::string Everything(const ReadExport& read) {
  std::string all;
  const auto add = [&all](absl::string_view text) {
    absl::StrAppend(&all, text, "\n");
  };
  for (const Imported& item : read.items) {
    add(item.title);
    add(item.user_name);
    add(item.password.Expose());
    add(item.code.Expose());
    add(item.notes.Expose());
    add(item.folder);
    for (const std::string& address : item.addresses) add(address);
    for (const std::string& tag : item.tags) add(tag);
    for (const ImportedField& field : item.fields) {
      add(field.name);
      add(field.value.Expose());
    }
    for (const ImportedFile& file : item.files) {
      const auto contents = file.contents();
      add(file.name);
      add(contents.ok() ? absl::Base64Escape(ViewOf(*contents)) : "");
    }
  }
  for (const ImportProblem& problem : read.report.problems) {
    add(absl::StrCat(problem.title, " ", problem.what));
  }
  return all;
}

// Words of a text: what stands between punctuation that a format may use.
Texts WordsOf(const std::string& text) {
  return absl::StrSplit(text, absl::ByAnyChar(" \t\r\n:;,=$&#*'\"\\/{}[]%?"),
                        absl::SkipEmpty());
}

// Names of what Klad has a place for, and words of the formats themselves.
bool IsOfTheFormat(const std::string& word) {
  static const auto* words =
      new std::set<std::string>{"(none)",
                                "---",
                                "032027",
                                "1008",
                                "122030",
                                "2027-03",
                                "202703",
                                "2030-12",
                                "30",
                                "6",
                                "ADDITIONAL",
                                "Account",
                                "Alias",
                                "Bank",
                                "CVC",
                                "CVV",
                                "Card",
                                "Cardholder",
                                "Code",
                                "Credit",
                                "Custom_657088934083173965",
                                "DETAILS",
                                "Date",
                                "December",
                                "E-mail",
                                "Expiration",
                                "Expires",
                                "Expiry",
                                "Field",
                                "GOPASS-SECRET-1.0",
                                "ID",
                                "KEY",
                                "KP2A_URL",
                                "Keeper",
                                "Key",
                                "Language",
                                "Login",
                                "March",
                                "Name",
                                "NoteType",
                                "Notes",
                                "Number",
                                "One-time",
                                "Owner",
                                "Passphrase",
                                "Password",
                                "Pin",
                                "Private",
                                "Public",
                                "Root",
                                "Routing",
                                "SecretType",
                                "Section_1",
                                "Security",
                                "Seed",
                                "Settings",
                                "Software",
                                "Start",
                                "TFC",
                                "TOTP",
                                "TOTP_1",
                                "TimeOtp-Secret-Base32",
                                "Title",
                                "Totp",
                                "Type",
                                "URL",
                                "Unix",
                                "Url",
                                "User",
                                "UserName",
                                "Username",
                                "Value",
                                "Web",
                                "Website",
                                "Windows",
                                "Wireless",
                                "adminConsole",
                                "branchInfo",
                                "cardType",
                                "cardholderName",
                                "check",
                                "contactInfo",
                                "credential",
                                "creditcard",
                                "date",
                                "details",
                                "email",
                                "en-US",
                                "expirationDate",
                                "expiry",
                                "extra",
                                "f1",
                                "group",
                                "hidden",
                                "hostingProvider",
                                "internet",
                                "key",
                                "label",
                                "login",
                                "mode",
                                "name",
                                "note",
                                "notes",
                                "on",
                                "one-time",
                                "oneTimeCode",
                                "otp",
                                "password",
                                "pin",
                                "pwd",
                                "ru-RU",
                                "size",
                                "sn",
                                "step",
                                "text",
                                "title",
                                "txt",
                                "type",
                                "url",
                                "username",
                                "value",
                                "verification",
                                "verificationNumber",
                                "website",
                                "|",
                                "Код",
                                "Логин",
                                "Пароль",
                                "Сайт"};
  return words->contains(word);
}

// Of the account and its database, of templates, and of what was thrown away
// and is rejected by its title.
bool IsOutside(const std::string& word) {
  static const auto* words = new std::set<std::string>{
      "Отдел",  "head1@example.com", "Образец", "Корзина",
      "gone-1", "deleted-1",         "Gone"};
  return words->contains(word);
}

Texts Missing(const std::string& bytes, const ReadExport& read) {
  std::vector<Leaf> leaves;
  Collect(bytes, read.format, &leaves);
  EXPECT_THAT(leaves, ::testing::Not(IsEmpty()));
  const std::string everything = Everything(read);
  Texts missing;
  for (const Leaf& leaf : leaves) {
    if (!IsContent(leaf)) continue;
    for (const std::string& word : WordsOf(leaf.text)) {
      if (IsOfTheFormat(word) || IsOutside(word)) continue;
      if (absl::StrContains(everything, word)) continue;
      missing.push_back(absl::StrCat(leaf.name, ": ", word));
    }
  }
  return missing;
}

Texts Fixtures() {
  Texts names;
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    const std::string name = entry.path().filename().string();
    if (!absl::StartsWith(name, "damaged")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

class NothingLost : public ::testing::TestWithParam<std::string> {};

TEST_P(NothingLost, EveryWordIsFound) {
  const std::string bytes = Fixture(GetParam());
  const ReadExport read = ReadBytes(bytes);
  ASSERT_OK(read.status);
  EXPECT_THAT(Missing(bytes, read), IsEmpty());
}

TEST_P(NothingLost, WhatIsTakenAwayIsMissed) {
  const std::string bytes = Fixture(GetParam());
  ReadExport read = ReadBytes(bytes);
  ASSERT_OK(read.status);
  ASSERT_FALSE(read.items.empty());
  Imported& item = read.items[0];
  if (!item.password.empty()) {
    item.password = Secret();
  } else if (!item.notes.empty()) {
    item.notes = Secret();
  } else {
    item.fields.clear();
  }
  EXPECT_THAT(Missing(bytes, read), ::testing::Not(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(Formats, NothingLost, ::testing::ValuesIn(Fixtures()),
                         [](const ::testing::TestParamInfo<std::string>& info) {
                           std::string name = info.param;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace klad::client
