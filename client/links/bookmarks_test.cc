#include "client/links/bookmarks.h"

#include "client/links/tag_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFirefox[] = R"(<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. <A HREF="no">no</A> -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>
<DL><p>
    <DT><H3 ADD_DATE="1700000000" PERSONAL_TOOLBAR_FOLDER="true">Toolbar</H3>
    <DL><p>
        <DT><A HREF="https://metrika.example/?a=1&amp;b=2" ADD_DATE="-1" ICON="data:image/png;base64,iVBORw0K" TAGS="q3, Отчёты,Q3">Метрика &#8212; &laquo;Q3&raquo;</A>
        <DD>every
morning &amp; evening
        <DT><H3>Реклама / Ads</H3>
        <DL><p>
            <DT><A HREF="https://direct.example" SHORTCUTURL="директ">Direct</A>
            <DT><H3></H3>
            <DL><p>
              <DT><A HREF="https://deep.example">deep</A>
            </DL><p>
        </DL><p>
        <DT><A HREF="https://after.example" ADD_DATE="9999999999999999999">After</A>
    </DL><p>
    <DT><A HREF="https://find.example/?q=%s" SHORTCUTURL="find">Find</A>
    <DT><A FEEDURL="https://feed.example">Feed</A>
</DL>
)";

TEST(Bookmarks, FoldersTagsAndNotesAreTaken) {
  const LinkRows rows = ReadBookmarks(kFirefox);
  ASSERT_THAT(rows.links, SizeIs(5));
  EXPECT_EQ(rows.links[0].address, "https://metrika.example/?a=1&b=2");
  EXPECT_EQ(rows.links[0].title, "Метрика — «Q3»");
  EXPECT_EQ(rows.links[0].purpose, "every morning & evening");
  EXPECT_EQ(rows.links[0].category, "") << "a folder of the browser's own";
  EXPECT_THAT(rows.links[0].tags, ElementsAre("q3", "Отчёты"));
  EXPECT_EQ(rows.links[1].name, "директ");
  EXPECT_EQ(rows.links[1].category, "Реклама - Ads");
  EXPECT_EQ(rows.links[2].category, "Реклама - Ads");
  EXPECT_EQ(rows.links[3].title, "After");
  EXPECT_EQ(rows.links[3].category, "");
  EXPECT_EQ(rows.links[4].address, "https://find.example/?q={query}");
  ASSERT_THAT(rows.doubts, SizeIs(1));
  EXPECT_EQ(rows.doubts[0].row, 6u);
  EXPECT_EQ(rows.doubts[0].what, "Feed");
}

TEST(Bookmarks, BrokenMarkupLosesNothingButItself) {
  const LinkRows rows = ReadBookmarks(
      "<dl><dt><h3>a</h3><dl><dt><a href=https://1.example>one\n"
      "<dt><a HREF='https://2.example'>two < 3</a>"
      "<dt><a href=\"https://3.example>three</a>\n"
      "<dt><a href=\"https://4.example\" icon=\"data:<broken\">four</a>"
      "</dl></dl></dl></dl><a href=https://5.example>five</a><a");
  ASSERT_THAT(rows.links, SizeIs(5));
  EXPECT_EQ(rows.links[0].title, "one");
  EXPECT_EQ(rows.links[0].category, "a");
  EXPECT_EQ(rows.links[1].title, "two < 3");
  EXPECT_EQ(rows.links[2].address, "https://3.example");
  EXPECT_EQ(rows.links[3].address, "https://4.example");
  EXPECT_EQ(rows.links[4].category, "");
}

TEST(Bookmarks, BracesAndSpacesOfABrowserMakeNoTemplate) {
  const LinkRows rows =
      ReadBookmarks("<DT><A HREF=\" https://x.example/{a b} \">x</A>");
  ASSERT_THAT(rows.links, SizeIs(1));
  EXPECT_EQ(rows.links[0].address, "https://x.example/%7Ba%20b%7D");
}

