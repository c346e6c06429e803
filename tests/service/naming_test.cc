// Which credential a person means.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/credential_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class NamingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
    ASSERT_OK(client_.vault->CreateSafe("ads"));
    ASSERT_OK(client_.vault->CreateSafe("pr"));
    ASSERT_OK(Create(client_, "ads", "Почта", "first"));
    ASSERT_OK(Create(client_, "ads", "Почта", "second"));
    ASSERT_OK(Create(client_, "pr", "alone", "third"));
  }

  std::vector<std::string> Ids(absl::string_view safe,
                               absl::string_view title) {
    std::vector<std::string> ids;
    const auto mirror = OpenSafe(client_, safe);
    EXPECT_OK(mirror.status());
    const auto found = client_.vault->FindCredentials(*mirror, title);
    EXPECT_OK(found.status());
    for (const auto* item : *found) {
      ids.push_back("klad:" + client::CredentialIdText(item->credential()));
    }
    return ids;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient client_;
};

TEST_F(NamingTest, OneTitleTwiceInAScriptListsTheIds) {
  const auto ids = Ids("ads", "Почта");
  ASSERT_EQ(ids.size(), 2u);
  const auto ended = Klad(folder_, {"get", "ads/почта", "password"});
  EXPECT_EQ(ended.code, ExitCode::kUsage);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, AllOf(HasSubstr("2 credentials are called почта"),
                               HasSubstr(ids[0]), HasSubstr(ids[1])));
}

TEST_F(NamingTest, AnIdTellsThemApart) {
  const auto ids = Ids("ads", "Почта");
  const auto first = Klad(folder_, {"get", ids[0], "password"});
  const auto second = Klad(folder_, {"get", ids[1], "password"});
  EXPECT_EQ(first.code, ExitCode::kOk) << first.err;
  EXPECT_THAT(first.out + second.out,
              ::testing::AnyOf("first\nsecond\n", "second\nfirst\n"));
}

TEST_F(NamingTest, OnATerminalThePersonIsAskedWhich) {
  const auto ids = Ids("ads", "Почта");
  cli::FakeTerminal terminal;
  terminal.interactive = true;
  terminal.answers = {"2"};
  const auto ended =
      Klad(folder_, {"credential", "show", "ads/Почта"}, "", terminal);
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr(ids[1].substr(5)));
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("  1  last changed "),
                    HasSubstr("  2  last changed ")));
}

TEST_F(NamingTest, NoneOfThemIsNothingDone) {
  cli::FakeTerminal terminal;
  terminal.interactive = true;
  terminal.answers = {"3"};
  const auto ended = Klad(
      folder_, {"credential", "delete", "ads/Почта", "--yes"}, "", terminal);
  EXPECT_EQ(ended.code, ExitCode::kAborted);
  EXPECT_EQ(Ids("ads", "Почта").size(), 2u);
}

TEST_F(NamingTest, AnIdIsFoundInWhateverSafeItIs) {
  const std::string id = Ids("pr", "alone")[0];
  EXPECT_EQ(Klad(folder_, {"credential", "edit", id, "--title", "renamed"}).err,
            "changed pr/renamed\n");
  EXPECT_EQ(Klad(folder_, {"get", id, "password"}).out, "third\n");
  // A client that knows nothing of it yet.
  ASSERT_OK_AND_ASSIGN(const std::string other,
                       server_->Join("anna", {"head"}));
  EXPECT_EQ(Klad(other, {"get", id, "password"}).out, "third\n");
}

TEST_F(NamingTest, AnIdOfSomethingDeletedIsNotFound) {
  const std::string id = Ids("pr", "alone")[0];
  EXPECT_EQ(Klad(folder_, {"credential", "delete", id, "--yes"}).code,
            ExitCode::kOk);
  const auto ended = Klad(folder_, {"get", id});
  EXPECT_EQ(ended.code, ExitCode::kNotFound);
  EXPECT_THAT(ended.err, HasSubstr(id.substr(5)));
  EXPECT_EQ(Klad(folder_, {"credential", "restore", id, "1"}).err,
            "restored version 1 of pr/alone\n");
}

TEST_F(NamingTest, ATitleMayHoldSlashes) {
  EXPECT_EQ(
      Klad(folder_, {"credential", "new", "ads/a/b/c", "--user", "u"}).err,
      "created ads/a/b/c\n");
  EXPECT_EQ(Klad(folder_, {"get", "ads/A/B/c", "user_name"}).out, "u\n");
  EXPECT_EQ(
      Klad(folder_, {"credential", "edit", "ads/a/b/c", "--title", "/klad:x/"})
          .err,
      "changed ads//klad:x/\n");
  EXPECT_EQ(Klad(folder_, {"get", "ads//klad:x/", "user_name"}).out, "u\n");
  EXPECT_THAT(Klad(folder_, {"list", "ads"}).out, HasSubstr("/klad:x/"));
}

}  // namespace
}  // namespace klad::testing
