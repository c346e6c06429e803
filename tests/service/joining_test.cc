// How people come in: invitations, joins, and everything that is wrong with
// them.
#include "client/joining.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/inviting.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/invitation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using trust::v1::Entry;

class JoiningTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_EQ(Klad(founder_, {"safe", "create", "ads"}).code, ExitCode::kOk);
  }

  std::string Invite(std::vector<std::string> more = {"--role", "head"},
                     const std::string& login = "anna") {
    more.insert(more.begin(), {"person", "invite", login});
    const auto invited = Klad(founder_, more);
    EXPECT_EQ(invited.code, ExitCode::kOk) << invited.err;
    EXPECT_EQ(std::count(invited.out.begin(), invited.out.end(), '\n'), 1);
    return std::string(absl::StripAsciiWhitespace(invited.out));
  }

  cli::FakeWorld::Ended Join(const std::string& line,
                             const std::string& folder) {
    return Klad(folder, {"join", line});
  }

  static trust::v1::Invitation Parsed(const std::string& line) {
    return *crypto::ParseInvitation(line);
  }

  // A session by the line alone, as its holder has it.
  std::unique_ptr<client::Session> Session(const trust::v1::Invitation& line) {
    trust::v1::Identity about;
    about.set_organisation(line.organisation());
    about.set_member(std::string(16, 'i'));
    about.set_server(line.server());
    about.set_ca(line.ca());
    const auto identity = crypto::InvitationIdentity(
        Secret::Copy(line.secret()), std::move(about));
    auto session =
        client::Session::Connect({.server = line.server(),
                                  .organisation = line.organisation(),
                                  .ca_hash = *crypto::Digest::From(line.ca()),
                                  .ca_der = "",
                                  .certificate_der = line.certificate(),
                                  .key = &identity->tls_key()});
    EXPECT_OK(session.status());
    return *std::move(session);
  }

  v1::Reason Call(client::Session& session, const std::string& method,
                  const google::protobuf::MessageLite& request,
                  google::protobuf::MessageLite* response) {
    return access::ReasonOf(session.Call(method, request, response));
  }

  v1::Reason Replay(client::Session& session) {
    v1::ReplayResponse response;
    return Call(session, "klad.v1.RosterService/Replay", v1::ReplayRequest(),
                &response);
  }

  const crypto::roster::State& Roster() {
    state_ = server_->services().roster().Now().state;
    return *state_;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::shared_ptr<const crypto::roster::State> state_;
};

TEST_F(JoiningTest, NewcomerIsAWorkingMemberWithNoFurtherStep) {
  const std::string folder = server_->NewFolder();
  const auto joined = Join(Invite(), folder);
  ASSERT_EQ(joined.code, ExitCode::kOk) << joined.err;
  EXPECT_THAT(joined.out, HasSubstr("head"));
  // The role manages the safe: its key opens at once.
  EXPECT_THAT(Klad(folder, {"safe", "list"}).out, HasSubstr("ads"));
  EXPECT_EQ(
      Klad(folder, {"credential", "new", "ads/vk", "--user", "a@b.c"}).code,
      ExitCode::kOk);
  EXPECT_THAT(Klad(founder_, {"list", "ads"}).out, HasSubstr("vk"));
}

TEST_F(JoiningTest, LineIsOneLineOfAHandySize) {
  const std::string line = Invite();
  EXPECT_LT(line.size(), 900u);
  EXPECT_TRUE(absl::StartsWith(line, "klad1-join."));
}

TEST_F(JoiningTest, JoinAndPersonShowPrintTheSameWords) {
  const std::string folder = server_->NewFolder();
  const auto joined = Klad(folder, {"join", Invite(), "-o", "json"});
  const auto shown = Klad(founder_, {"person", "show", "anna", "-o", "json"});
  const auto words = [](const std::string& json) {
    const std::vector<std::string> quoted = absl::StrSplit(json, '"');
    const auto key = std::find(quoted.begin(), quoted.end(), "words");
    return key == quoted.end() ? std::string() : *(key + 2);
  };
  EXPECT_EQ(words(joined.out), words(shown.out));
  EXPECT_EQ(
      std::vector<std::string>(absl::StrSplit(words(joined.out), ' ')).size(),
      8u);
}

