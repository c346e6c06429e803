// Suspended is in force at once: on every call, on connections that are open,
// on what is in flight.
#include <atomic>
#include <chrono>
#include <thread>

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/system.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

constexpr milliseconds kAtOnce(200);

class SuspensionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
    ASSERT_OK(founder.vault->CreateSafe("ads"));
    ASSERT_OK(Create(founder, "ads", "vk", "vk-1"));
    trust::v1::Entry entry;
    ASSERT_OK_AND_ASSIGN(const auto safe, founder.vault->FindSafe("ads"));
    entry.mutable_granted()->set_safe(safe.id);
    entry.mutable_granted()->mutable_target()->set_role("marketer");
    entry.mutable_granted()->set_level(trust::v1::LEVEL_READ);
    ASSERT_OK(founder.Write(entry));
    ASSERT_OK(founder.vault->Save());
  }

  static absl::Status Ping(TestClient& client) {
    v1::PingResponse response;
    return client.account->Call("klad.v1.SystemService/Ping", v1::PingRequest(),
                                &response);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
};

TEST_F(SuspensionTest, OpenConnectionIsRefusedAtOnce) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(Ping(anna));
  std::atomic<bool> stop = false;
  steady_clock::time_point last_success;
  std::thread caller([&] {
    while (!stop && Ping(anna).ok()) last_success = steady_clock::now();
  });
  const auto done = Klad(founder_, {"person", "suspend", "anna"});
  const auto acknowledged = steady_clock::now();
  EXPECT_EQ(done.code, ExitCode::kOk) << done.err;
  EXPECT_THAT(done.err, HasSubstr("anna is suspended"));
  caller.join();
  stop = true;
  EXPECT_LT(last_success, acknowledged + kAtOnce);
  EXPECT_FALSE(Ping(anna).ok());
}

// The connection is cut though a reveal waits in it, not only the next call
// refused; and the server would not have given the secret out.
TEST_F(SuspensionTest, RevealInFlightIsCut) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(HeaderOf(anna, "ads", "vk"));
  ASSERT_OK(anna.vault->Save());
  std::atomic<bool> waiting = false;
  std::atomic<bool> release = false;
  std::atomic<bool> given = false;
  server_->SetTap(
      [&](const rpc::Call& call, const auto& real, std::string* response) {
        const bool reveal = call.method == "klad.v1.CredentialService/Reveal";
        if (!reveal || !call.can_wait) return real(call, response);
        waiting = true;
        while (!release) std::this_thread::sleep_for(milliseconds(2));
        absl::Status status = real(call, response);
        given = status.ok();
        waiting = false;
        return status;
      });
  absl::Status revealed;
  steady_clock::time_point ended;
  std::thread caller([&] {
    revealed = PasswordOf(anna, "ads", "vk").status();
    ended = steady_clock::now();
  });
  while (!waiting) std::this_thread::sleep_for(milliseconds(2));
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  trust::v1::Entry entry;
  entry.mutable_suspended()->set_member(
      founder.account->roster().FindByLogin("anna")->id);
  ASSERT_OK(founder.Write(entry));
  const auto acknowledged = steady_clock::now();
  caller.join();
  release = true;
  while (waiting) std::this_thread::sleep_for(milliseconds(2));
  EXPECT_FALSE(revealed.ok());
  EXPECT_LT(ended, acknowledged + kAtOnce);
  EXPECT_FALSE(given);
}

TEST_F(SuspensionTest, NothingIsRevealedAfterIt) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  EXPECT_OK(PasswordOf(anna, "ads", "vk"));
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(client::ExitCodeOf(PasswordOf(anna, "ads", "vk").status()),
            ExitCode::kLocked);
  EXPECT_EQ(Klad(anna_, {"get", "ads/vk", "password"}).code, ExitCode::kLocked);
}

TEST_F(SuspensionTest, ResumedMemberReadsAgain) {
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "anna"}).code, ExitCode::kOk);
  const auto done = Klad(founder_, {"person", "resume", "anna"});
  EXPECT_EQ(done.code, ExitCode::kOk) << done.err;
  EXPECT_EQ(Klad(anna_, {"get", "ads/vk", "password"}).out, "vk-1\n");
}

TEST_F(SuspensionTest, WhoMayNotIsTold) {
  EXPECT_EQ(Klad(anna_, {"person", "suspend", "founder"}).code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "founder"}).code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "ana"}).code,
            ExitCode::kNotFound);
  EXPECT_EQ(Klad(founder_, {"person", "resume", "anna"}).code,
            ExitCode::kConflict);
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"person", "suspend", "anna"}).code,
            ExitCode::kConflict);
}

TEST_F(SuspensionTest, MemberMaySuspendItself) {
  const auto done = Klad(anna_, {"person", "suspend", "anna"});
  EXPECT_THAT(done.err, HasSubstr("anna is suspended")) << done.err;
  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kLocked);
}

}  // namespace
}  // namespace klad::testing
