// A member's move to another machine, and who must not profit by it.
#include "client/moving.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "client/error.h"
#include "crypto/move.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/move.pb.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;
using trust::v1::Entry;

constexpr int kLooks = 400;

class MovingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(old_, server_->Join("anna", {"head"}));
    ASSERT_EQ(Klad(founder_, {"safe", "create", "ads"}).code, ExitCode::kOk);
    ASSERT_OK_AND_ASSIGN(machine_, OpenClient(old_));
    ASSERT_OK(machine_.account->CatchUp());
    ASSERT_OK_AND_ASSIGN(line_, client::BeginMove(machine_.account.get()));
  }

  // Looks often, not for ever.
  static client::Waiting Patient() {
    return [looks = 0]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return ++looks < kLooks ? absl::OkStatus()
                              : client::Error(ExitCode::kUnavailable, "over");
    };
  }
  static client::Waiting Impatient() {
    return [] { return client::Error(ExitCode::kAborted, "stopped"); };
  }

  client::TakingPlan Plan(client::State* state, client::Keyring* keyring,
                          client::Waiting wait = Patient()) {
    client::TakingPlan plan;
    plan.parts.state = state;
    plan.parts.keyring = keyring;
    plan.parts.now = absl::Now;
    plan.line = line_;
    plan.new_passphrase = [] { return Secret::Copy(kPassphrase); };
    plan.passphrase = plan.new_passphrase;
    plan.wait = std::move(wait);
    return plan;
  }

  // On a machine of its own; the exit code.
  ExitCode Take(const std::string& folder, client::Waiting wait = Patient()) {
    const auto state = client::State::Open(folder);
    client::FakeKeyring keyring;
    const auto taken =
        client::TakeMove(Plan(state->get(), &keyring, std::move(wait)));
    if (taken.ok()) {
      EXPECT_OK((*taken)->Save());
    }
    said_ = std::string(taken.status().message());
    return client::ExitCodeOf(taken.status());
  }

  std::unique_ptr<client::Session> LineSession() {
    const crypto::MoveSecret secret(Secret::Copy(line_.secret()),
                                    line_.organisation(), line_.member());
    const auto key = secret.Tls();
    return *client::Session::Connect(
        {.server = line_.server(),
         .organisation = line_.organisation(),
         .ca_hash = *crypto::Digest::From(line_.ca()),
         .ca_der = "",
         .certificate_der = line_.certificate(),
         .key = &*key});
  }

  static v1::Reason Replay(client::Session& session) {
    v1::ReplayResponse response;
    return access::ReasonOf(session.Call("klad.v1.RosterService/Replay",
                                         v1::ReplayRequest(), &response));
  }

  void Sign(const Entry& entry) {
    ASSERT_OK_AND_ASSIGN(TestClient owner, OpenClient(founder_));
    ASSERT_OK(owner.account->CatchUp());
    ASSERT_OK(owner.Write(entry));
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string old_;
  TestClient machine_;
  trust::v1::Move line_;
  std::string said_;
};

TEST_F(MovingTest, NewMachineTakesOverAndTheOldOneIsOut) {
  const std::string folder = server_->NewFolder();
  ExitCode taken = ExitCode::kUnexpected;
  std::thread other([&] { taken = Take(folder); });
  const auto moved = client::AwaitMove(machine_.vault.get(), line_, Patient());
  other.join();
  ASSERT_OK(moved.status());
  ASSERT_EQ(taken, ExitCode::kOk) << said_;
  EXPECT_THAT(Klad(folder, {"safe", "list"}).out, HasSubstr("ads"));
  EXPECT_EQ(client::ExitCodeOf(machine_.account->CatchUp()), ExitCode::kLocked);
  EXPECT_EQ(Klad(old_, {"safe", "list"}).code, ExitCode::kLocked);
  const auto state = server_->services().roster().Now().state;
  const auto* anna = state->FindByLogin("anna");
  EXPECT_EQ(anna->identity()->incarnation, 1u);
  EXPECT_EQ(state->At(anna->identity()->term.from)->link, *moved);
}

