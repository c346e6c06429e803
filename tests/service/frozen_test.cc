// An owner who is shown the roster of a while ago, for ever: nothing is rolled
// back for them, it only stops. They learn by what others have signed.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/roster.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kReplay[] = "klad.v1.RosterService/Replay";

class FrozenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(olga_, server_->Join("olga", {"pr"}));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"pr"}));
    Do(founder_, {"role", "give", "owner", "olga", "--yes"});
    Do(olga_, {"status"});
  }

  std::string Do(const std::string& who, const std::vector<std::string>& line) {
    const auto done = Klad(who, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
    return done.out + done.err;
  }

  // From now on everybody is shown this many entries, as if there were no more.
  void Freeze(uint64_t head) {
    server_->SetTap([head](const rpc::Call& call, const auto& real,
                           std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method != kReplay) return absl::OkStatus();
      v1::ReplayResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      answer.mutable_news()->clear_roster();
      answer.mutable_news()->set_roster_sequence(head);
      *response = answer.SerializeAsString();
      return absl::OkStatus();
    });
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string olga_;
  std::string anna_;
};

TEST_F(FrozenTest, CertificateOfSomethingHiddenIsAnAlarm) {
  const std::string frozen = server_->CopyOf(olga_);
  const uint64_t head =
      server_->services().roster().Now().state->head().sequence;
  Do(founder_, {"person", "depart", "anna", "--successor", "founder", "--yes"});
  const std::string file = server_->NewFolder();
  std::ofstream(file) << Do(founder_, {"departure", "show", "anna"});
  EXPECT_THAT(Do(olga_, {"departure", "verify", file}), HasSubstr("founder"));
  Freeze(head);
  const auto done = Klad(frozen, {"departure", "verify", file});
  EXPECT_EQ(done.code, ExitCode::kIntegrity) << done.out;
  EXPECT_THAT(done.err, HasSubstr("and the server shows none beyond"));
}

// Their own entries do not say that they are not alone.
TEST_F(FrozenTest, WeekWithoutAnybodyElseIsSaid) {
  constexpr char kSaid[] = "nobody else has signed anything for more than a";
  EXPECT_THAT(Do(olga_, {"status"}), Not(HasSubstr(kSaid)));
  const absl::Duration later = absl::Hours(24 * 8);
  server_->SetClock(later);
  ASSERT_EQ(KladAhead(later, olga_, {"safe", "create", "olgas"}).code,
            ExitCode::kOk);
  EXPECT_THAT(KladAhead(later, olga_, {"status"}).err, HasSubstr(kSaid));
  ASSERT_EQ(KladAhead(later, founder_, {"safe", "create", "ads"}).code,
            ExitCode::kOk);
  EXPECT_THAT(KladAhead(later, olga_, {"status"}).err, Not(HasSubstr(kSaid)));
}

}  // namespace
}  // namespace klad::testing
