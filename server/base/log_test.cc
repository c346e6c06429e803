#include "server/base/log.h"

#include "gmock/gmock.h"

namespace klad {
namespace {

TEST(LogTest, PlainValuesStandBare) {
  EXPECT_EQ(LogLine("started", {{"address", "127.0.0.1:7443"}, {"pid", 7}}),
            "started address=127.0.0.1:7443 pid=7");
}

TEST(LogTest, ValueCannotForgeALineOrAField) {
  EXPECT_EQ(LogLine("denied", {{"caller", "x\nstarted\x1b[31m"}}),
            "denied caller=\"x\\nstarted\\x1b[31m\"");
  EXPECT_EQ(LogLine("denied", {{"caller", "a outcome=done"}}),
            "denied caller=\"a outcome=done\"");
  EXPECT_EQ(LogLine("denied", {{"caller", "\" b"}}),
            "denied caller=\"\\\" b\"");
}

TEST(LogTest, EmptyValueIsSeen) {
  EXPECT_EQ(LogLine("denied", {{"caller", ""}}), "denied caller=\"\"");
}

}  // namespace
}  // namespace klad
