#include "client/cli/own_fields.h"

#include "client/cli/kind.h"
#include "client/words/words.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

std::string KeyOf(absl::string_view typed) {
  const OwnField* field = FindOwnField(typed);
  return field == nullptr ? "" : field->key;
}

TEST(OwnFields, AreFoundByKeyAndOptionInAnyCaseAndWidth) {
  EXPECT_EQ(KeyOf("Password"), "password");
  EXPECT_EQ(KeyOf("ｕｓｅｒ"), "user_name");
  EXPECT_EQ(KeyOf("user name"), "user_name");
  EXPECT_EQ(KeyOf("username"), "user_name");
  EXPECT_EQ(KeyOf("E-Mail"), "email");
  EXPECT_EQ(KeyOf("recovery-codes"), "recovery_codes");
  EXPECT_EQ(KeyOf("tag"), "tags");
  EXPECT_EQ(KeyOf("url"), "url");
  EXPECT_EQ(KeyOf("addresses"), "addresses");
  EXPECT_EQ(KeyOf("пароль"), "");
  EXPECT_EQ(KeyOf("password-from"), "");
  EXPECT_EQ(KeyOf("PIN"), "");
}

TEST(OwnFields, NoUsualFreeFieldOfAKindIsCalledSo) {
  for (const absl::string_view name :
       {"cardholder", "card number", "host", "version", "passphrase"}) {
    EXPECT_EQ(KeyOf(name), "") << name;
    EXPECT_EQ(FieldKey(name), name);
  }
}

TEST(OwnFields, ASlipIsOfALongNameAndNotOfADigit) {
  EXPECT_TRUE(IsOneSlipAway("Passwor", "password"));
  EXPECT_TRUE(IsOneSlipAway("пороль", "Пароль"));
  EXPECT_TRUE(IsOneSlipAway("номер договор", "Номер договора"));
  EXPECT_FALSE(IsOneSlipAway("password2", "password"));
  EXPECT_FALSE(IsOneSlipAway("keys", "key"));
  EXPECT_FALSE(IsOneSlipAway("notes", "note"));
  EXPECT_FALSE(IsOneSlipAway("PASSWORD", "password"));
}

class OwnFieldsInRussian : public ::testing::Test {
 protected:
  OwnFieldsInRussian() { client::Speak("ru"); }
  ~OwnFieldsInRussian() override { client::Speak(""); }
};

TEST_F(OwnFieldsInRussian, AreFoundByTheWordsThatTablesShow) {
  EXPECT_EQ(KeyOf("пароль"), "password");
  EXPECT_EQ(KeyOf("Логин"), "user_name");
  EXPECT_EQ(KeyOf("телефон"), "phone");
  EXPECT_EQ(KeyOf("КОД"), "code");
  EXPECT_EQ(KeyOf("заметка"), "note");
  EXPECT_EQ(KeyOf("password"), "password");
  EXPECT_FALSE(IsKeyOf(*FindOwnField("пароль"), "пароль"));
}

TEST_F(OwnFieldsInRussian, KindsAreFoundByTheirWordsToo) {
  EXPECT_EQ(KindNamed("Карта"), trust::v1::KIND_CARD);
  EXPECT_EQ(KindNamed("ssh-key"), trust::v1::KIND_SSH_KEY);
  EXPECT_EQ(KindNamed("машина"), absl::nullopt);
}

}  // namespace
}  // namespace klad::cli
