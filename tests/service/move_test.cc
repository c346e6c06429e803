// Credentials that move between safes, over a real server.
#include <thread>

#include "client/error.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
#include "nlohmann/json.hpp"
#include "server/credential/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr char kMove[] = "klad.v1.CredentialService/Move";
constexpr char kChange[] = "klad.v1.CredentialService/Change";

class MoveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
    ASSERT_OK(client_.vault->CreateSafe("ads"));
    ASSERT_OK(client_.vault->CreateSafe("smm"));
    ASSERT_OK(Create(client_, "ads", "bank", "bank-1"));
  }

  absl::Status Move(const std::string& from, const std::string& to) {
    ASSIGN_OR_RETURN(client::Mirror * here, OpenSafe(client_, from));
    ASSIGN_OR_RETURN(client::Mirror * there, OpenSafe(client_, to));
    ASSIGN_OR_RETURN(const auto found,
                     client_.vault->FindCredentials(here, "bank"));
    const std::string id = found.front()->credential();
    RETURN_IF_ERROR(
        client_.vault->Move(here, id, there, [] { return absl::OkStatus(); }));
    return client_.vault->Save();
  }

  // Every exposure in the ledger, as its bytes.
  std::vector<std::string> Exposures() {
    // What was posted is on disk within 50 ms.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    auto page = server_->services().ledger().Read(0, 1000);
    EXPECT_OK(page);
    std::vector<std::string> exposures;
    for (const auto& record : page->records) {
      for (const auto& each : record.revealed()) {
        exposures.push_back(each.SerializeAsString());
      }
    }
    return exposures;
  }

  absl::Status Check() {
    return credential::CheckAll(server_->data().keys->organisation(),
                                server_->data().store.get(),
                                *server_->services().roster().Now().state)
        .status();
  }

  // The next Move, as the client signed it; it does not reach the server.
  v1::MoveRequest Withheld(const std::string& from, const std::string& to) {
    v1::MoveRequest request;
    server_->SetTap([&](const rpc::Call& call, const auto& real,
                        std::string* response) -> absl::Status {
      if (call.method != kMove) return real(call, response);
      CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                        static_cast<int>(call.raw.size())));
      return absl::UnavailableError("");
    });
    EXPECT_EQ(ExitCodeOf(Move(from, to)), ExitCode::kUnavailable);
    server_->SetTap(nullptr);
    return request;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient client_;
};

