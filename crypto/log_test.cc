#include "crypto/log.h"

#include <string>

#include "gtest/gtest.h"

namespace klad::crypto {
namespace {

trust::v1::Signed Entry() {
  trust::v1::Signed entry;
  entry.set_author("ab");
  entry.set_body("c");
  entry.set_signature("def");
  return entry;
}

TEST(LogTest, SignedBytesAreFieldsAfterTheirLengths) {
  EXPECT_EQ(SignedBytes(Entry()),
            std::string("\0\0\0\2ab\0\0\0\1c\0\0\0\3def\0\0\0\0", 22));
}

TEST(LogTest, EveryFieldIsPartOfTheLink) {
  const Digest link = NextLink("", Entry());
  trust::v1::Signed entry = Entry();
  entry.set_countersignature("x");
  EXPECT_NE(NextLink("", entry), link);
  entry = Entry();
  entry.set_author("a");
  entry.set_body("bc");
  EXPECT_NE(NextLink("", entry), link);
}

TEST(LogTest, FirstLinkFollowsZeros) {
  const Digest zeros;
  EXPECT_EQ(NextLink("", Entry()), NextLink(zeros.view(), Entry()));
  EXPECT_EQ(NextLink("", Entry()),
            Hash("klad1.link",
                 {zeros.view(),
                  Hash("klad1.signed", {SignedBytes(Entry())}).view()}));
}

TEST(LogTest, LinkDependsOnTheLinkBefore) {
  EXPECT_NE(NextLink(std::string(32, 'a'), Entry()), NextLink("", Entry()));
}

TEST(LogTest, PositionIsNothingYetOrHasALink) {
  trust::v1::Position position;
  EXPECT_TRUE(IsPosition(position));
  position.set_sequence(1);
  EXPECT_FALSE(IsPosition(position));
  position.set_link(std::string(32, 'x'));
  EXPECT_TRUE(IsPosition(position));
  position.set_sequence(0);
  EXPECT_FALSE(IsPosition(position));
}

}  // namespace
}  // namespace klad::crypto
