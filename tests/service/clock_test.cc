// A clock that is an hour off, on either side: said, with nothing lost.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;

using Line = std::vector<std::string>;

class ClockTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"pr"}));
    ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
    ASSERT_OK(founder.vault->CreateSafe("ads"));
    ASSERT_OK(Create(founder, "ads", "bank", "bank-1"));
  }

  // One of each kind that is signed with a time.
  static std::vector<Line> Lines() {
    return {{"grant", "ads", "anna"},
            {"share", "ads/bank", "anna"},
            {"credential", "edit", "ads/bank", "--generate"},
            {"get", "ads/bank", "password"},
            {"person", "invite", "cora", "--role", "pr"},
            {"person", "suspend", "anna"},
            {"person", "depart", "anna", "--successor", "founder", "--yes"}};
  }

  struct Stand {
    uint64_t roster = 0;
    std::string secret;
    friend bool operator==(const Stand&, const Stand&) = default;
  };
  Stand Now() {
    return {server_->services().roster().Now().state->head().sequence,
            Klad(founder_, {"credential", "history", "ads/bank"}).out};
  }

  void ExpectSaid(const cli::FakeWorld::Ended& done, const std::string& line) {
    EXPECT_EQ(done.code, ExitCode::kConflict) << line << ": " << done.err;
    EXPECT_THAT(done.err, HasSubstr("clock")) << line;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
};

TEST_F(ClockTest, ClientAnHourAheadChangesNothing) {
  const Stand before = Now();
  for (const Line& line : Lines()) {
    ExpectSaid(KladAhead(absl::Hours(1), founder_, line), line[0]);
  }
  EXPECT_EQ(Now(), before);
  for (const Line& line : Lines()) {
    const auto done = Klad(founder_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
  }
}

// Time never falls along the log: it goes on from the newest entry it knows.
TEST_F(ClockTest, ClientAnHourBehindGoesOnFromTheNewestEntry) {
  for (const Line& line : Lines()) {
    const auto done = KladAhead(-absl::Hours(1), founder_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
  }
}

TEST_F(ClockTest, ServerAnHourOffTakesNothingAndLosesNothing) {
  for (const absl::Duration ahead : {absl::Hours(1), -absl::Hours(1)}) {
    const Stand before = Now();
    server_->SetClock(ahead);
    for (const Line& line : Lines()) ExpectSaid(Klad(founder_, line), line[0]);
    server_->SetClock(absl::ZeroDuration());
    EXPECT_EQ(Now(), before);
  }
  for (const Line& line : Lines()) {
    const auto done = Klad(founder_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
  }
}

TEST_F(ClockTest, NewcomerWhoseClockIsOffJoinsByTheSameLineLater) {
  const std::string line =
      Klad(founder_, {"person", "invite", "cora", "--role", "pr"}).out;
  const std::string folder = server_->NewFolder();
  ExpectSaid(KladAhead(absl::Hours(1), folder, {"join", line}), "join");
  const auto joined = Klad(folder, {"join", line});
  EXPECT_EQ(joined.code, ExitCode::kOk) << joined.err;
}

}  // namespace
}  // namespace klad::testing