// The share was sealed to the key that is gone; an owner's next command seals
// it anew.
TEST_F(MovingTest, SharedCredentialIsReadOnTheNewMachine) {
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(Create(founder, "ads", "bank", "bank-1"));
  ASSERT_EQ(Klad(founder_, {"revoke", "ads", "head"}).code, ExitCode::kOk);
  ASSERT_EQ(Klad(founder_, {"share", "ads/bank", "anna"}).code, ExitCode::kOk);
  const std::string folder = server_->NewFolder();
  ExitCode taken = ExitCode::kUnexpected;
  std::thread other([&] { taken = Take(folder); });
  ASSERT_OK(client::AwaitMove(machine_.vault.get(), line_, Patient()).status());
  other.join();
  ASSERT_EQ(taken, ExitCode::kOk) << said_;
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err,
              HasSubstr("sealed 1 shared credential to new keys"));
  const auto got = Klad(folder, {"get", "bank", "password"});
  EXPECT_EQ(got.out, "bank-1\n") << got.err;
}

TEST_F(MovingTest, OtherEntriesMeanwhileDoNotStopIt) {
  const std::string folder = server_->NewFolder();
  int looks = 0;
  const auto busy = [&] {
    Entry entry;
    entry.mutable_policy_set()->set_word("rotation.days.high");
    entry.mutable_policy_set()->set_value(++looks % 300 + 1);
    if (looks <= 3) Sign(entry);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return absl::OkStatus();
  };
  ExitCode taken = ExitCode::kUnexpected;
  std::thread other([&] { taken = Take(folder); });
  EXPECT_OK(client::AwaitMove(machine_.vault.get(), line_, busy).status());
  other.join();
  EXPECT_EQ(taken, ExitCode::kOk) << said_;
}

TEST_F(MovingTest, InterruptedNewMachineGoesOnWithTheSameLine) {
  const std::string folder = server_->NewFolder();
  EXPECT_EQ(Take(folder, Impatient()), ExitCode::kAborted);
  ASSERT_OK(client::AwaitMove(machine_.vault.get(), line_, Patient()).status());
  EXPECT_EQ(Take(folder), ExitCode::kOk) << said_;
  EXPECT_THAT(Klad(folder, {"safe", "list"}).out, HasSubstr("ads"));
}

TEST_F(MovingTest, OldMachineThatStopsHasChangedNothing) {
  EXPECT_EQ(
      client::ExitCodeOf(
          client::AwaitMove(machine_.vault.get(), line_, Impatient()).status()),
      ExitCode::kAborted);
  EXPECT_EQ(Klad(old_, {"safe", "list"}).code, ExitCode::kOk);
  EXPECT_EQ(Take(server_->NewFolder()), ExitCode::kConflict);
  EXPECT_THAT(said_, HasSubstr("no move"));
}

TEST_F(MovingTest, SecondMachineWithTheLineIsAnAlarm) {
  const std::string folder = server_->NewFolder();
  EXPECT_EQ(Take(folder, Impatient()), ExitCode::kAborted);
  ASSERT_OK(client::AwaitMove(machine_.vault.get(), line_, Patient()).status());
  const std::string late = server_->NewFolder();
  EXPECT_EQ(Take(late), ExitCode::kConflict);
  EXPECT_THAT(said_, HasSubstr("that is an alarm"));
  EXPECT_EQ(Take(folder), ExitCode::kOk) << said_;
}

TEST_F(MovingTest, SixteenMachinesWithOneLineHaveOneWinner) {
  std::vector<std::thread> machines;
  std::vector<ExitCode> ends(16, ExitCode::kUnexpected);
  for (ExitCode& end : ends) {
    machines.emplace_back([this, &end, folder = server_->NewFolder()] {
      const auto state = client::State::Open(folder);
      client::FakeKeyring keyring;
      const auto taken = client::TakeMove(Plan(state->get(), &keyring));
      end = client::ExitCodeOf(taken.status());
    });
  }
  const auto moved = client::AwaitMove(machine_.vault.get(), line_, Patient());
  for (std::thread& machine : machines) machine.join();
  ASSERT_OK(moved.status());
  EXPECT_EQ(std::count(ends.begin(), ends.end(), ExitCode::kOk), 1);
  EXPECT_EQ(std::count(ends.begin(), ends.end(), ExitCode::kConflict), 15);
}

