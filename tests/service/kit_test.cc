// Recovery kits after the founding, and the founder who leaves with one.
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
using ::testing::Not;

class KitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(olga_, server_->Join("olga", {"pr"}));
    Do(founder_, {"role", "give", "owner", "olga", "--yes"});
    ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
    ASSERT_OK(founder.vault->CreateSafe("ads"));
    ASSERT_OK(Create(founder, "ads", "bank", "bank-1"));
  }

  std::string Do(const std::string& who, const std::vector<std::string>& line) {
    const auto done = Klad(who, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << line[0] << ": " << done.err;
    return done.out + done.err;
  }

  // On a machine that knows nothing, in the place of `login`.
  cli::FakeWorld::Ended Recover(const std::string& code,
                                const std::string& login) {
    const std::string folder = server_->NewFolder();
    const std::string file = folder + ".kit";
    std::ofstream(file) << code;
    CHECK_THAT(chmod(file.c_str(), 0600) == 0);
    auto door = server_->Door();
    CHECK_THAT(door.ok());
    return Klad(folder,
                {"recover", *door, "--name", login, "--kit-from", file});
  }

  static std::string CodeIn(const std::string& output) {
    const size_t at = output.find("KLAD-KIT");
    CHECK_THAT(at != std::string::npos);
    return output.substr(at, output.find('\n', at) - at);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string olga_;
};

TEST_F(KitTest, NewKitRecoversAndARemovedOneDoesNot) {
  const std::string code = CodeIn(Do(olga_, {"kit", "new"}));
  Do(olga_, {"kit", "remove", "1", "--yes"});
  // A kit speaks where the last owner has lost everything.
  Do(founder_, {"role", "take", "owner", "olga", "--yes"});
  const auto old = Recover(server_->kit_code(), "founder");
  EXPECT_EQ(old.code, ExitCode::kDenied);
  EXPECT_THAT(old.err, HasSubstr("was removed from the organisation"));
  const auto recovered = Recover(code, "founder");
  EXPECT_EQ(recovered.code, ExitCode::kOk) << recovered.err;
}

TEST_F(KitTest, OnlyOwnersMakeAndRemoveThem) {
  ASSERT_OK_AND_ASSIGN(const std::string anna, server_->Join("anna", {"head"}));
  EXPECT_EQ(Klad(anna, {"kit", "new"}).code, ExitCode::kDenied);
  EXPECT_EQ(Klad(anna, {"kit", "remove", "1", "--yes"}).code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(olga_, {"kit", "remove", "2", "--yes"}).code,
            ExitCode::kNotFound);
}

// The founder has seen the kit and what they wrote: both are to be changed.
TEST_F(KitTest, FounderLeavesAndTheirKitIsARotation) {
  Do(olga_, {"person", "depart", "founder", "--successor", "olga", "--yes"});
  EXPECT_EQ(Klad(founder_, {"list"}).code, ExitCode::kLocked);
  const std::string open = Do(olga_, {"rotation", "list"});
  EXPECT_THAT(open, HasSubstr("the recovery kit 1"));
  EXPECT_THAT(open, HasSubstr("ads/bank"));
  const std::string code = CodeIn(Do(olga_, {"kit", "new"}));
  Do(olga_, {"kit", "remove", "1", "--yes"});
  EXPECT_THAT(Do(olga_, {"rotation", "list"}),
              Not(HasSubstr("the recovery kit 1")));
  Do(olga_, {"rotate", "ads/bank", "--generate"});
  EXPECT_THAT(Do(olga_, {"departure", "show", "founder"}), HasSubstr("closed"));
  const auto recovered = Recover(code, "olga");
  EXPECT_EQ(recovered.code, ExitCode::kOk) << recovered.err;
}

}  // namespace
}  // namespace klad::testing
