// An organisation from its founding to its safes, over a real server.
#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using ::testing::HasSubstr;

class FoundingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
};

TEST_F(FoundingTest, SecondFoundingIsRefused) {
  const auto second = server_->Found("usurper");
  EXPECT_EQ(ExitCodeOf(second.status()), ExitCode::kConflict);
  EXPECT_THAT(second.status().message(), HasSubstr("founded already"));
}

TEST_F(FoundingTest, SafesAreCreatedListedRenamedAndRetired) {
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
  ASSERT_OK(client.vault->CreateSafe("ads"));
  ASSERT_OK(client.vault->CreateSafe("Почта"));
  EXPECT_EQ(ExitCodeOf(client.vault->CreateSafe("ADS")), ExitCode::kConflict);
  ASSERT_OK_AND_ASSIGN(client::SafeInfo ads, client.vault->FindSafe("Ads"));
  ASSERT_OK(client.vault->RenameSafe(ads, "реклама"));
  EXPECT_EQ(ExitCodeOf(client.vault->FindSafe("ads").status()),
            ExitCode::kNotFound);
  ASSERT_OK(client.vault->RetireSafe(ads));
  ASSERT_OK(client.vault->Save());

  ASSERT_OK_AND_ASSIGN(TestClient later, OpenClient(folder_));
  ASSERT_OK_AND_ASSIGN(const auto safes, later.vault->Safes());
  ASSERT_EQ(safes.size(), 2u);
  EXPECT_EQ(safes[0].name, "Почта");
  EXPECT_FALSE(safes[0].retired);
  EXPECT_EQ(safes[0].level, trust::v1::LEVEL_MANAGE);
  EXPECT_EQ(safes[1].name, "реклама");
  EXPECT_TRUE(safes[1].retired);
}

TEST_F(FoundingTest, EverythingIsThereAfterARestart) {
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
  ASSERT_OK(client.vault->CreateSafe("ads"));
  ASSERT_OK(client.vault->Save());
  ASSERT_OK(server_->Stop());
  ASSERT_OK(server_->Resume());
  ASSERT_OK_AND_ASSIGN(TestClient later, OpenClient(folder_));
  ASSERT_OK(later.account->CatchUp());
  EXPECT_OK(later.vault->FindSafe("ads"));
}

TEST_F(FoundingTest, NewcomerWithoutAGrantSeesNoSafe) {
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
  ASSERT_OK(client.vault->CreateSafe("ads"));
  ASSERT_OK_AND_ASSIGN(const std::string newcomer,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(newcomer));
  ASSERT_OK_AND_ASSIGN(const auto safes, anna.vault->Safes());
  EXPECT_TRUE(safes.empty());
}

}  // namespace
}  // namespace klad::testing