TEST_F(JoiningTest, SecondJoinWithAUsedLineIsAnAlarm) {
  const std::string line = Invite();
  ASSERT_EQ(Join(line, server_->NewFolder()).code, ExitCode::kOk);
  const std::string late = server_->NewFolder();
  const auto refused = Join(line, late);
  EXPECT_EQ(refused.code, ExitCode::kConflict);
  EXPECT_THAT(refused.err, HasSubstr("that is an alarm"));
  ASSERT_OK_AND_ASSIGN(const auto state, client::State::Open(late));
  EXPECT_THAT(*state->List(), IsEmpty());
}

TEST_F(JoiningTest, UsedLineOpensNothingButItsMembersCertificate) {
  const std::string line = Invite();
  const auto session = Session(Parsed(line));
  EXPECT_EQ(Replay(*session), v1::REASON_UNSPECIFIED);
  ASSERT_EQ(Join(line, server_->NewFolder()).code, ExitCode::kOk);
  EXPECT_EQ(Replay(*session), v1::REASON_INVITATION_USED);
  v1::EnvelopesResponse envelopes;
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Envelopes",
                 v1::EnvelopesRequest(), &envelopes),
            v1::REASON_INVITATION_USED);
  v1::RenewRequest renew;
  renew.set_member(Roster().FindByLogin("founder")->id);
  v1::RenewResponse renewed;
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Renew", renew, &renewed),
            v1::REASON_NOT_A_MEMBER);
  renew.set_member(Roster().FindByLogin("anna")->id);
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Renew", renew, &renewed),
            v1::REASON_UNSPECIFIED);
}

TEST_F(JoiningTest, OpenLineOpensNoMethodOfMembers) {
  const auto session = Session(Parsed(Invite()));
  v1::AppendResponse appended;
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Append", v1::AppendRequest(),
                 &appended),
            v1::REASON_PERMISSION);
  v1::AppendRequest other;
  Entry entry;
  entry.mutable_suspended()->set_member(std::string(16, 'm'));
  other.mutable_entry()->set_body(entry.SerializeAsString());
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Join", other, &appended),
            v1::REASON_BAD_FIELD);
  entry.mutable_joined()->set_invitation(std::string(16, 'i'));
  other.mutable_entry()->set_body(entry.SerializeAsString());
  other.mutable_entry()->set_author(std::string(16, 'i'));
  EXPECT_EQ(Call(*session, "klad.v1.RosterService/Join", other, &appended),
            v1::REASON_PERMISSION);
}

TEST_F(JoiningTest, EnvelopesOfAUsedInvitationAreGone) {
  const std::string line = Invite();
  const auto count = [&] {
    const auto& role = *Roster().FindRole("head");
    v1::EnvelopesRequest::Wanted wanted;
    wanted.mutable_key()->set_role("head");
    wanted.set_epoch(role.epoch().number);
    const access::Caller founder = {access::Caller::Kind::kMember,
                                    Roster().FindByLogin("founder")->id, ""};
    const auto record = server_->services().roster().Envelopes(founder, wanted);
    int invitations = 0;
    for (const auto& envelope : record->envelopes()) {
      if (!envelope.recipient().invitation().empty()) ++invitations;
    }
    return invitations;
  };
  EXPECT_EQ(count(), 1);
  ASSERT_EQ(Join(line, server_->NewFolder()).code, ExitCode::kOk);
  EXPECT_EQ(count(), 0);
}

