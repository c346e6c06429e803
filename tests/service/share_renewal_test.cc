// What has to happen to a shared credential so that it stays readable: for
// whoever comes back, when it comes back itself, and with its files.
#include <fstream>

#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/attachment.pb.h"
#include "klad/v1/share.pb.h"
#include "server/credential/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;

constexpr char kFetchFile[] = "klad.v1.AttachmentService/Fetch";

class ShareRenewalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"pr"}));
    ASSERT_OK_AND_ASSIGN(TestClient owner, OpenClient(founder_));
    ASSERT_OK(owner.vault->CreateSafe("ads"));
    ASSERT_OK(owner.vault->CreateSafe("smm"));
    ASSERT_OK(Create(owner, "ads", "bank", "bank-1"));
    Owner({"share", "ads/bank", "anna"});
  }

  void Change(const std::string& password) {
    ASSERT_OK_AND_ASSIGN(TestClient owner, OpenClient(founder_));
    ASSERT_OK(SetPassword(owner, "ads", "bank", password));
  }

  // What it said.
  std::string Owner(const std::vector<std::string>& line) {
    const auto done = Klad(founder_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
    return done.err;
  }

  std::string Password() {
    const auto got = Klad(anna_, {"get", "bank", "password"});
    return got.code == ExitCode::kOk ? got.out : got.err;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
};

TEST_F(ShareRenewalTest, WhoWasAwayReadsWhatCameMeanwhile) {
  Owner({"person", "suspend", "anna"});
  Change("bank-2");
  const std::string said = Owner({"person", "resume", "anna"}) +
                           Owner({"safe", "list"}) + Owner({"safe", "list"});
  const size_t first = said.find("sealed 1 shared credential to new keys");
  ASSERT_NE(first, std::string::npos) << said;
  EXPECT_EQ(said.find("sealed 1", first + 1), std::string::npos) << said;
  EXPECT_EQ(Password(), "bank-2\n");
}

TEST_F(ShareRenewalTest, CredentialThatComesBackIsReadAgain) {
  Owner({"credential", "move", "ads/bank", "smm"});
  EXPECT_THAT(Password(), HasSubstr("is not SAFE/TITLE"));
  Owner({"credential", "move", "smm/bank", "ads"});
  EXPECT_EQ(Password(), "bank-1\n");
  Change("bank-2");
  EXPECT_EQ(Password(), "bank-2\n");
}

TEST_F(ShareRenewalTest, FilesAreReadByTheShareAlone) {
  const std::string file = founder_ + ".codes";
  std::ofstream(file) << "one two three";
  Owner({"credential", "attach", "ads/bank", file, "--name", "codes"});
  const auto got =
      Klad(anna_, {"get", "bank", "--attachment", "codes", "--to", "-"});
  EXPECT_EQ(got.out, "one two three") << got.err;
  v1::FetchRequest request;
  server_->SetTap(
      [&](const rpc::Call& call, const auto& real, std::string* response) {
        if (call.method == kFetchFile) {
          CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                            static_cast<int>(call.raw.size())));
        }
        return real(call, response);
      });
  EXPECT_EQ(
      Klad(anna_, {"get", "bank", "--attachment", "codes", "--to", "-"}).code,
      ExitCode::kOk);
  server_->SetTap(nullptr);
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  const auto fetch = [&] {
    v1::FetchResponse response;
    return client::ReasonOf(anna.account->Call(kFetchFile, request, &response));
  };
  EXPECT_EQ(fetch(), v1::REASON_UNSPECIFIED);
  // A file of an earlier secret is not shared, nor anything after the end.
  Change("bank-2");
  EXPECT_EQ(fetch(), v1::REASON_SAFE_MOVED);
  Owner({"unshare", "ads/bank", "anna"});
  EXPECT_EQ(fetch(), v1::REASON_NO_ACCESS);
}

}  // namespace
}  // namespace klad::testing
