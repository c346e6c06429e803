#include "client/links/link_table.h"

#include "client/error.h"
#include "client/links/golinks.h"
#include "client/links/link_import.h"
#include "client/links/link_page.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<klad::v1::Link> Some() {
  std::vector<klad::v1::Link> links(2);
  links[0].set_name("отчёт");
  links[0].set_address("https://a.example/?x=1,2;3");
  links[0].set_title("\"quoted\", with comma");
  links[0].set_purpose("two\nlines");
  links[0].set_category("реклама/поиск");
  links[0].add_tags("a");
  links[0].add_tags("b");
  links[1].set_name("go");
  links[1].set_address("https://b.example/{path}");
  return links;
}

void ExpectSame(const std::vector<LinkRow>& rows) {
  const auto links = Some();
  ASSERT_THAT(rows, SizeIs(links.size()));
  for (size_t i = 0; i < links.size(); ++i) {
    EXPECT_EQ(rows[i].name, links[i].name());
    EXPECT_EQ(rows[i].address, links[i].address());
    EXPECT_EQ(rows[i].title, links[i].title());
    EXPECT_EQ(rows[i].purpose, links[i].purpose());
    EXPECT_EQ(rows[i].category, links[i].category());
    EXPECT_EQ(rows[i].tags.size(), static_cast<size_t>(links[i].tags_size()));
  }
}

TEST(LinkTable, WhatIsWrittenIsReadAgain) {
  ASSERT_OK_AND_ASSIGN(const LinkRows rows,
                       ReadLinkTable(WriteLinkTable(Some()), {}));
  EXPECT_THAT(rows.doubts, IsEmpty());
  ExpectSame(rows.links);
}

TEST(LinkTable, ColumnsAreFoundByTheirNamesOrAsTheyAreMapped) {
  ASSERT_OK_AND_ASSIGN(
      LinkRows rows,
      ReadLinkTable("Название;Ссылка;Раздел;Метки\nА;https://a.example;x / "
                    "y;q3,q4\nБ;;;\nВ;https://c.example;;;;\n",
                    {}));
  ASSERT_THAT(rows.links, SizeIs(1));
  EXPECT_EQ(rows.links[0].title, "А");
  EXPECT_EQ(rows.links[0].category, "x/y");
  EXPECT_THAT(rows.links[0].tags, ElementsAre("q3", "q4"));
  ASSERT_THAT(rows.doubts, SizeIs(2));
  EXPECT_EQ(rows.doubts[0].row, 2u);
  EXPECT_EQ(rows.doubts[1].row, 3u);
  ASSERT_OK_AND_ASSIGN(rows,
                       ReadLinkTable("куда,как\nhttps://a.example,вк\n",
                                     {{"Куда", "address"}, {"как", "name"}}));
  ASSERT_THAT(rows.links, SizeIs(1));
  EXPECT_EQ(rows.links[0].name, "вк");
}

TEST(LinkTable, WhatDoesNotFitIsSaid) {
  const auto message = [](absl::string_view text, const LinkColumns& columns) {
    return std::string(ReadLinkTable(text, columns).status().message());
  };
  EXPECT_EQ(message("a,b\n1,2\n", {}),
            "no column of the table holds addresses");
  EXPECT_EQ(message("a,b\n", {{"c", "address"}}), "the table has no column c");
  EXPECT_EQ(message("a,b\n", {{"a", "password"}}),
            "a link has no field password");
  EXPECT_EQ(message("", {}), "the file is empty");
}

TEST(Golinks, WhatIsWrittenIsReadAgain) {
  const std::string lines = WriteGolinks(Some());
  EXPECT_THAT(lines, HasSubstr("https://b.example/{{.Path}}"));
  const LinkRows rows = ReadGolinks(lines);
  EXPECT_THAT(rows.doubts, IsEmpty());
  ExpectSame(rows.links);
}

TEST(Golinks, LinesInDoubtAreNamed) {
  const LinkRows rows = ReadGolinks(
      "{\"Short\":\"who\",\"Long\":\"http://who/\",\"Owner\":\"a@x\"}\n\n"
      "{\"Short\":\"x\",\"Long\":\"http://x/{{with .Path}}a{{end}}\"}\n"
      "not json\n{\"Short\":1,\"Long\":[]}\n[]\n" +
      std::string(100'000, '[') + "\n{\"Short\":\"" +
      std::string(100'000, 'x') + "\"}");
  ASSERT_THAT(rows.links, SizeIs(1));
  EXPECT_EQ(rows.links[0].name, "who");
  ASSERT_THAT(rows.doubts, SizeIs(6));
  EXPECT_EQ(rows.doubts[0].row, 3u);
  EXPECT_EQ(rows.doubts[0].why, "golink computes this address");
}

TEST(LinkPage, SearchesAndEscapes) {
  auto links = Some();
  links[0].set_title("<script>alert(1)</script>");
  links[1].set_address("javascript:alert(1)");
  const std::string page = WriteLinkPage("A&B", links);
  EXPECT_THAT(
      page, AllOf(HasSubstr("<title>Links: A&amp;B</title>"),
                  HasSubstr("href=\"https://a.example/?x=1,2;3\""),
                  HasSubstr("&lt;script&gt;"), Not(HasSubstr("<script>alert")),
                  Not(HasSubstr("href=\"javascript")), Not(HasSubstr("src="))));
}

TEST(ReadLinks, FormIsGuessed) {
  const auto count = [](const std::string& bytes) {
    const auto rows = ReadLinks(bytes, LinkFormat::kGuess, {});
    return rows.ok() ? rows->links.size() : 0;
  };
  EXPECT_EQ(count("<DL><DT><A HREF=https://a.example>a</A></DL>"), 1u);
  EXPECT_EQ(count("{\"short\":\"a\",\"long\":\"https://a.example\"}"), 1u);
  EXPECT_EQ(count("\xef\xbb\xbfurl\nhttps://a.example\n"), 1u);
}

TEST(ReadLinks, PictureIsNoBookmarkFile) {
  const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", 20);
  for (const std::string& bytes : {png, std::string(), std::string("\0", 1)}) {
    const absl::Status status =
        ReadLinks(bytes, LinkFormat::kBookmarks, {}).status();
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage);
    EXPECT_EQ(status.message(), "there are no links in this file");
  }
}

}  // namespace
}  // namespace klad::client
