#include "client/formats/keepass.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;

// One entry, in a group within the first.
ReadExport ReadEntry(absl::string_view entry) {
  return ReadBytes(absl::StrCat(
      "<?xml version=\"1.0\"?><KeePassFile><Meta><CustomData><Item>"
      "<Key>KPXC_DECRYPTION_TIME_PREFERENCE</Key><Value>1000</Value></Item>"
      "</CustomData></Meta><Root><Group><Name>All</Name><Tags>сверху</Tags>"
      "<Group><Name>g</Name><Tags>a;b</Tags><Entry>",
      entry, "</Entry></Group></Group></Root></KeePassFile>"));
}

std::string String(absl::string_view key, absl::string_view value) {
  return absl::StrCat("<String><Key>", key, "</Key><Value>", value,
                      "</Value></String>");
}

TEST(KeePass, TagsOfGroupsAreTagsOfTheirEntries) {
  const ReadExport read =
      ReadEntry(absl::StrCat("<Tags>b,c</Tags>", String("Title", "t")));
  ASSERT_OK(read.status);
  EXPECT_THAT(read.items.at(0).tags, ElementsAre("сверху", "a", "b", "c"));
}

TEST(KeePass, AutoTypeAndCustomDataAreHiddenFields) {
  const ReadExport read = ReadEntry(absl::StrCat(
      String("Title", "t"),
      "<Times><LastModificationTime>2024-01-02T00:00:00Z"
      "</LastModificationTime></Times>"
      "<AutoType><Enabled>True</Enabled>"
      "<DefaultSequence>{USERNAME}{TAB}tail</DefaultSequence>"
      "<Association><Window>Bank*</Window>"
      "<KeystrokeSequence>{PASSWORD}</KeystrokeSequence></Association>"
      "<Association><Window>Mail*</Window><KeystrokeSequence/></Association>"
      "</AutoType><CustomData><Item><Key>plugin</Key><Value>kept</Value>"
      "<LastModificationTime>2020-01-01T00:00:00Z</LastModificationTime>"
      "</Item></CustomData>"
      "<History><Entry><AutoType><DefaultSequence>old</DefaultSequence>"
      "</AutoType></Entry></History>"));
  ASSERT_OK(read.status);
  EXPECT_EQ(FieldsOf(read.items.at(0)),
            "*auto-type={USERNAME}{TAB}tail\n"
            "*auto-type window=Bank*: {PASSWORD}\n"
            "*auto-type window=Mail*\n*plugin=kept\n");
  EXPECT_EQ(read.items[0].updated, absl::FromUnixSeconds(1704153600));
}

TEST(KeePass, TheUsualAutoTypeIsNoContent) {
  const ReadExport read = ReadEntry(
      absl::StrCat(String("Title", "t"),
                   "<AutoType><DefaultSequence>{USERNAME}{TAB}{PASSWORD}{ENTER}"
                   "</DefaultSequence></AutoType>"));
  ASSERT_OK(read.status);
  EXPECT_EQ(FieldsOf(read.items.at(0)), "");
}

TEST(KeePass, SeedsThatMakeNoCodeAreHidden) {
  const ReadExport read = ReadEntry(absl::StrCat(
      String("Title", "t"), String("HmacOtp-Secret-Base32", "JBSWY3DP"),
      String("HmacOtp-Counter", "7"), String("TimeOtp-Secret-Hex", "no hex"),
      String("TimeOtp-Secret-Base64", "=no")));
  ASSERT_OK(read.status);
  EXPECT_TRUE(read.items.at(0).code.empty());
  EXPECT_EQ(FieldsOf(read.items[0]),
            "*TimeOtp-Secret-Hex=no hex\n*TimeOtp-Secret-Base64==no\n"
            "*HmacOtp-Secret-Base32=JBSWY3DP\nHmacOtp-Counter=7\n");
}

}  // namespace
}  // namespace klad::client