TEST_F(MoveTest, RenamingTaggingAndMovingMakeNoExposure) {
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  const auto before = Exposures();
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"credential", "edit", "ads/bank", "--title",
                                 "the bank"},
        {"credential", "edit", "ads/the bank", "--tag", "q3"},
        {"credential", "archive", "ads/the bank"},
        {"credential", "unarchive", "ads/the bank"},
        {"credential", "move", "ads/the bank", "smm"},
        {"credential", "edit", "smm/the bank", "--title", "bank"},
        {"credential", "history", "smm/bank"},
        {"health"},
        {"credential", "move", "smm/bank", "ads"}}) {
    const auto ended = Klad(folder_, line);
    EXPECT_EQ(ended.code, ExitCode::kOk) << line[1] << ": " << ended.err;
  }
  EXPECT_EQ(Exposures(), before);
  EXPECT_EQ(Klad(folder_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_NE(Exposures(), before);
}

TEST_F(MoveTest, GoesOnInTheOtherSafe) {
  ASSERT_OK_AND_ASSIGN(const auto before, HeaderOf(client_, "ads", "bank"));
  ASSERT_OK(Move("ads", "smm"));
  EXPECT_THAT(PasswordOf(client_, "smm", "bank"), IsOkAndHolds("bank-1"));
  EXPECT_EQ(ExitCodeOf(HeaderOf(client_, "ads", "bank").status()),
            ExitCode::kNotFound);
  ASSERT_OK_AND_ASSIGN(const auto after, HeaderOf(client_, "smm", "bank"));
  EXPECT_EQ(after.credential(), before.credential());
  EXPECT_EQ(after.generation(), before.generation());
  EXPECT_OK(Check());
}

TEST_F(MoveTest, ThereAndBackAndOnKeepsTheWholeHistory) {
  ASSERT_OK(SetPassword(client_, "ads", "bank", "bank-2"));
  ASSERT_OK(Move("ads", "smm"));
  ASSERT_OK(SetPassword(client_, "smm", "bank", "bank-3"));
  ASSERT_OK(Move("smm", "ads"));
  EXPECT_THAT(PasswordOf(client_, "ads", "bank"), IsOkAndHolds("bank-3"));
  EXPECT_OK(Check());
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(client_, "ads"));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client_, "ads", "bank"));
  ASSERT_OK_AND_ASSIGN(const auto versions,
                       client_.vault->History(mirror, header.credential()));
  ASSERT_EQ(versions.size(), 7u);
  for (size_t i = 0; i < versions.size(); ++i) {
    EXPECT_EQ(versions[i].header.version(), 7 - i);
  }
  EXPECT_EQ(Klad(folder_, {"credential", "restore", "ads/bank", "1"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Klad(folder_, {"get", "ads/bank", "password"}).out, "bank-1\n");
}

TEST_F(MoveTest, SentTwiceTakesEffectOnce) {
  const v1::MoveRequest request = Withheld("ads", "smm");
  v1::MoveResponse first;
  v1::MoveResponse again;
  ASSERT_OK(client_.account->Call(kMove, request, &first));
  ASSERT_OK(client_.account->Call(kMove, request, &again));
  EXPECT_EQ(first.to().SerializeAsString(), again.to().SerializeAsString());
  EXPECT_OK(Check());
}

TEST_F(MoveTest, NoHalfOfAMoveIsTakenAlone) {
  const v1::MoveRequest request = Withheld("ads", "smm");
  v1::ChangeResponse response;
  for (const v1::ChangeRequest& half : {request.from(), request.to()}) {
    const absl::Status status = client_.account->Call(kChange, half, &response);
    EXPECT_EQ(client::ReasonOf(status), v1::REASON_CHANGE_REFUSED) << status;
  }
  EXPECT_THAT(PasswordOf(client_, "ads", "bank"), IsOkAndHolds("bank-1"));
  EXPECT_OK(Check());
}

TEST_F(MoveTest, AMoveOfAnotherCredentialsSecretIsRefused) {
  ASSERT_OK(Create(client_, "ads", "shop", "shop-1"));
  const v1::MoveRequest bank = Withheld("ads", "smm");
  // Signed by the same member, on the same heads, of another credential.
  ASSERT_OK_AND_ASSIGN(client::Mirror * here, OpenSafe(client_, "ads"));
  ASSERT_OK_AND_ASSIGN(const auto shop,
                       client_.vault->FindCredentials(here, "shop"));
  v1::MoveRequest request;
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    if (call.method != kMove) return real(call, response);
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    return absl::UnavailableError("");
  });
  ASSERT_OK_AND_ASSIGN(client::Mirror * there, OpenSafe(client_, "smm"));
  EXPECT_FALSE(client_.vault
                   ->Move(here, shop.front()->credential(), there,
                          [] { return absl::OkStatus(); })
                   .ok());
  server_->SetTap(nullptr);
  *request.mutable_from() = bank.from();
  v1::MoveResponse response;
  const absl::Status status = client_.account->Call(kMove, request, &response);
  EXPECT_EQ(client::ReasonOf(status), v1::REASON_CHANGE_REFUSED) << status;
  EXPECT_OK(Check());
}

// Two people move one credential at once: one does.
TEST_F(MoveTest, OneOfTwoMovesHappens) {
  ASSERT_OK(client_.vault->CreateSafe("seo"));
  const v1::MoveRequest one = Withheld("ads", "smm");
  const v1::MoveRequest other = Withheld("ads", "seo");
  v1::MoveResponse response;
  ASSERT_OK(client_.account->Call(kMove, one, &response));
  EXPECT_EQ(client::ReasonOf(client_.account->Call(kMove, other, &response)),
            v1::REASON_SAFE_MOVED);
  EXPECT_OK(Check());
}

class MoveAccessTest : public MoveTest {
 protected:
  void SetUp() override {
    MoveTest::SetUp();
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
  }

  // Anna may read, or read and write.
  void Grant(const std::string& safe, trust::v1::Level level) {
    ASSERT_OK(client_.account->CatchUp());
    ASSERT_OK_AND_ASSIGN(const auto info, client_.vault->FindSafe(safe));
    ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
    trust::v1::Entry entry;
    auto* granted = entry.mutable_granted();
    granted->set_safe(info.id);
    granted->mutable_target()->set_member(anna.account->member());
    granted->set_level(level);
    ASSERT_OK(client_.Write(entry));
  }

