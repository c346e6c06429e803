#include "crypto/context.h"

#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace klad::crypto {
namespace {

std::string Hex(const Context& context) {
  return absl::BytesToHexString(context.bytes());
}

TEST(ContextTest, EveryFieldCarriesItsLength) {
  Context context("ab", "org");
  context.Add("").Add(std::string(1, '\0')).Add(uint64_t{258});
  EXPECT_EQ(Hex(context),
            "000000026162"
            "000000036f7267"
            "00000000"
            "0000000100"
            "000000080000000000000102");
}

TEST(ContextTest, BoundariesOfFieldsAreNotAmbiguous) {
  EXPECT_NE(Hex(Context("l", "o").Add("ab").Add("c")),
            Hex(Context("l", "o").Add("a").Add("bc")));
  EXPECT_NE(Hex(Context("l", "o")), Hex(Context("l", "o").Add("")));
  EXPECT_NE(Hex(Context("lo", "")), Hex(Context("l", "o")));
}

TEST(ContextTest, LiteralIsAFieldAndNotANumber) {
  EXPECT_EQ(Hex(Context("l", "o").Add("role")),
            Hex(Context("l", "o").Add(absl::string_view("role"))));
}

}  // namespace
}  // namespace klad::crypto
