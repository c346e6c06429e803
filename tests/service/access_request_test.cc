// Asking for a safe, and who may answer.
#include <algorithm>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/access_requests.h"
#include "client/error.h"
#include "client/grants.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/request.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using client::ReasonOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAnswer[] = "klad.v1.AccessRequestService/Answer";
constexpr char kAsk[] = "klad.v1.AccessRequestService/Ask";

// The safes `ads`, managed by hans, and `press`; anna opens neither.
class AccessRequestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(hans_, server_->Join("hans", {"pr"}));
    for (const char* safe : {"ads", "press"}) {
      ASSERT_EQ(Klad(founder_, {"safe", "create", safe}).code, ExitCode::kOk);
    }
    ASSERT_EQ(
        Klad(founder_, {"grant", "ads", "hans", "--level", "manage"}).code,
        ExitCode::kOk);
  }

  absl::Status Ask(const std::string& folder, const std::string& safe) {
    ASSIGN_OR_RETURN(const TestClient client, OpenClient(folder));
    RETURN_IF_ERROR(client.account->CatchUp());
    return client::RequestAccess(client.vault.get(), safe, "a campaign", 0);
  }

  client::AccessRequests Listed(const std::string& folder) {
    auto client = OpenClient(folder);
    CHECK_THAT(client.ok());
    auto requests = client::ListRequests(client->account.get());
    CHECK_THAT(requests.ok());
    return *std::move(requests);
  }

  // Past what the client itself checks.
  absl::Status Answer(const std::string& folder, v1::AnswerRequest request) {
    ASSIGN_OR_RETURN(const TestClient client, OpenClient(folder));
    v1::AnswerResponse response;
    return client.account->Call(kAnswer, request, &response);
  }

  std::string SafeId(const std::string& name) {
    auto client = OpenClient(founder_);
    CHECK_THAT(client.ok());
    return client->vault->FindSafe(name)->id;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  std::string hans_;
};

