// Search over a real server: who finds what, and that words outlive a restart.
#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/link/checker.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Line = std::vector<std::string>;

class SearchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(nobody_, server_->Join("nobody", {}));
    Must(founder_, {"link", "new", "metrika", "https://m.example", "--purpose",
                    "Утренние отчёты"});
    Must(founder_, {"link", "new", "salaries", "https://s.example", "--purpose",
                    "Отчёты о зарплате", "--role", "head"});
  }

  cli::FakeWorld::Ended Must(const std::string& folder, const Line& line) {
    auto ended = Klad(folder, line);
    EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
    return ended;
  }

  std::string Found(const std::string& folder, Line words) {
    words.insert(words.begin(), "find");
    return Klad(folder, words).out;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  std::string nobody_;
};

TEST_F(SearchTest, EachFindsWhatItSees) {
  EXPECT_THAT(Found(founder_, {"отчетами"}),
              AllOf(HasSubstr("metrika"), HasSubstr("salaries")));
  EXPECT_THAT(Found(anna_, {"отчетами"}),
              AllOf(HasSubstr("metrika"), Not(HasSubstr("salaries"))));
  EXPECT_THAT(Found(anna_, {"зарплата"}), IsEmpty());
  EXPECT_THAT(Found(anna_, {"salaries"}), IsEmpty());
}

TEST_F(SearchTest, WhoMayReadNothingIsDeniedAndStillFindsCredentials) {
  const auto denied = Klad(nobody_, {"find", "отчет", "--kind", "link"});
  EXPECT_EQ(denied.code, ExitCode::kDenied);
  EXPECT_THAT(denied.err, HasSubstr("link.read"));
  const auto plain = Klad(nobody_, {"find", "отчет"});
  EXPECT_EQ(plain.code, ExitCode::kNotFound);
  EXPECT_THAT(plain.err, Not(HasSubstr("link.read"))) << "nothing was asked";
}

TEST_F(SearchTest, CredentialsAreShownWhenTheSearchFails) {
  Must(founder_, {"safe", "create", "ads"});
  Must(founder_, {"credential", "new", "ads/Отчёт"});
  server_->SetTap([](const rpc::Call& call,
                     const OrganisationServer::Handler& real,
                     std::string* response) {
    return call.method == "klad.v1.SearchService/Find"
               ? absl::UnavailableError("no")
               : real(call, response);
  });
  const auto found = Must(founder_, {"find", "отчет"});
  EXPECT_THAT(found.out, AllOf(HasSubstr("Отчёт"), Not(HasSubstr("metrika"))));
  EXPECT_THAT(found.err, HasSubstr("only credentials were looked through"));
  server_->SetTap(nullptr);
}

TEST_F(SearchTest, WhoLeftFindsNothing) {
  EXPECT_THAT(Found(anna_, {"отчет"}), HasSubstr("metrika"));
  Must(founder_, {"person", "suspend", "anna", "--yes"});
  EXPECT_THAT(Found(anna_, {"отчет"}), IsEmpty());
}

TEST_F(SearchTest, WordsAreFoundAfterARestart) {
  Must(founder_, {"link", "edit", "metrika", "--purpose", "Вечерние сводки"});
  ASSERT_OK(server_->Stop());
  ASSERT_OK(server_->Resume());
  EXPECT_THAT(Found(anna_, {"сводка"}), HasSubstr("metrika"));
  EXPECT_THAT(Found(anna_, {"утренние"}), IsEmpty());
  EXPECT_OK(link::CheckAll(server_->data().store.get(), server_->data().seal));
}

TEST_F(SearchTest, RoleThatIsGivenShowsItsLinksAtOnce) {
  EXPECT_THAT(Found(anna_, {"зарплата"}), IsEmpty());
  Must(founder_, {"role", "give", "head", "anna"});
  EXPECT_THAT(Found(anna_, {"зарплата"}), HasSubstr("salaries"));
}

}  // namespace
}  // namespace klad::testing
