#include "client/formats/seed.h"

#include "gtest/gtest.h"

namespace klad::client {
namespace {

TEST(Seed, UsualSettingsLeaveItAlone) {
  EXPECT_EQ(SeedWith(" jbsw y3dp ", {}).Expose(), "jbsw y3dp");
  EXPECT_EQ(SeedWith("JBSW", {.digits = 6, .period = 30}).Expose(), "JBSW");
}

TEST(Seed, UnusualSettingsMakeAnAddress) {
  const SeedSettings settings = {
      .digits = 8, .period = 60, .algorithm = "SHA256"};
  EXPECT_EQ(SeedWith("jbsw y3dp", settings).Expose(),
            "otpauth://totp/?secret=jbswy3dp&algorithm=SHA256&digits=8"
            "&period=60");
}

TEST(Seed, KeeOtpIsUnderstood) {
  EXPECT_EQ(SeedOf("key=JBSW&step=30&size=6").Expose(), "JBSW");
  EXPECT_EQ(SeedOf("key=JBSW&size=8&otpHashMode=Sha512").Expose(),
            "otpauth://totp/?secret=JBSW&algorithm=SHA512&digits=8");
  EXPECT_EQ(SeedOf(" otpauth://totp/a?secret=B ").Expose(),
            "otpauth://totp/a?secret=B");
}

TEST(Seed, SettingsOfTrayTotp) {
  EXPECT_EQ(SeedWith("A", SettingsOf("30;6")).Expose(), "A");
  EXPECT_EQ(SeedWith("A", SettingsOf("60;8")).Expose(),
            "otpauth://totp/?secret=A&digits=8&period=60");
  EXPECT_EQ(SeedWith("A", SettingsOf("30;S")).Expose(), "steam://A");
  EXPECT_EQ(SeedWith("A", SettingsOf("nonsense")).Expose(), "A");
}

// RFC 4648, section 10, without padding.
TEST(Seed, Base32OfBytesAndHex) {
  EXPECT_EQ(Base32("foobar").Expose(), "MZXW6YTBOI");
  EXPECT_EQ(Base32("foob").Expose(), "MZXW6YQ");
  EXPECT_EQ(Base32("").Expose(), "");
  EXPECT_EQ(Base32OfHex("666F6f626172").Expose(), "MZXW6YTBOI");
  EXPECT_TRUE(Base32OfHex("666").empty());
  EXPECT_TRUE(Base32OfHex("zz").empty());
}

}  // namespace
}  // namespace klad::client