TEST_F(AccessRequestTest, ManagerApprovesUntilADateAndTheRequesterIsTold) {
  ASSERT_OK(Ask(anna_, "ads"));
  const auto seen = Listed(hans_).others;
  ASSERT_THAT(seen, SizeIs(1));
  const std::string id = client::RequestIdText(seen[0]).substr(0, 6);
  EXPECT_EQ(Klad(hans_, {"access", "approve", id}).code, ExitCode::kUsage);
  EXPECT_EQ(Klad(hans_, {"access", "approve", id, "--until", "14d"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Klad(anna_, {"access", "list"}).out, HasSubstr("approved"));
  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kOk);
  EXPECT_THAT(Listed(hans_).others, IsEmpty());
  EXPECT_THAT(Klad(anna_, {"access", "request", "ads", "--reason", "x"}).err,
              HasSubstr("is open to you already"));
}

TEST_F(AccessRequestTest, SixteenAnswersAtOnceMakeOneGrant) {
  ASSERT_OK(Ask(anna_, "ads"));
  const std::string id = client::RequestIdText(Listed(hans_).others[0]);
  const auto head = [this] {
    return server_->services().roster().Now().state->head().sequence;
  };
  const uint64_t before = head();
  std::vector<std::thread> managers;
  std::vector<ExitCode> ends(16, ExitCode::kUnexpected);
  for (size_t i = 0; i < ends.size(); ++i) {
    const std::string folder = server_->CopyOf(i % 2 == 0 ? founder_ : hans_);
    managers.emplace_back([&end = ends[i], folder, id] {
      end = Klad(folder, {"access", "approve", id, "--until", "14d"}).code;
    });
  }
  for (std::thread& manager : managers) manager.join();
  EXPECT_GE(std::count(ends.begin(), ends.end(), ExitCode::kOk), 1);
  for (const ExitCode end : ends) {
    EXPECT_TRUE(end == ExitCode::kOk || end == ExitCode::kNotFound ||
                end == ExitCode::kConflict)
        << static_cast<int>(end);
  }
  EXPECT_EQ(head(), before + 1);
  EXPECT_THAT(Klad(anna_, {"access", "list"}).out, HasSubstr("approved"));
}

TEST_F(AccessRequestTest, SafeMayBeNamedByItsId) {
  ASSERT_OK(Ask(anna_, absl::BytesToHexString(SafeId("press"))));
  // hans does not manage that one.
  EXPECT_THAT(Listed(hans_).others, IsEmpty());
  EXPECT_THAT(Listed(founder_).others, SizeIs(1));
  EXPECT_EQ(ExitCodeOf(Ask(anna_, std::string(32, 'a'))), ExitCode::kNotFound);
}

TEST_F(AccessRequestTest, AskingTwiceIsSaidAndAnswersMakeRoom) {
  ASSERT_OK(Ask(anna_, "ads"));
  EXPECT_EQ(ReasonOf(Ask(anna_, "ads")), v1::REASON_REQUEST_STANDS);
  const std::string id = client::RequestIdText(Listed(anna_).mine[0]);
  EXPECT_EQ(Klad(founder_, {"access", "deny", id, "--reason", "later"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Klad(anna_, {"access", "list"}).out, HasSubstr("later"));
  EXPECT_EQ(Klad(founder_, {"access", "deny", id}).code, ExitCode::kNotFound);
  EXPECT_OK(Ask(anna_, "ads"));
}

TEST_F(AccessRequestTest, OneWhoAsksTooMuchIsStopped) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_OK(Ask(anna_, absl::StrCat("safe ", i)));
  }
  EXPECT_EQ(ReasonOf(Ask(anna_, "one more")), v1::REASON_REQUESTS_FULL);
}

TEST_F(AccessRequestTest, StrangersNeitherSeeNorAnswer) {
  ASSERT_OK(Ask(anna_, "ads"));
  ASSERT_OK_AND_ASSIGN(const std::string boris, server_->Join("boris", {}));
  EXPECT_THAT(Listed(boris).others, IsEmpty());
  const v1::AccessRequest asked = Listed(anna_).mine[0];
  v1::AnswerRequest answer;
  answer.set_member(asked.member());
  answer.set_id(asked.id());
  answer.set_safe(SafeId("ads"));
  answer.set_state(v1::REQUEST_STATE_APPROVED);
  EXPECT_EQ(ReasonOf(Answer(boris, answer)), v1::REASON_NO_ACCESS);
  // Nor their own.
  EXPECT_EQ(ReasonOf(Answer(anna_, answer)), v1::REASON_NO_ACCESS);
  answer.set_safe("");
  EXPECT_EQ(ReasonOf(Answer(hans_, answer)), v1::REASON_NO_ACCESS);
  EXPECT_OK(Answer(founder_, answer));
  answer.set_id(std::string(16, 'x'));
  EXPECT_EQ(ReasonOf(Answer(founder_, answer)), v1::REASON_REQUEST_UNKNOWN);
}

// Who asked for press by its id is not answered by the manager of ads.
TEST_F(AccessRequestTest, ManagerOfAnotherSafeDoesNotAnswer) {
  ASSERT_OK(Ask(anna_, absl::BytesToHexString(SafeId("press"))));
  const v1::AccessRequest asked = Listed(anna_).mine[0];
  v1::AnswerRequest answer;
  answer.set_member(asked.member());
  answer.set_id(asked.id());
  answer.set_safe(SafeId("ads"));
  answer.set_state(v1::REQUEST_STATE_DENIED);
  EXPECT_EQ(ReasonOf(Answer(hans_, answer)), v1::REASON_NO_ACCESS);
  EXPECT_EQ(Listed(anna_).mine[0].state(), v1::REQUEST_STATE_OPEN);
}

TEST_F(AccessRequestTest, BadFieldsAreRefused) {
  ASSERT_OK_AND_ASSIGN(const TestClient client, OpenClient(anna_));
  v1::AskRequest whole;
  whole.set_id(std::string(16, 'i'));
  whole.set_name("ads");
  whole.set_reason("x");
  const auto ask = [&](const std::function<void(v1::AskRequest&)>& edit) {
    v1::AskRequest request = whole;
    edit(request);
    v1::AskResponse response;
    return ReasonOf(client.account->Call(kAsk, request, &response));
  };
  using R = v1::AskRequest;
  EXPECT_EQ(ask([](R& r) { r.set_id("i"); }), v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.clear_name(); }), v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.set_name(std::string(256, 'n')); }),
            v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.set_safe(std::string(16, 's')); }),
            v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.clear_reason(); }), v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.set_reason(std::string(1001, 'r')); }),
            v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R& r) { r.set_until_ms(-1); }), v1::REASON_BAD_FIELD);
  EXPECT_EQ(ask([](R&) {}), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(ask([](R&) {}), v1::REASON_UNSPECIFIED) << "the same id again";
  EXPECT_THAT(Listed(anna_).mine, SizeIs(1));
}

}  // namespace
}  // namespace klad::testing
