#include "server/base/id.h"

#include "gmock/gmock.h"

namespace klad {
namespace {

TEST(IdTest, TwoIdsDiffer) {
  EXPECT_TRUE(IsId(NewId()));
  EXPECT_NE(NewId(), NewId());
}

TEST(IdTest, NumbersSortAsTheirBytes) {
  EXPECT_EQ(Hex(BigEndian(0x0102030405060708)), "0102030405060708");
  EXPECT_LT(BigEndian(255), BigEndian(256));
  EXPECT_LT(BigEndian(1), BigEndian(~uint64_t{0}));
}

TEST(IdTest, NumberComesBack) {
  uint64_t number = 0;
  ASSERT_TRUE(ParseBigEndian(BigEndian(0xfedcba9876543210), &number));
  EXPECT_EQ(number, 0xfedcba9876543210);
  EXPECT_FALSE(ParseBigEndian("1234567", &number));
}

}  // namespace
}  // namespace klad
