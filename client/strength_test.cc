#include "client/strength.h"

#include <string>

#include "crypto/vault/overview.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

uint32_t Strength(const std::string& password,
                  const trust::v1::Overview& overview = {}) {
  return StrengthOf(Secret::Copy(password), overview).value();
}

TEST(Strength, WhatEverybodyTriesFirstIsNothing) {
  for (const char* password :
       {"password", "qwerty", "123456", "111111", "пароль", "йцукен", "gfhjkm",
        "Пароль", "Наташа", "любовь1"}) {
    EXPECT_LE(Strength(password), 1) << password;
  }
}

TEST(Strength, ChanceIsStrong) {
  EXPECT_EQ(Strength("k9#Vd2pQ!x7LmZ"), 4);
  EXPECT_EQ(Strength("hazelnut-granite-odyssey-lantern"), 4);
  EXPECT_EQ(Strength("ястреб-лекция-мрамор-гамак"), 4);
}

TEST(Strength, NoPasswordIsNotWeak) {
  EXPECT_EQ(Strength(""), crypto::vault::kNoPassword);
}

TEST(Strength, WhatStandsBesideItHelpsNobody) {
  trust::v1::Overview overview;
  overview.set_title("Директ Zvukograd");
  overview.set_email("kuznecovich@example.com");
  overview.add_addresses("https://ads.brzlnkf.example/login");
  for (const char* password :
       {"zvukograd1", "Kuznecovich", "brzlnkf", "директ", "Директ2"}) {
    EXPECT_LE(Strength(password, overview), kWeak) << password;
  }
  EXPECT_GT(Strength("kuznecovich"), kWeak);
}

TEST(Strength, LongPasswordIsMeasuredByItsBeginning) {
  EXPECT_EQ(Strength("k9#Vd2pQ!x7LmZ" + std::string(8000, 'a')), 4);
  EXPECT_LE(Strength(std::string(8192, 'a')), kWeak);
  EXPECT_EQ(Strength(std::string("k9#Vd2pQ!x7LmZ\0x", 16)), 4);
  EXPECT_LE(Strength(std::string("\xff\xd0", 2)), 1);
}

}  // namespace
}  // namespace klad::client
