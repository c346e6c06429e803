#include "client/cli/usual_fields.h"

#include <set>

#include "client/cli/fake_world.h"
#include "client/cli/fields.h"
#include "client/cli/kind.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Asked {
  trust::v1::Overview overview;
  crypto::vault::SecretPart secret;
  std::vector<std::string> prompts;
};
Asked* asked = nullptr;
trust::v1::Kind kind = trust::v1::KIND_LOGIN;

absl::StatusOr<Result> Ask(Context& context) {
  const absl::Status done =
      AskUsual(context, kind, &asked->overview, &asked->secret);
  if (!done.ok()) return done;
  return Result();
}

client::ExitCode Answer(trust::v1::Kind of,
                        const std::deque<std::string>& answers, Asked* out,
                        bool interactive = true,
                        std::vector<std::string> line = {"ask"}) {
  kind = of;
  asked = out;
  FakeWorld world;
  world.terminal.interactive = interactive;
  world.terminal.answers = answers;
  const auto ended = world.Run({{.path = "ask",
                                 .summary = Mark("ask"),
                                 .help = Mark("klad ask"),
                                 .options = FieldOptions(),
                                 .handler = Ask}},
                               line);
  out->prompts = world.terminal.prompts;
  return ended.code;
}

TEST(UsualFields, ACardsNumberIsHiddenAndItsHolderIsNot) {
  Asked card;
  EXPECT_EQ(Answer(trust::v1::KIND_CARD,
                   {"ANNA B", "4111", "03/2027", "", "1234", ""}, &card),
            client::ExitCode::kOk);
  ASSERT_EQ(card.overview.fields_size(), 2);
  EXPECT_EQ(card.overview.fields(0).name(), "cardholder");
  EXPECT_EQ(card.overview.fields(1).value(), "03/2027");
  ASSERT_EQ(card.secret.fields.size(), 2u);
  EXPECT_EQ(card.secret.fields[0].name, "card number");
  EXPECT_EQ(card.secret.fields[0].value.Expose(), "4111");
  EXPECT_EQ(card.secret.fields[1].name, "PIN");
  EXPECT_EQ(card.overview.phone(), "");
}

TEST(UsualFields, ALoginIsAskedForWhatItIsRegisteredWith) {
  Asked login;
  Answer(trust::v1::KIND_LOGIN,
         {"anna", "s3cret", "https://x.ru", "a@x.ru", "+7999"}, &login);
  EXPECT_EQ(login.overview.user_name(), "anna");
  EXPECT_EQ(login.secret.password.Expose(), "s3cret");
  EXPECT_THAT(login.overview.addresses(), ElementsAre("https://x.ru"));
  EXPECT_EQ(login.overview.email(), "a@x.ru");
  EXPECT_EQ(login.overview.phone(), "+7999");
}

TEST(UsualFields, WhatIsSetIsNotAskedFor) {
  Asked server;
  server.overview.set_user_name("root");
  Answer(trust::v1::KIND_SERVER, {"example.com", "22", "pw"}, &server);
  EXPECT_THAT(server.prompts,
              ElementsAre("host (Enter: none): ", "port (Enter: none): ",
                          "password (Enter: none): "));
}

TEST(UsualFields, NobodyIsAskedInAScript) {
  Asked none;
  EXPECT_EQ(Answer(trust::v1::KIND_CARD, {}, &none, false),
            client::ExitCode::kOk);
  EXPECT_EQ(Answer(trust::v1::KIND_CARD, {}, &none, true,
                   {"ask", "--password-from", "file"}),
            client::ExitCode::kOk);
  EXPECT_THAT(none.prompts, IsEmpty());
}

TEST(UsualFields, CtrlCEndsIt) {
  Asked half;
  EXPECT_EQ(Answer(trust::v1::KIND_CARD, {"ANNA B"}, &half),
            client::ExitCode::kAborted);
}

TEST(UsualFields, AKeyThatIsNotThereIsSaid) {
  Asked key;
  EXPECT_EQ(Answer(trust::v1::KIND_SSH_KEY, {"h", "u", "/no/such/file"}, &key),
            client::ExitCode::kNotFound);
}

TEST(UsualFields, EveryKindHasSomeAndNamesEachOnce) {
  for (int i = trust::v1::Kind_MIN + 1; i <= trust::v1::Kind_MAX; ++i) {
    const auto fields = UsualFields(static_cast<trust::v1::Kind>(i));
    std::set<absl::string_view> names;
    for (const UsualField& field : fields) {
      EXPECT_TRUE(names.insert(field.name).second) << i << " " << field.name;
    }
    EXPECT_FALSE(names.empty()) << i;
    EXPECT_NE(KindName(static_cast<trust::v1::Kind>(i)), "unknown");
  }
}

}  // namespace
}  // namespace klad::cli
