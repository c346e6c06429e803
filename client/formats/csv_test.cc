#include "client/formats/csv.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Records = std::vector<std::vector<std::string>>;

absl::StatusOr<Records> ReadAll(absl::string_view text,
                                CsvDialect dialect = {}) {
  CsvReader reader(text, dialect);
  Records records;
  for (;;) {
    auto more = reader.Next();
    if (!more.ok()) return more.status();
    if (!*more) return records;
    records.emplace_back(reader.fields().begin(), reader.fields().end());
  }
}

void ExpectDamaged(absl::string_view text, const std::string& what) {
  const auto records = ReadAll(text);
  ASSERT_FALSE(records.ok()) << text;
  EXPECT_EQ(ExitCodeOf(records.status()), ExitCode::kUsage);
  EXPECT_THAT(std::string(records.status().message()), HasSubstr(what));
}

TEST(Csv, QuotedFieldsHoldEverything) {
  const auto records =
      ReadAll("a,\"b \"\"c\"\", d\",\"line\r\nline\"\n\"\",e,\"\"\"\"");
  ASSERT_OK(records);
  EXPECT_THAT(*records,
              ElementsAre(ElementsAre("a", "b \"c\", d", "line\r\nline"),
                          ElementsAre("", "e", "\"")));
}

TEST(Csv, LineEndsMayBeMixedAndBlankLinesAreNone) {
  const auto records = ReadAll("\n\na,b\r\n\r\nc,d\re,f\n\n");
  ASSERT_OK(records);
  EXPECT_THAT(*records,
              ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d"),
                          ElementsAre("e", "f")));
}

TEST(Csv, QuoteInsideAnUnquotedFieldIsItself) {
  const auto records = ReadAll("5\" disk,a\"b\"\n");
  ASSERT_OK(records);
  EXPECT_THAT(*records, ElementsAre(ElementsAre("5\" disk", "a\"b\"")));
}

TEST(Csv, LoneQuotesNameTheirLine) {
  ExpectDamaged("a,b\nc,\"d\ne,f\n", "line 2: it opens a quote");
  ExpectDamaged("a,b\n\nc,\"d\"e,f\n", "line 3: it has text behind");
}

TEST(Csv, BackslashEscapesWhereTheProductWritesThem) {
  CsvDialect dialect;
  dialect.backslash = true;
  const auto records = ReadAll(R"("a\"b","c\\","d\e")", dialect);
  ASSERT_OK(records);
  EXPECT_THAT(*records, ElementsAre(ElementsAre("a\"b", "c\\", "d\\e")));
}

TEST(Csv, SeparatorIsTheOneThatSeparates) {
  EXPECT_EQ(SniffCsv("a,b;c,d\n").separator, ',');
  EXPECT_EQ(SniffCsv("a;b;\"c,d,e,f\"\n1,2,3,4,5,6").separator, ';');
  EXPECT_EQ(SniffCsv("a\tb, c\td\n").separator, '\t');
  EXPECT_EQ(SniffCsv("alone\n").separator, ',');
}

TEST(Csv, HugeRecordIsPassedOver) {
  const std::string text = absl::StrCat(
      "a,\"", std::string(kMaxCsvRecord, 'x'), "\"\"y\",b\nc,d\n",
      std::string(kMaxCsvRecord + 1, 'z'), "\n", std::string(5000, ','), "\n");
  CsvReader reader(text, {});
  ASSERT_OK(reader.Next());
  EXPECT_TRUE(reader.too_large());
  ASSERT_OK(reader.Next());
  EXPECT_FALSE(reader.too_large());
  EXPECT_THAT(reader.fields(), ElementsAre("c", "d"));
  ASSERT_OK(reader.Next());
  EXPECT_TRUE(reader.too_large());
  ASSERT_OK(reader.Next());
  EXPECT_TRUE(reader.too_large());
  EXPECT_EQ(reader.fields().size(), kMaxCsvFields);
}

TEST(Csv, SaysWhereARecordEndsAndHow) {
  CsvReader reader("a,b\nc,d", {});
  ASSERT_OK(reader.Next());
  EXPECT_FALSE(reader.cut_short());
  EXPECT_EQ(reader.offset(), 4u);
  ASSERT_OK(reader.Next());
  EXPECT_TRUE(reader.cut_short());
}

}  // namespace
}  // namespace klad::client