TEST_F(JoiningTest, WithdrawnLineIsRefusedAtOnce) {
  const std::string line = Invite();
  const auto session = Session(Parsed(line));
  ASSERT_EQ(Klad(founder_, {"person", "withdraw", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(Replay(*session), v1::REASON_INVITATION_WITHDRAWN);
  const auto refused = Join(line, server_->NewFolder());
  EXPECT_EQ(refused.code, ExitCode::kDenied);
  EXPECT_THAT(refused.err, HasSubstr("was withdrawn"));
  // Invited anew, the first line is still the withdrawn one.
  const std::string next = Invite();
  EXPECT_THAT(Join(line, server_->NewFolder()).err, HasSubstr("withdrawn"));
  EXPECT_EQ(Join(next, server_->NewFolder()).code, ExitCode::kOk);
}

TEST_F(JoiningTest, LineEndsWithItsAuthorsRights) {
  ASSERT_OK_AND_ASSIGN(const std::string boris, server_->Join("boris", {"pr"}));
  ASSERT_EQ(Klad(founder_, {"role", "give", "owner", "boris"}).code,
            ExitCode::kOk);
  const auto invited =
      Klad(boris, {"person", "invite", "anna", "--role", "pr"});
  ASSERT_EQ(invited.code, ExitCode::kOk) << invited.err;
  ASSERT_EQ(Klad(founder_, {"role", "take", "owner", "boris"}).code,
            ExitCode::kOk);
  const auto refused =
      Join(std::string(absl::StripAsciiWhitespace(invited.out)),
           server_->NewFolder());
  EXPECT_EQ(refused.code, ExitCode::kDenied);
  EXPECT_THAT(refused.err, HasSubstr("is no owner any more"));
}

TEST_F(JoiningTest, TamperedLineIsRefused) {
  trust::v1::Invitation line = Parsed(Invite());
  const auto refused = [&](const trust::v1::Invitation& tampered) {
    const std::string folder = server_->NewFolder();
    const auto ended = Join(crypto::FormatInvitation(tampered), folder);
    EXPECT_EQ(ended.code, ExitCode::kIntegrity) << ended.err;
    const auto state = client::State::Open(folder);
    EXPECT_THAT(*(*state)->List(), IsEmpty());
  };
  trust::v1::Invitation tampered = line;
  tampered.mutable_entry()->set_link(std::string(32, 'x'));
  refused(tampered);
  tampered = line;
  tampered.mutable_entry()->set_sequence(line.entry().sequence() + 1);
  refused(tampered);
  tampered = line;
  tampered.set_secret(std::string(16, 'x'));
  refused(tampered);
  tampered = line;
  tampered.set_ca(std::string(32, 'x'));
  refused(tampered);
  std::string cut = crypto::FormatInvitation(line);
  cut.pop_back();
  EXPECT_EQ(Join(cut, server_->NewFolder()).code, ExitCode::kUsage);
}

TEST_F(JoiningTest, CertificateNeverLivesPastTheInvitation) {
  const auto line = Parsed(Invite({"--role", "pr", "--days", "1"}));
  ASSERT_OK_AND_ASSIGN(const auto facts,
                       crypto::ReadCertificate(line.certificate()));
  const auto* invitation = Roster().FindInvitation(facts.subject.id);
  ASSERT_NE(invitation, nullptr);
  EXPECT_LE(facts.until_ms, invitation->term.until_ms);
  EXPECT_GT(facts.until_ms, invitation->term.until_ms - 2000);
}

// The answer is lost behind the server's commit.
TEST_F(JoiningTest, LostAnswerIsAskedForAgain) {
  const std::string line = Invite();
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    return call.method == "klad.v1.RosterService/Join"
               ? absl::UnavailableError("lost")
               : absl::OkStatus();
  });
  const auto joined = Join(line, server_->NewFolder());
  EXPECT_EQ(joined.code, ExitCode::kOk) << joined.err;
}

// The entry stands, and with it the line: it is sent once more, and stands
// once.
TEST_F(JoiningTest, LostAnswerToAnInvitationLosesNoLine) {
  std::atomic<int> asked = 0;
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    return call.method == "klad.v1.RosterService/Append" && asked++ == 0
               ? absl::UnavailableError("lost")
               : absl::OkStatus();
  });
  const uint64_t before =
      server_->services().roster().Now().state->head().sequence;
  const std::string line = Invite();
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(server_->services().roster().Now().state->head().sequence,
            before + 1);
  server_->SetTap(nullptr);
  const std::string folder = server_->NewFolder();
  const auto joined = Join(line, folder);
  EXPECT_EQ(joined.code, ExitCode::kOk) << joined.err;
  EXPECT_THAT(Klad(folder, {"safe", "list"}).out, HasSubstr("ads"));
}

