// Tools at work: their token, their safes, their end.
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "client/error.h"
#include "client/refusal.h"
#include "client/tools.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/roster.pb.h"
#include "klad/v1/system.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ReasonOf;
using ::testing::HasSubstr;

constexpr char kPingAsTool[] = "klad.v1.SystemService/Ping";
constexpr char kReplayAsTool[] = "klad.v1.RosterService/Replay";

class ToolTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(owner_, OpenClient(founder_));
    ASSERT_OK(owner_.vault->CreateSafe("ads"));
    ASSERT_OK(Create(owner_, "ads", "bank", "bank-1"));
  }

  absl::StatusOr<crypto::Token> Make(const std::string& login,
                                     int64_t lives_ms) {
    return client::MakeTool(
        owner_.vault.get(),
        {.login = login,
         .safes = {{owner_.vault->FindSafe("ads")->id, trust::v1::LEVEL_READ}},
         .permissions = {"credential.list", "credential.reveal"},
         .until_ms = SystemClock().NowMs() + lives_ms});
  }

  absl::StatusOr<TestClient> OpenTool(crypto::Token token) {
    TestClient client;
    ASSIGN_OR_RETURN(client.state, client::State::Open(server_->NewFolder()));
    client.keyring = std::make_unique<client::FakeKeyring>();
    client::v1::Account account;
    account.set_organisation(token.identity.about().organisation());
    account.set_member(token.identity.about().member());
    account.set_certificate(token.certificate);
    ASSIGN_OR_RETURN(
        client.account,
        client::Account::Open({.state = client.state.get(),
                               .keyring = client.keyring.get(),
                               .passphrase = nullptr,
                               .now = absl::Now,
                               .guest = true},
                              std::move(token.identity), std::move(account)));
    client.vault = std::make_unique<client::Vault>(client.account.get());
    return client;
  }

  static v1::Reason ReasonOfPing(TestClient& tool) {
    v1::PingResponse response;
    return ReasonOf(
        tool.account->Call(kPingAsTool, v1::PingRequest(), &response));
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  TestClient owner_;
};

TEST_F(ToolTest, ReadsWhatItWasGiven) {
  ASSERT_OK_AND_ASSIGN(crypto::Token token, Make("report", 3'600'000));
  ASSERT_OK_AND_ASSIGN(TestClient tool, OpenTool(std::move(token)));
  EXPECT_THAT(PasswordOf(tool, "ads", "bank"), IsOkAndHolds("bank-1"));
  EXPECT_EQ(ReasonOf(SetPassword(tool, "ads", "bank", "x")),
            v1::REASON_PERMISSION);
}

// On a connection that was open before; what it may do no longer matters.
TEST_F(ToolTest, PastItsEndItIsRefusedAtOnce) {
  ASSERT_OK_AND_ASSIGN(crypto::Token token, Make("report", 4000));
  const int64_t until_ms =
      owner_.account->roster().FindByLogin("report")->until_ms;
  ASSERT_OK_AND_ASSIGN(TestClient tool, OpenTool(std::move(token)));
  v1::Reason reason = ReasonOfPing(tool);
  EXPECT_EQ(reason, v1::REASON_UNSPECIFIED);
  while (reason == v1::REASON_UNSPECIFIED &&
         SystemClock().NowMs() < until_ms + 5000) {
    const int64_t asked_ms = SystemClock().NowMs();
    reason = ReasonOfPing(tool);
    if (reason == v1::REASON_UNSPECIFIED) {
      EXPECT_LT(asked_ms, until_ms);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(reason, v1::REASON_NOT_A_MEMBER);
  v1::ReplayResponse replayed;
  EXPECT_EQ(ReasonOf(tool.account->Call(kReplayAsTool, v1::ReplayRequest(),
                                        &replayed)),
            v1::REASON_NOT_A_MEMBER);
  // The certificate ends with the whole second before.
  while (SystemClock().NowMs() < until_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err,
              HasSubstr("renewed 1 key "));
}

TEST_F(ToolTest, EndedByAnOwnerItIsRefusedAtOnce) {
  ASSERT_OK_AND_ASSIGN(crypto::Token token, Make("report", 3'600'000));
  ASSERT_OK_AND_ASSIGN(TestClient tool, OpenTool(std::move(token)));
  ASSERT_EQ(ReasonOfPing(tool), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(Klad(founder_, {"tool", "end", "report", "--yes"}).code,
            ExitCode::kOk);
  // Its connection is shut, or the call is refused.
  v1::PingResponse response;
  EXPECT_FALSE(
      tool.account->Call(kPingAsTool, v1::PingRequest(), &response).ok());
}

TEST_F(ToolTest, CommandsTakeTheTokenAndKeepTheirOwnMemory) {
  const TempFolder temp;
  const auto made = Klad(
      founder_, {"tool", "new", "report", "--safe", "ads", "--until", "14d"});
  ASSERT_EQ(made.code, ExitCode::kOk) << made.err;
  const std::string file = temp / "token";
  std::ofstream(file) << made.out;
  cli::FakeWorld world;
  world.environment = {{"KLAD_TOKEN_FILE", file},
                       {"XDG_RUNTIME_DIR", temp / ""}};
  const auto got =
      world.Run(cli::AllCommands(), {"get", "ads/bank", "password"});
  EXPECT_EQ(got.out, "bank-1\n") << got.err;
  // In the home of somebody else it has a folder of its own.
  world.environment["KLAD_HOME"] = founder_;
  EXPECT_EQ(world.Run(cli::AllCommands(), {"get", "ads/bank", "password"}).out,
            "bank-1\n");
  EXPECT_EQ(Klad(founder_, {"me"}).code, ExitCode::kOk);
}

TEST_F(ToolTest, RosterOfBeforeTheTokenIsRefused) {
  const TempFolder temp;
  const auto made = Klad(
      founder_, {"tool", "new", "report", "--safe", "ads", "--until", "14d"});
  ASSERT_EQ(made.code, ExitCode::kOk) << made.err;
  const std::string file = temp / "token";
  std::ofstream(file) << made.out;
  cli::FakeWorld world;
  world.environment = {{"KLAD_TOKEN_FILE", file},
                       {"XDG_RUNTIME_DIR", temp / ""}};
  // The server lies: it cuts the roster behind what the tool must know.
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    if (call.method != kReplayAsTool) return absl::OkStatus();
    v1::ReplayResponse answer;
    CHECK_THAT(answer.ParseFromString(*response));
    answer.mutable_news()->mutable_roster()->DeleteSubrange(
        2, answer.news().roster_size() - 2);
    answer.mutable_news()->set_roster_sequence(2);
    *response = answer.SerializeAsString();
    return absl::OkStatus();
  });
  const auto got = world.Run(cli::AllCommands(), {"list"});
  EXPECT_EQ(got.code, ExitCode::kIntegrity) << got.err;
  EXPECT_THAT(got.err, HasSubstr("the one this token was made on"));
}

TEST_F(ToolTest, PemFilesAreForTheirOwnerAlone) {
  const TempFolder temp;
  const std::string pem = temp / "pem";
  EXPECT_EQ(Klad(founder_, {"tool", "new", "report", "--safe", "ads", "--until",
                            "14d", "--pem", pem})
                .code,
            ExitCode::kOk);
  for (const char* name : {"/ca.pem", "/cert.pem", "/key.pem"}) {
    struct stat info;
    ASSERT_EQ(stat((pem + name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << name;
  }
}

}  // namespace
}  // namespace klad::testing
