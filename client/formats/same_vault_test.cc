// One vault as every product writes it: the same records come out, but for
// what a format cannot say, as the table in README.md has it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "unicode/ucnv.h"

namespace klad::client {
namespace {

using ::testing::ElementsAreArray;

constexpr char kTable[] = "## What a format cannot say";

// Words of README.md; "title" when it is the host, "path" when addresses have
// none.
using Cannot = std::set<std::string>;

struct Product {
  std::string file;
  std::string format;
  std::string cannot;  // with commas
};

// Of the table "What a format cannot say" in README.md: which fixture, of which
// format, without what.
std::vector<Product> Products() {
  std::ifstream readme("client/formats/README.md");
  std::vector<Product> products;
  bool there = false;
  for (std::string line; std::getline(readme, line);) {
    if (absl::StartsWith(line, "## ")) there = line == kTable;
    if (!there || !absl::StartsWith(line, "| `")) continue;
    const std::vector<std::string> cells =
        absl::StrSplit(absl::StrReplaceAll(line, {{"`", ""}, {" ", ""}}), '|');
    products.push_back({cells.at(1), cells.at(2), cells.at(3)});
  }
  return products;
}

// The seed of an otpauth: address, or the seed.
std::string SeedIn(absl::string_view code) {
  const size_t at = code.find("secret=");
  if (at == absl::string_view::npos) return std::string(code);
  code = code.substr(at + 7);
  return std::string(code.substr(0, code.find('&')));
}

std::string Line(absl::string_view name, absl::string_view value) {
  return value.empty() ? "" : absl::StrCat(name, "=", value, "\n");
}

std::string Describe(const Imported& item) {
  std::vector<std::string> fields;
  for (const ImportedField& field : item.fields) {
    const bool earlier = field.role == FieldRole::kEarlierPassword;
    fields.push_back(absl::StrCat(earlier ? "earlier" : field.name, "=",
                                  field.value.Expose(),
                                  field.hidden ? " (hidden)" : ""));
  }
  std::sort(fields.begin(), fields.end());
  return absl::StrCat(
      trust::v1::Kind_Name(item.kind), "\n", Line("title", item.title),
      Line("user", item.user_name), Line("password", item.password.Expose()),
      Line("addresses", absl::StrJoin(item.addresses, " ")),
      Line("code", SeedIn(item.code.Expose())),
      Line("notes", item.notes.Expose()), Line("folder", item.folder),
      Line("tags", absl::StrJoin(item.tags, ",")),
      item.favourite ? "favourite\n" : "", item.archived ? "archived\n" : "",
      absl::StrJoin(fields, "\n"));
}

std::string Login(const Cannot& cannot) {
  const auto can = [&](const char* what) { return cannot.count(what) == 0; };
  std::vector<std::string> fields;
  if (can("fields")) {
    fields = {absl::StrCat("Client=42", can("hidden") ? "" : " (hidden)"),
              "Word=тайное слово (hidden)"};
  }
  if (can("history")) fields.emplace_back("earlier=old-1 (hidden)");
  std::string address = "https://direct.yandex.ru/";
  if (!can("path")) address.pop_back();
  if (can("address2")) {
    absl::StrAppend(&address, " https://passport.yandex.ru/auth");
  }
  return absl::StrCat(
      "KIND_LOGIN\n",
      Line("title", can("title") ? "Яндекс Директ" : "direct.yandex.ru"),
      "user=ads@example.com\npassword=p\"w,;дом1\n", Line("addresses", address),
      can("code") ? "code=JBSWY3DPEHPK3PXP\n" : "",
      can("notes") ? "notes=строка один\nline \"two\"; три\n" : "",
      can("folder") ? "folder=Реклама\n" : "",
      can("tag") ? "tags=главное\n" : "", can("favourite") ? "favourite\n" : "",
      absl::StrJoin(fields, "\n"));
}

std::vector<std::string> Expected(const Cannot& cannot) {
  std::vector<std::string> items = {Login(cannot)};
  if (cannot.count("file") > 0) return items;
  items.push_back(
      absl::StrCat("KIND_LOGIN\ntitle=vk.com\nuser=head1\npassword=vk-pass\n"
                   "addresses=https://vk.com\n",
                   cannot.count("archived") == 0 ? "archived\n" : ""));
  if (cannot.count("note") == 0) {
    items.emplace_back("KIND_NOTE\ntitle=Договор\nnotes=номер 17\n");
  }
  if (cannot.count("card") == 0) {
    items.emplace_back(
        "KIND_CARD\ntitle=Карта\n"
        "card number=4111111111111111 (hidden)\ncardholder=I PETROV\n"
        "expires=03/2027\nsecurity code=123 (hidden)");
  }
  return items;
}

Cannot Split(absl::string_view words) {
  return absl::StrSplit(words, ',', absl::SkipEmpty());
}

// KeePass and its kin have one kind of entry.
std::string WithoutKind(std::string described, const Product& product) {
  if (product.format == "keepass-xml" || product.format == "keeper-csv" ||
      product.file == "keeper-old.json") {
    return absl::StrReplaceAll(described, {{"KIND_NOTE", "KIND_LOGIN"}});
  }
  return described;
}

std::vector<std::string> DescribeAll(const ReadExport& read) {
  std::vector<std::string> described;
  for (const Imported& item : read.items) described.push_back(Describe(item));
  return described;
}

// 1Password's CSV has tags where others have folders.
void ForgetTags(const Product& product, ReadExport* read) {
  if (!absl::StrContains(product.file, "1password") ||
      product.format != "1password-csv") {
    return;
  }
  for (Imported& item : read->items) {
    auto& tags = item.tags;
    tags.erase(std::remove(tags.begin(), tags.end(), "реклама"), tags.end());
  }
}

class SameVault : public ::testing::TestWithParam<Product> {
 protected:
  static void ExpectVault(const std::string& bytes, const Product& product) {
    ExportOptions options;
    options.name = "Яндекс Директ";
    ReadExport read = ReadBytes(bytes, options);
    ASSERT_OK(read.status);
    EXPECT_EQ(read.format, product.format);
    ForgetTags(product, &read);
    std::vector<std::string> expected = Expected(Split(product.cannot));
    for (std::string& item : expected) item = WithoutKind(item, product);
    EXPECT_THAT(DescribeAll(read), ElementsAreArray(expected));
  }
};

TEST_P(SameVault, ComesOut) {
  ExpectVault(Fixture(GetParam().file), GetParam());
}

std::string InEncoding(const std::string& utf8, const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 4, '\0');
  const int size =
      ucnv_convert(encoding, "UTF-8", out.data(), static_cast<int>(out.size()),
                   utf8.data(), static_cast<int>(utf8.size()), &error);
  EXPECT_TRUE(U_SUCCESS(error));
  out.resize(static_cast<size_t>(size));
  return out;
}

TEST_P(SameVault, ComesOutOfEveryEncoding) {
  const std::string bytes = Fixture(GetParam().file);
  if (absl::StartsWith(bytes, "PK") || GetParam().format == "csv") return;
  for (const char* encoding : {"UTF-16LE", "UTF-16BE", "windows-1251"}) {
    SCOPED_TRACE(encoding);
    ExpectVault(InEncoding(bytes, encoding), GetParam());
  }
  ExpectVault("\xff\xfe" + InEncoding(bytes, "UTF-16LE"), GetParam());
  ExpectVault("\xef\xbb\xbf" + bytes, GetParam());
}

TEST_P(SameVault, DamagedGivesAReasonOrAccountsForEveryRow) {
  const std::string bytes = Fixture(GetParam().file);
  for (size_t cut = 1; cut < bytes.size(); cut += bytes.size() / 37 + 1) {
    const ReadExport read = ReadBytes(bytes.substr(0, cut));
    if (!read.status.ok()) {
      EXPECT_EQ(ExitCodeOf(read.status), ExitCode::kUsage);
      EXPECT_NE(HintOf(read.status), "");
      continue;
    }
    std::set<int> seen;
    for (const Imported& item : read.items) seen.insert(item.number);
    for (const ImportProblem& p : read.report.problems) seen.insert(p.number);
    EXPECT_EQ(read.report.rows, static_cast<int>(seen.size()));
  }
}

// Of everything that may be shown or logged.
TEST_P(SameVault, NoReportNamesASecret) {
  const std::string bytes = Fixture(GetParam().file);
  for (size_t cut = bytes.size(); cut > bytes.size() / 2;
       cut -= bytes.size() / 53 + 1) {
    const ReadExport read = ReadBytes(bytes.substr(0, cut));
    std::string said =
        absl::StrCat(read.status.ToString(), HintOf(read.status), "\n");
    for (const ImportProblem& p : read.report.problems) {
      absl::StrAppend(&said, p.title, p.what, "\n");
    }
    for (const char* secret : {"дом1", "vk-pass", "JBSWY3DP", "old-1", "тайное",
                               "4111", "gone-1", "номер 17", "строка один"}) {
      EXPECT_FALSE(absl::StrContains(said, secret)) << said;
    }
  }
}

// A fixture is of this vault, of a kind of entry, or damaged.
TEST(SameVaultTable, HasEveryFixture) {
  std::set<std::string> known;
  for (const Product& product : Products()) known.insert(product.file);
  std::ifstream kinds("client/formats/kinds.txt");
  for (std::string line; std::getline(kinds, line);) {
    if (absl::StartsWith(line, "== ")) known.insert(line.substr(3));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    const std::string name = entry.path().filename().string();
    if (absl::StartsWith(name, "damaged")) continue;
    EXPECT_EQ(known.count(name), 1u) << name;
  }
  EXPECT_GT(Products().size(), 60u);
}

INSTANTIATE_TEST_SUITE_P(Formats, SameVault, ::testing::ValuesIn(Products()),
                         [](const ::testing::TestParamInfo<Product>& info) {
                           std::string name = info.param.file;
                           for (char& c : name)
                             c = absl::ascii_isalnum(c) ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace klad::client