TEST_F(JoiningTest, EntryThatNeverArrivedIsSentOnceMore) {
  std::atomic<int> asked = 0;
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    return call.method == "klad.v1.RosterService/Append" && asked++ == 0
               ? absl::UnavailableError("never arrived")
               : real(call, response);
  });
  const std::string line = Invite();
  EXPECT_EQ(asked, 2);
  server_->SetTap(nullptr);
  EXPECT_EQ(Join(line, server_->NewFolder()).code, ExitCode::kOk);
}

// And the network with it.
TEST_F(JoiningTest, LostAnswerIsTakenUpByTheSameLine) {
  const std::string line = Invite();
  auto lost_all = std::make_shared<std::atomic<bool>>(false);
  server_->SetTap([lost_all](const rpc::Call& call, const auto& real,
                             std::string* response) -> absl::Status {
    if (*lost_all) return absl::UnavailableError("no network");
    RETURN_IF_ERROR(real(call, response));
    if (call.method != "klad.v1.RosterService/Join") return absl::OkStatus();
    *lost_all = true;
    return absl::UnavailableError("lost");
  });
  const std::string folder = server_->NewFolder();
  const auto lost = Join(line, folder);
  EXPECT_EQ(lost.code, ExitCode::kUnavailable) << lost.err;
  EXPECT_THAT(lost.err, HasSubstr("again with the same line"));
  server_->SetTap(nullptr);
  const auto joined = Join(line, folder);
  EXPECT_EQ(joined.code, ExitCode::kOk) << joined.err;
  EXPECT_THAT(Klad(folder, {"safe", "list"}).out, HasSubstr("ads"));
}

// The identity is written, the entry never arrives.
TEST_F(JoiningTest, IdentityThatWasNotSentIsTakenUp) {
  const std::string line = Invite();
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method == "klad.v1.RosterService/Join") {
      return absl::UnavailableError("never arrived");
    }
    return real(call, response);
  });
  const std::string folder = server_->NewFolder();
  EXPECT_EQ(Join(line, folder).code, ExitCode::kUnavailable);
  ASSERT_OK_AND_ASSIGN(const auto state, client::State::Open(folder));
  ASSERT_OK_AND_ASSIGN(const std::string before, state->Read("identity"));
  server_->SetTap(nullptr);
  ASSERT_EQ(Join(line, folder).code, ExitCode::kOk);
  EXPECT_EQ(*state->Read("identity"), before);
}

TEST_F(JoiningTest, FolderOfAMemberIsNotTaken) {
  const auto refused = Join(Invite(), founder_);
  EXPECT_EQ(refused.code, ExitCode::kConflict);
  EXPECT_THAT(refused.err, HasSubstr("identity in"));
}