TEST_F(MovingTest, LineOpensReplayAndNothingOfMembers) {
  const auto session = LineSession();
  EXPECT_EQ(Replay(*session), v1::REASON_UNSPECIFIED);
  v1::EnvelopesResponse envelopes;
  EXPECT_EQ(access::ReasonOf(session->Call("klad.v1.RosterService/Envelopes",
                                           v1::EnvelopesRequest(), &envelopes)),
            v1::REASON_PERMISSION);
  v1::LookMoveResponse look;
  EXPECT_EQ(access::ReasonOf(session->Call("klad.v1.MoveService/Look",
                                           v1::LookMoveRequest(), &look)),
            v1::REASON_PERMISSION);
  v1::RenewRequest renew;
  renew.set_member(
      server_->services().roster().Now().state->FindByLogin("founder")->id);
  v1::RenewResponse renewed;
  EXPECT_EQ(access::ReasonOf(
                session->Call("klad.v1.RosterService/Renew", renew, &renewed)),
            v1::REASON_NOT_A_MEMBER);
}

// The thief of the old machine has begun a move before it was reported.
TEST_F(MovingTest, LineOfALostIdentityEndsAtOnceAndForGood) {
  const auto session = LineSession();
  EXPECT_EQ(Replay(*session), v1::REASON_UNSPECIFIED);
  const auto replaced = Klad(founder_, {"person", "replace", "anna", "--yes"});
  ASSERT_EQ(replaced.code, ExitCode::kOk) << replaced.err;
  EXPECT_EQ(Replay(*session), v1::REASON_NOT_A_MEMBER);
  ASSERT_EQ(Klad(server_->NewFolder(),
                 {"join", replaced.out.substr(0, replaced.out.find('\n'))})
                .code,
            ExitCode::kOk);
  EXPECT_EQ(Replay(*session), v1::REASON_NOT_A_MEMBER);
}

// Whoever has not the secret cannot make the old machine sign.
TEST_F(MovingTest, ProposalOfTheServersOwnIsRefused) {
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method != "klad.v1.MoveService/Look") return real(call, response);
    v1::LookMoveResponse made;
    made.set_proposal(std::string(600, 'x'));
    *response = made.SerializeAsString();
    return absl::OkStatus();
  });
  const auto refused =
      client::AwaitMove(machine_.vault.get(), line_, Patient());
  EXPECT_EQ(client::ExitCodeOf(refused.status()), ExitCode::kIntegrity);
  server_->SetTap(nullptr);
  EXPECT_EQ(Klad(old_, {"safe", "list"}).code, ExitCode::kOk);
}

// What has the secret and asks for another entry gets no signature.
TEST_F(MovingTest, ProposalOfAnotherEntryIsRefused) {
  const crypto::MoveSecret secret(Secret::Copy(line_.secret()),
                                  line_.organisation(), line_.member());
  Entry entry;
  entry.set_time_ms(machine_.account->NowMs());
  entry.mutable_role_given()->set_member(line_.member());
  entry.mutable_role_given()->mutable_role()->set_role("owner");
  trust::v1::MoveProposal proposal;
  *proposal.mutable_previous() = line_.head();
  proposal.set_body(entry.SerializeAsString());
  const auto session = LineSession();
  v1::ProposeMoveRequest request;
  request.set_proposal(secret.Seal(proposal));
  v1::ProposeMoveResponse response;
  ASSERT_OK(session->Call("klad.v1.MoveService/Propose", request, &response));
  EXPECT_EQ(
      client::ExitCodeOf(
          client::AwaitMove(machine_.vault.get(), line_, Patient()).status()),
      ExitCode::kIntegrity);
}

TEST_F(MovingTest, TamperedLineIsRefused) {
  const trust::v1::Move whole = line_;
  line_.mutable_head()->set_link(std::string(32, 'x'));
  EXPECT_EQ(Take(server_->NewFolder()), ExitCode::kIntegrity);
  line_ = whole;
  line_.set_secret(std::string(16, 'x'));
  EXPECT_EQ(Take(server_->NewFolder()), ExitCode::kIntegrity);
  line_ = whole;
  line_.set_ca(std::string(32, 'x'));
  EXPECT_EQ(Take(server_->NewFolder()), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace klad::testing
