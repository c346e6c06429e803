// A command that was interrupted between the files it writes.
#include <filesystem>

#include "client/error.h"
#include "gtest/gtest.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;

class InterruptionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    before_ = server_->CopyOf(founder_);
    ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(founder_));
    ASSERT_OK(client.account->CatchUp());
    ASSERT_OK(client.vault->CreateSafe("ads"));
    ASSERT_OK(client.vault->Save());
  }

  // As it was before the last command.
  void PutBack(const std::string& file) {
    std::filesystem::remove(founder_ + "/" + file);
    if (std::filesystem::exists(before_ + "/" + file)) {
      std::filesystem::copy_file(before_ + "/" + file, founder_ + "/" + file);
    }
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string before_;
};

TEST_F(InterruptionTest, NextCommandRemembersWhatTheRosterHas) {
  PutBack("known");
  EXPECT_EQ(Klad(founder_, {"safe", "list"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"safe", "create", "mail"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"safe", "list"}).code, ExitCode::kOk);
}

TEST_F(InterruptionTest, NextCommandDoesWithoutTheCheckpoint) {
  PutBack("known");
  PutBack("roster-state");
  EXPECT_EQ(Klad(founder_, {"safe", "create", "mail"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"safe", "list"}).code, ExitCode::kOk);
}

}  // namespace
}  // namespace klad::testing
