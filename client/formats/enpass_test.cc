#include "client/formats/enpass.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;

TEST(Enpass, WhatAFieldHeldBeforeIsInTheNote) {
  const ReadExport read = ReadBytes(R"({"folders": [], "items": [{
    "title": "a", "category": "login", "template_type": "login.default",
    "fields": [
      {"type": "username", "label": "Логин", "value": "u",
       "history": [{"updated_at": 1700000000, "value": "old-user"}]},
      {"type": "password", "label": "Пароль", "value": "p", "sensitive": 1,
       "history": [{"updated_at": 1700000000, "value": "old-pass"}]},
      {"type": "pin", "label": "PIN", "value": "1234", "sensitive": 1,
       "history": [{"updated_at": 0, "value": "old-pin", "by": "anna"}]}]}]})");
  ASSERT_OK(read.status);
  std::string earlier;
  std::string others;
  for (const ImportedField& field : read.items.at(0).fields) {
    const bool is_earlier = field.role == FieldRole::kEarlierPassword;
    absl::StrAppend(is_earlier ? &earlier : &others, field.name, "=",
                    field.value.Expose(), "\n");
  }
  EXPECT_EQ(earlier,
            "earlier Логин, until 2023-11-14=old-user\n"
            "earlier password, until 2023-11-14=old-pass\n"
            "earlier PIN=old-pin\n");
  EXPECT_EQ(others, "by=anna\nPIN=1234\n");
}

TEST(Enpass, AFolderThatIsNotThereIsSaid) {
  const ReadExport read = ReadBytes(R"({"folders": [], "items": [{
    "title": "a", "note": "n", "category": "note",
    "template_type": "note.default", "folders": ["gone"]}]})");
  ASSERT_OK(read.status);
  ASSERT_EQ(read.report.problems.size(), 1u);
  EXPECT_EQ(read.report.problems[0].what, "its folder is not in the file");
}

// Everything that the pairs of one row make.
struct Row {
  Draft draft;
  Card card;
};

void Take(absl::string_view label, absl::string_view value, Row* row) {
  TakeEnpassPair(label, value, &row->card, &row->draft);
}

TEST(EnpassLabel, IsKnownInSeveralLanguages) {
  for (const char* label :
       {"Username", "*Password", "*Пароль", "Имя пользователя", "Сайт",
        "Эл. почта", "Одноразовый код", "Заметка", "Benutzername", "*Passwort",
        "Mot de passe", "Contraseña", "PIN"}) {
    EXPECT_TRUE(IsEnpassLabel(label)) << label;
  }
  for (const char* label : {"", "ivan", "https://vk.com", "Client"}) {
    EXPECT_FALSE(IsEnpassLabel(label)) << label;
  }
}

TEST(EnpassLabel, OfRussianTellsWhereTheValueGoes) {
  Row row;
  Take("Имя пользователя", "ivan", &row);
  Take("E-mail", "ivan@example.com", &row);
  Take("*Пароль", "p", &row);
  Take("Сайт", "https://vk.com", &row);
  Take("Одноразовый код", "JBSWY3DPEHPK3PXP", &row);
  Take("Заметка", "n", &row);
  Take("*ПИН-код", "1234", &row);
  const Imported& item = row.draft.item;
  EXPECT_EQ(item.user_name, "ivan");
  EXPECT_EQ(item.password.Expose(), "p");
  EXPECT_THAT(item.addresses, ElementsAre("https://vk.com"));
  EXPECT_EQ(item.code.Expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(item.notes.Expose(), "n");
  ASSERT_EQ(item.fields.size(), 2u);
  EXPECT_EQ(item.fields[0].role, FieldRole::kEmail);
  EXPECT_EQ(item.fields[1].name, "ПИН-код");
  EXPECT_TRUE(item.fields[1].hidden);
}

TEST(EnpassLabel, OfACardIsKeptOnce) {
  Row row;
  Take("Karteninhaber", "A", &row);
  Take("Nummer", "4111", &row);
  Take("Ablaufdatum", "03/27", &row);
  Take("*CVC", "123", &row);
  Take("Nummer", "4222", &row);
  EXPECT_EQ(row.card.holder, "A");
  EXPECT_EQ(row.card.number, "4111");
  EXPECT_EQ(row.card.expires, "03/27");
  EXPECT_EQ(row.card.code, "123");
  ASSERT_EQ(row.draft.item.fields.size(), 1u);
  EXPECT_EQ(row.draft.item.fields[0].value.Expose(), "4222");
}

}  // namespace
}  // namespace klad::client
