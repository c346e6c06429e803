// Two people edit one credential at once.
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
using Line = std::vector<std::string>;

class EditRaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(mine_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(mine_));
    ASSERT_OK(client.vault->CreateSafe("ads"));
    ASSERT_OK(Create(client, "ads", "bank", "old"));
    ASSERT_OK_AND_ASSIGN(theirs_, server_->Join("anna", {"head"}));
  }

  // Mine, with --ask-password; theirs goes through while I type it.
  cli::FakeWorld::Ended Race(const Line& mine, const Line& theirs,
                             const std::string& answer) {
    cli::FakeTerminal terminal;
    terminal.interactive = true;
    terminal.answers = {"typed"};
    if (!answer.empty()) terminal.answers.push_back(answer);
    terminal.asked = [&, first = true](cli::FakeTerminal& now) mutable {
      if (!first) return;
      first = false;
      now.interactive = !answer.empty();
      const auto ended = Klad(theirs_, theirs);
      EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
    };
    Line line = {"credential", "edit", "ads/bank", "--ask-password"};
    line.insert(line.end(), mine.begin(), mine.end());
    return Klad(mine_, line, "", terminal);
  }

  std::string Get(const std::string& field) {
    return Klad(mine_, {"get", "ads/bank", field}).out;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string mine_;
  std::string theirs_;
};

Line Theirs(const std::string& option, const std::string& value) {
  return {"credential", "edit", "ads/bank", option, value};
}

TEST_F(EditRaceTest, ChangesOfDifferentFieldsAreBothKept) {
  const auto ended =
      Race({"--phone", "111"}, Theirs("--email", "a@x.ru"), "unused");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(ended.err,
            "somebody else changed it meanwhile: both changes are in it\n"
            "changed ads/bank\n");
  EXPECT_EQ(Get("phone"), "111\n");
  EXPECT_EQ(Get("email"), "a@x.ru\n");
  EXPECT_EQ(Get("password"), "typed\n");
}

TEST_F(EditRaceTest, TheSameFieldInAScriptIsNotOverwritten) {
  const auto ended = Race({"--phone", "111"}, Theirs("--phone", "222"), "");
  EXPECT_EQ(ended.code, ExitCode::kConflict);
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("anna set phone to \"222\" meanwhile; you "
                              "wanted \"111\"\n"),
                    HasSubstr("somebody else just changed the same: phone\n"),
                    HasSubstr("nothing was overwritten")));
  EXPECT_EQ(Get("phone"), "222\n");
  EXPECT_EQ(Get("password"), "old\n");
}

TEST_F(EditRaceTest, WhoDisagreesWritesNothing) {
  const auto ended = Race({"--phone", "111"}, Theirs("--phone", "222"), "n");
  EXPECT_EQ(ended.code, ExitCode::kAborted);
  EXPECT_EQ(Get("phone"), "222\n");
}

TEST_F(EditRaceTest, WhoAgreesWritesTheNextVersionAndBothStay) {
  const auto ended = Race({"--phone", "111"}, Theirs("--phone", "222"), "y");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(Get("phone"), "111\n");
  EXPECT_EQ(Klad(mine_, {"credential", "restore", "ads/bank", "2"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Get("phone"), "222\n");
}

TEST_F(EditRaceTest, YesAgreesBeforehand) {
  const auto ended =
      Race({"--phone", "111", "--yes"}, Theirs("--phone", "222"), "");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(Get("phone"), "111\n");
}

TEST_F(EditRaceTest, ASecretIsNeverOverwrittenUnasked) {
  const std::string file = mine_ + ".secret";
  std::ofstream(file) << "theirs";
  const auto lost = Race({}, Theirs("--password-from", file), "");
  EXPECT_EQ(lost.code, ExitCode::kConflict);
  EXPECT_THAT(lost.err, AllOf(HasSubstr("anna changed password meanwhile"),
                              HasSubstr("the same: password\n")));
  EXPECT_THAT(lost.err, Not(HasSubstr("typed")));
  EXPECT_EQ(Get("password"), "theirs\n");
}

TEST_F(EditRaceTest, BothSecretsAreKeptWhenThePersonAgrees) {
  const std::string file = mine_ + ".secret";
  std::ofstream(file) << "theirs";
  const auto ended = Race({}, Theirs("--password-from", file), "y");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(Get("password"), "typed\n");
  EXPECT_EQ(Klad(mine_, {"credential", "restore", "ads/bank", "2"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Get("password"), "theirs\n");
}

// What each changed stands side by side: nobody is asked.
TEST_F(EditRaceTest, ChangesOfDifferentValuesOfTheSecretAreBothKept) {
  const std::string file = mine_ + ".secret";
  std::ofstream(file) << "a note";
  const auto ended = Race({}, Theirs("--note-from", file), "unused");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(ended.err,
            "somebody else changed it meanwhile: both changes are in it\n"
            "changed ads/bank\n");
  EXPECT_EQ(Get("password"), "typed\n");
  EXPECT_EQ(Get("note"), "a note\n");
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(mine_));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client, "ads", "bank"));
  EXPECT_EQ(header.version(), 3u);
  EXPECT_EQ(header.generation(), 3u);
}

// The value that both changed is one, what theirs changed besides is kept.
TEST_F(EditRaceTest, WhoAgreesWritesOverTheSameValueAlone) {
  const std::string file = mine_ + ".secret";
  std::ofstream(file) << "theirs";
  Line theirs = Theirs("--password-from", file);
  theirs.insert(theirs.end(), {"--note-from", file});
  const auto ended = Race({"--yes"}, theirs, "");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(Get("password"), "typed\n");
  EXPECT_EQ(Get("note"), "theirs\n");
}

TEST_F(EditRaceTest, AFileAndAValueAreBothKept) {
  const std::string file = mine_ + ".codes";
  std::ofstream(file) << "1111";
  const auto ended =
      Race({}, {"credential", "attach", "ads/bank", file, "--name", "codes"},
           "unused");
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_EQ(Get("password"), "typed\n");
  EXPECT_EQ(
      Klad(mine_, {"get", "ads/bank", "--attachment", "codes", "--to", "-"})
          .out,
      "1111");
}

TEST_F(EditRaceTest, WhatWasDeletedMeanwhileIsNotBroughtBack) {
  const auto ended =
      Race({}, {"credential", "delete", "ads/bank", "--yes"}, "unused");
  EXPECT_EQ(ended.code, ExitCode::kNotFound);
  EXPECT_THAT(ended.err, HasSubstr("bank was deleted just now"));
}

}  // namespace
}  // namespace klad::testing