TEST_F(JoiningTest, SixteenAtOnceHaveOneWinner) {
  const std::string line = Invite();
  constexpr int kAll = 16;
  std::vector<std::string> folders;
  for (int i = 0; i < kAll; ++i) folders.push_back(server_->NewFolder());
  std::vector<cli::FakeWorld::Ended> ended(kAll);
  std::vector<std::thread> threads;
  for (int i = 0; i < kAll; ++i) {
    threads.emplace_back([&, i] { ended[i] = Join(line, folders[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  int won = 0;
  for (int i = 0; i < kAll; ++i) {
    if (ended[i].code == ExitCode::kOk) {
      ++won;
      EXPECT_THAT(Klad(folders[i], {"safe", "list"}).out, HasSubstr("ads"));
      continue;
    }
    EXPECT_EQ(ended[i].code, ExitCode::kConflict) << ended[i].err;
    EXPECT_THAT(ended[i].err, HasSubstr("alarm"));
  }
  EXPECT_EQ(won, 1);
}

TEST_F(JoiningTest, LoginIsGivenOnce) {
  Invite();
  const auto again = Klad(founder_, {"person", "invite", "anna"});
  EXPECT_EQ(again.code, ExitCode::kConflict);
  EXPECT_THAT(again.err, HasSubstr("invited already"));
  EXPECT_EQ(Klad(founder_, {"person", "invite", "founder"}).code,
            ExitCode::kConflict);
  EXPECT_EQ(Klad(founder_, {"person", "invite", "анна"}).code,
            ExitCode::kUsage);
}

TEST_F(JoiningTest, ContractorNeedsAnEnd) {
  const auto refused =
      Klad(founder_, {"person", "invite", "anna", "--role", "contractor"});
  EXPECT_EQ(refused.code, ExitCode::kUsage);
  EXPECT_THAT(refused.err, HasSubstr("--until"));
  const std::string folder = server_->NewFolder();
  ASSERT_EQ(
      Join(Invite({"--role", "contractor", "--until", "14d"}), folder).code,
      ExitCode::kOk);
  EXPECT_NE(
      Roster().FindByLogin("anna")->roles.at("contractor").back().until_ms, 0);
}

TEST_F(JoiningTest, OnlyOwnersInvite) {
  ASSERT_OK_AND_ASSIGN(const std::string boris,
                       server_->Join("boris", {"head"}));
  const auto refused = Klad(boris, {"person", "invite", "anna"});
  EXPECT_EQ(refused.code, ExitCode::kDenied);
}

TEST_F(JoiningTest, ReplacedMemberComesBackAndTheThiefDoesNot) {
  const std::string folder = server_->NewFolder();
  ASSERT_EQ(Join(Invite(), folder).code, ExitCode::kOk);
  ASSERT_EQ(Klad(folder, {"safe", "list"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient thief, OpenClient(folder));
  ASSERT_OK(thief.account->CatchUp());  // its connection is open now
  const auto replaced = Klad(founder_, {"person", "replace", "anna", "--yes"});
  ASSERT_EQ(replaced.code, ExitCode::kOk) << replaced.err;
  EXPECT_THAT(replaced.err, HasSubstr("renewed 2 keys"));
  EXPECT_EQ(client::ExitCodeOf(thief.account->CatchUp()), ExitCode::kLocked);
  EXPECT_EQ(Klad(folder, {"safe", "list"}).code, ExitCode::kLocked);
  const std::string again = server_->NewFolder();
  const auto joined =
      Join(std::string(absl::StripAsciiWhitespace(replaced.out)), again);
  ASSERT_EQ(joined.code, ExitCode::kOk) << joined.err;
  EXPECT_THAT(Klad(again, {"safe", "list"}).out, HasSubstr("ads"));
  EXPECT_EQ(client::ExitCodeOf(thief.account->CatchUp()), ExitCode::kLocked);
  EXPECT_EQ(Roster().FindByLogin("anna")->identity()->incarnation, 2u);
  EXPECT_TRUE(Roster().Due(Roster().newest_ms()).empty());
}

TEST_F(JoiningTest, ReplacementThatWasInterruptedGoesOn) {
  ASSERT_EQ(Join(Invite(), server_->NewFolder()).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient owner, OpenClient(founder_));
  ASSERT_OK(owner.account->CatchUp());
  Entry lost;
  lost.mutable_lost()->set_member(
      owner.account->roster().FindByLogin("anna")->id);
  lost.mutable_lost()->set_since_ms(owner.account->NowMs());
  ASSERT_OK(owner.Write(lost));
  const auto replaced = Klad(founder_, {"person", "replace", "anna"});
  ASSERT_EQ(replaced.code, ExitCode::kOk) << replaced.err;
  const std::string folder = server_->NewFolder();
  ASSERT_EQ(
      Join(std::string(absl::StripAsciiWhitespace(replaced.out)), folder).code,
      ExitCode::kOk);
  EXPECT_THAT(client::RolesOf(Roster(), *Roster().FindByLogin("anna"),
                              Roster().newest_ms()),
              ElementsAre("head"));
}

TEST_F(JoiningTest, NobodyReplacesThemselves) {
  EXPECT_EQ(Klad(founder_, {"person", "replace", "founder", "--yes"}).code,
            ExitCode::kDenied);
}

}  // namespace
}  // namespace klad::testing
