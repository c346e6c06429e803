#include "client/formats/stored.h"

#include "client/formats/draft.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Stored, EverythingFindsItsPlace) {
  Draft draft;
  draft.Title("t");
  draft.User("ads@example.com");
  draft.Folder("Реклама/VK");
  draft.Tag("главное");
  draft.Field("Телефон", "+7 999 000-00-00", false);
  draft.Field("Client", "42", false);
  draft.Field("Word", "w", true);
  draft.Key("private key", "KEY\n");
  draft.Notes("note");
  draft.EarlierPassword("old", "2024-01-02");
  draft.item.favourite = true;
  draft.item.archived = true;
  const auto overview = OverviewOf(draft.item);
  EXPECT_EQ(overview.email(), "ads@example.com");
  EXPECT_EQ(overview.phone(), "+7 999 000-00-00");
  EXPECT_THAT(overview.tags(),
              ElementsAre("Реклама/VK", "главное", "favourite"));
  EXPECT_TRUE(overview.archived());
  ASSERT_EQ(overview.fields_size(), 1);
  EXPECT_EQ(overview.fields(0).name(), "Client");
  const auto secret = SecretOf(draft.item);
  EXPECT_EQ(secret.key.Expose(), "KEY\n");
  ASSERT_EQ(secret.fields.size(), 1u);
  EXPECT_EQ(secret.fields[0].value.Expose(), "w");
  EXPECT_EQ(secret.note.Expose(),
            "note\n\nEarlier passwords:\nearlier password, until 2024-01-02: "
            "old");
}

// They open nothing: changing the password alone must be a new generation.
TEST(Stored, EarlierPasswordsDoNotKeepAGeneration) {
  Draft before;
  before.Title("t");
  before.Password("one");
  before.EarlierPassword("zero", "");
  auto after = SecretOf(before.item);
  after.password = Secret::Copy("two");
  EXPECT_TRUE(crypto::vault::EveryValueChanged(SecretOf(before.item), after));
}

TEST(Stored, WhatIsTooLargeIsNamed) {
  Draft draft;
  draft.Title("t");
  for (int i = 0; i < 51; ++i) draft.Address(std::string(i + 1, 'a'));
  EXPECT_THAT(std::string(CheckFits(draft.item).message()),
              HasSubstr("addresses"));
  Draft password;
  password.Title("t");
  password.Password(std::string(9000, 'p'));
  const std::string said(CheckFits(password.item).message());
  EXPECT_THAT(said, HasSubstr("password"));
  EXPECT_EQ(said.find("ppp"), std::string::npos);
}

}  // namespace
}  // namespace klad::client
