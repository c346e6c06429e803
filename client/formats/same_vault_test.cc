// One vault as every product writes it: the same records come out, but for
// what a format cannot say. The table below is the one in README.md.
#include <algorithm>
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

// What a format cannot say, and what is missing then.
//   title     it is the host
//   address2  a second address        notes      any
//   code      the seed                folder     any
//   tag, favourite, archived          mark of that name
//   fields    free fields             hidden     which of them are secret
//   history   earlier passwords       note, card such entries
//   file      more than one entry
using Cannot = std::set<std::string>;

struct Product {
  std::string file;
  std::string format;
  std::string cannot;  // with commas
};

const std::vector<Product>& Products() {
  static const auto* products = new std::vector<Product>{
      {"bitwarden.json", "bitwarden-json", "tag"},
      {"bitwarden-organisation.json", "bitwarden-json", "tag"},
      {"bitwarden.csv", "bitwarden-csv", "tag,hidden,history,card"},
      {"bitwarden-old.csv", "bitwarden-csv",
       "tag,hidden,history,card,archived"},
      {"bitwarden-organisation.csv", "bitwarden-csv",
       "tag,hidden,history,card,archived,favourite"},
      {"1password.1pux", "1password-1pux", ""},
      {"1password-old.1pux", "1password-1pux", "archived"},
      {"1password.csv", "1password-csv",
       "address2,fields,history,note,card,folder"},
      {"1password-website.csv", "1password-csv",
       "address2,fields,history,note,card,folder"},
      {"1password-7.csv", "1password-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,card"},
      {"1password-6.csv", "1password-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"1password-4.csv", "1password-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"lastpass.csv", "lastpass-csv", "address2,tag,archived,fields,history"},
      {"lastpass-old.csv", "lastpass-csv",
       "address2,tag,archived,fields,history,code"},
      {"dashlane-credentials.csv", "dashlane-csv",
       "address2,tag,favourite,archived,fields,history,note,card"},
      {"dashlane-credentials-otpurl.csv", "dashlane-csv",
       "address2,tag,favourite,archived,fields,history,note,card"},
      {"dashlane-old.csv", "dashlane-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"dashlane.json", "dashlane-json",
       "address2,code,folder,tag,favourite,archived,fields,history"},
      {"keeper.json", "keeper-json", "tag,favourite,archived,history"},
      {"keeper-old.json", "keeper-json",
       "address2,tag,favourite,archived,history,hidden,card"},
      {"keeper.csv", "keeper-csv",
       "address2,tag,favourite,archived,history,hidden,card"},
      {"keeper-header.csv", "keeper-csv",
       "address2,tag,favourite,archived,history,hidden,card"},
      {"keepass.xml", "keepass-xml", "favourite,archived,card"},
      {"keepass-old.xml", "keepass-xml", "favourite,archived,card"},
      {"keepass-keeotp.xml", "keepass-xml", "favourite,archived,card"},
      {"keepassxc.csv", "keepassxc-csv",
       "address2,tag,favourite,archived,fields,history,note,card"},
      {"keepassxc-old.csv", "keepassxc-csv",
       "address2,code,tag,favourite,archived,fields,history,note,card"},
      {"keepass.csv", "keepass-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"chrome.csv", "chrome-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"chrome-old.csv", "chrome-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card,"
       "notes"},
      {"firefox.csv", "firefox-csv",
       "title,path,address2,code,folder,tag,favourite,archived,fields,history,"
       "note,card,notes"},
      {"firefox-old.csv", "firefox-csv",
       "title,path,address2,code,folder,tag,favourite,archived,fields,history,"
       "note,card,notes"},
      {"yandex.csv", "yandex-csv",
       "title,address2,code,folder,favourite,archived,fields,history,note,"
       "card"},
      {"safari.csv", "safari-csv",
       "address2,folder,tag,favourite,archived,fields,history,note,card"},
      {"safari-old.csv", "safari-csv",
       "address2,folder,tag,favourite,archived,fields,history,note,card,"
       "notes"},
      {"nordpass.csv", "nordpass-csv", "code,tag,favourite,archived,history"},
      {"nordpass-old.csv", "nordpass-csv",
       "address2,code,tag,favourite,archived,fields,history"},
      {"enpass.json", "enpass-json", "tag"},
      {"enpass.csv", "enpass-csv",
       "folder,tag,favourite,archived,history,hidden"},
      {"roboform.csv", "roboform-csv", "tag,favourite,archived,history,card"},
      {"roboform-old.csv", "roboform-csv",
       "address2,code,tag,favourite,archived,history,card"},
      {"zoho.csv", "zoho-csv", "address2,archived,history,hidden,note,card"},
      {"zoho-old.csv", "zoho-csv",
       "address2,archived,history,hidden,note,card,code"},
      {"safeincloud.xml", "safeincloud-xml", "tag,history,card"},
      {"safeincloud.csv", "safeincloud-csv",
       "address2,code,folder,tag,favourite,archived,fields,history,note,card"},
      {"buttercup.csv", "buttercup-csv",
       "address2,tag,favourite,archived,history,hidden"},
      {"buttercup-old.csv", "buttercup-csv",
       "address2,code,tag,favourite,archived,history,hidden,note,card"},
      {"proton.json", "proton-json", "tag,archived,history"},
      {"proton-old.json", "proton-json", "tag,archived,history"},
      {"proton.zip", "proton-zip", "tag,archived,history"},
      {"proton.csv", "proton-csv", "tag,favourite,archived,history,fields"},
      {"proton-old.csv", "proton-csv",
       "tag,favourite,archived,history,fields,folder,card"},
      {"pass.txt", "pass",
       "address2,folder,tag,favourite,archived,history,hidden,file"},
      {"gopass.txt", "pass",
       "address2,folder,tag,favourite,archived,history,hidden,file"},
      {"table-russian.csv", "csv",
       "address2,code,tag,favourite,archived,history,hidden,note,card"},
      {"table-windows1251.csv", "csv",
       "address2,code,tag,favourite,archived,history,hidden,note,card"},
      {"table-utf16.csv", "csv",
       "address2,code,tag,favourite,archived,history,hidden,note,card"},
      {"table-bom.csv", "csv",
       "address2,code,tag,favourite,archived,history,hidden,note,card"},
  };
  return *products;
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

INSTANTIATE_TEST_SUITE_P(Formats, SameVault, ::testing::ValuesIn(Products()),
                         [](const ::testing::TestParamInfo<Product>& info) {
                           std::string name = info.param.file;
                           for (char& c : name)
                             c = absl::ascii_isalnum(c) ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace klad::client