TEST(Bookmarks, WhatIsWrittenIsReadAgain) {
  std::vector<klad::v1::Link> links(3);
  links[0].set_name("Отчёт \"Q3\"");
  links[0].set_address("https://a.example/?x=<1>&y='2'");
  links[0].set_title("A & B");
  links[0].set_purpose("why <b>");
  links[0].set_category("реклама/поиск");
  links[0].add_tags("q3");
  links[0].add_tags("q4");
  links[1].set_name("utm");
  links[1].set_address("https://b.example/?c={campaign}");
  links[1].set_title("utm");
  links[2].set_name("c");
  links[2].set_title("c");
  links[2].set_address("https://c.example");
  links[2].set_category("реклама");
  const LinkRows rows = ReadBookmarks(WriteBookmarks(links));
  EXPECT_THAT(rows.doubts, IsEmpty());
  ASSERT_THAT(rows.links, SizeIs(3));
  for (const klad::v1::Link& link : links) {
    bool found = false;
    for (const LinkRow& row : rows.links) {
      found = found ||
              (row.name == link.name() && row.address == link.address() &&
               row.title == link.title() && row.purpose == link.purpose() &&
               row.category == link.category() &&
               row.tags == std::vector<std::string>(link.tags().begin(),
                                                    link.tags().end()));
    }
    EXPECT_TRUE(found) << link.name();
  }
}

TEST(Bookmarks, PercentSIsNoArgumentOfAnAddressThatHasIt) {
  std::vector<klad::v1::Link> links(1);
  links[0].set_name("sale");
  links[0].set_address("https://a.example/?off=50%sale");
  const LinkRows rows = ReadBookmarks(WriteBookmarks(links));
  ASSERT_THAT(rows.links, SizeIs(1));
  EXPECT_EQ(rows.links[0].address, links[0].address());
}

TEST(Bookmarks, HostileFilesEnd) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<DL><DT><H3>x</H3>";
  EXPECT_THAT(ReadBookmarks(deep + "<A HREF=https://x.example>y").links,
              SizeIs(1));
  for (const std::string& hostile :
       {std::string(200'000, '<'), std::string(200'000, '&'),
        std::string(200'000, '<') + "!", "<a " + std::string(200'000, '"'),
        "<a href=\"" + std::string(200'000, 'x'), std::string("<!--"),
        std::string("<a href=\"\xff\xfe&#0;&#xD800;&#99999999;\">\xff</a>")}) {
    EXPECT_LE(ReadBookmarks(hostile).links.size(), 1u);
  }
}

TEST(Entities, AreWhatTheyStandFor) {
  EXPECT_EQ(WithoutEntities("a&amp;b&lt;&#228;&#xE4;&nbsp;&unknown;&"),
            "a&b<ää &unknown;&");
  EXPECT_EQ(WithoutEntities("&#0;&#xd800;&#x110000;"),
            "&#0;&#xd800;&#x110000;");
}

TEST(LinkRow, NamesAreMadeOfTitles) {
  EXPECT_EQ(NameFrom("Яндекс.Метрика — Отчёты", ""), "яндекс-метрика-отчеты");
  EXPECT_EQ(NameFrom("***", "https://www.example.com:8080/x"),
            "www-example-com");
  EXPECT_LE(NameFrom(std::string(1000, 'x'), "").size(), 100u);
  EXPECT_EQ(NameFrom("***", "***"), "");
}

TEST(LinkRow, CategoriesHaveEightLevelsAndTagsAreFew) {
  EXPECT_EQ(CategoryPath({"1", "2", "", "3", "4", "5", "6", "7", "8", "9"}),
            "1/2/3/4/5/6/7/8");
  EXPECT_LE(CategoryPath({std::string(150, 'a'), std::string(150, 'b')}).size(),
            200u);
  EXPECT_EQ(CategoryPath({"a/b", " c\n"}), "a-b/c");
  std::string many;
  for (int i = 0; i < 100; ++i) many += std::to_string(i) + ",";
  EXPECT_THAT(TagsIn(many), SizeIs(20));
  EXPECT_THAT(TagsIn(" ,,-, a ,A"), ElementsAre("a"));
}

}  // namespace
}  // namespace klad::client