  // Of a list by the founder: whom or what, generation, purpose, current.
  std::vector<std::string> Rows(std::vector<std::string> line) {
    line.insert(line.end(), {"-o", "json"});
    const auto done = Klad(folder_, line);
    EXPECT_EQ(done.code, ExitCode::kOk) << done.err;
    std::vector<std::string> rows;
    for (const auto& row : nlohmann::json::parse(done.out)) {
      const bool who = row.contains("credential");
      rows.push_back(
          absl::StrCat(row.at(who ? "credential" : "member").get<std::string>(),
                       " ", row.at("generation").get<int>(), " ",
                       row.at("purpose").get<std::string>(), " ",
                       row.at("current").get<bool>() ? "yes" : "no"));
    }
    return rows;
  }

  std::string anna_;
};

TEST_F(MoveAccessTest, WhoMayNotWriteInBothMovesNothing) {
  Grant("ads", trust::v1::LEVEL_WRITE);
  Grant("smm", trust::v1::LEVEL_READ);
  const auto ended = Klad(anna_, {"credential", "move", "ads/bank", "smm"});
  EXPECT_EQ(ended.code, ExitCode::kDenied);
  EXPECT_THAT(ended.err, HasSubstr("you may not write in smm"));
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
}

// What left is no longer given to who may read only where it was.
TEST_F(MoveAccessTest, TheSafeItLeftGivesNothingAnyMore) {
  Grant("ads", trust::v1::LEVEL_READ);
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(anna, "ads", "bank"));
  ASSERT_OK(Move("ads", "smm"));
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(anna, "ads"));
  const auto secret =
      anna.vault->Reveal(mirror, header, trust::v1::PURPOSE_SHOW);
  EXPECT_EQ(client::ReasonOf(secret.status()), v1::REASON_NO_ACCESS);
  Grant("smm", trust::v1::LEVEL_READ);
  EXPECT_OK(anna.vault->Reveal(mirror, header, trust::v1::PURPOSE_SHOW));
}

// Told by both questions, and no longer as current once it is changed there.
TEST_F(MoveAccessTest, WhoSawItBeforeHasSeenItStill) {
  Grant("ads", trust::v1::LEVEL_READ);
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  ASSERT_OK(Move("ads", "smm"));
  ASSERT_OK(PasswordOf(client_, "smm", "bank"));
  EXPECT_THAT(Rows({"audit", "seen", "smm/bank"}),
              UnorderedElementsAre("anna 1 show yes", "founder 1 show yes",
                                   "founder 1 write yes"));
  EXPECT_THAT(Rows({"audit", "who", "anna"}),
              ElementsAre("smm/bank 1 show yes"));
  ASSERT_EQ(Klad(folder_, {"rotate", "smm/bank", "--generate"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Rows({"audit", "seen", "smm/bank"}), Contains("anna 1 show no"));
  EXPECT_THAT(Rows({"audit", "seen", "smm/bank"}),
              Contains("founder 4 write yes"));
  EXPECT_THAT(Rows({"audit", "who", "anna"}),
              ElementsAre("smm/bank 1 show no"));
}

// Read in both safes, it is told once; by its name of before it is found too.
TEST_F(MoveAccessTest, WhoSawItInBothSafesIsToldOnce) {
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  ASSERT_OK(Move("ads", "smm"));
  ASSERT_OK(PasswordOf(client_, "smm", "bank"));
  for (const char* name : {"smm/bank", "ads/bank"}) {
    EXPECT_THAT(
        Rows({"audit", "seen", name}),
        UnorderedElementsAre("founder 1 show yes", "founder 1 write yes"));
  }
}

// Who manages only where it is now is told that there is more.
TEST_F(MoveAccessTest, ReadingsElsewhereAreSaidToBeMissing) {
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  Grant("smm", trust::v1::LEVEL_MANAGE);
  ASSERT_OK(Move("ads", "smm"));
  const auto seen = Klad(anna_, {"audit", "seen", "smm/bank"});
  EXPECT_EQ(seen.code, ExitCode::kOk) << seen.err;
  EXPECT_THAT(seen.err, HasSubstr("it was in a safe before"));
}

// Her history ends where she may not look.
TEST_F(MoveAccessTest, HistoryEndsAtASafeThatIsNotOpen) {
  Grant("smm", trust::v1::LEVEL_READ);
  ASSERT_OK(Move("ads", "smm"));
  const auto ended = Klad(anna_, {"credential", "history", "smm/bank"});
  EXPECT_EQ(ended.code, ExitCode::kOk) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("earlier versions are in a safe that is "
                                   "not open to you"));
  EXPECT_EQ(Klad(anna_, {"get", "smm/bank", "password"}).out, "bank-1\n");
}

}  // namespace
}  // namespace klad::testing
