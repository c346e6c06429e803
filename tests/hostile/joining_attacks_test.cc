// What a lying server does to newcomers, and with people's names.
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/display_names.h"
#include "client/fake_keyring.h"
#include "client/inviting.h"
#include "client/joining.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/invitation.h"
#include "crypto/names.h"
#include "crypto/roster/display_name.h"
#include "crypto/roster/signing.h"
#include "klad/v1/person.pb.h"
#include "klad/v1/roster.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using crypto::Identity;
using crypto::roster::SignEntry;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using trust::v1::Entry;

constexpr char kJoin[] = "klad.v1.RosterService/Join";
constexpr char kRenew[] = "klad.v1.RosterService/Renew";
constexpr char kNames[] = "klad.v1.PersonService/Names";

class JoiningAttack : public HostileTest {
 protected:
  void SetUp() override {
    HostileTest::SetUp();
    ASSERT_OK(Command(folder_, [this](TestClient& client) {
      client::InvitationPlan plan = {.login = "vera",
                                     .name_hash = std::string(32, 'n'),
                                     .roles = {{"head", 0}},
                                     .lasts_ms = client::kDayMs / 24};
      auto line = client::Invite(client.vault.get(), plan);
      if (line.ok()) line_ = *line;
      return line.status();
    }));
  }

  absl::Status Join(const std::string& folder) {
    ASSIGN_OR_RETURN(const auto state, client::State::Open(folder));
    client::FakeKeyring keyring;
    client::JoiningPlan plan;
    plan.parts.state = state.get();
    plan.parts.keyring = &keyring;
    plan.parts.now = absl::Now;
    plan.line = line_;
    plan.new_passphrase = [] { return Secret::Copy(kPassphrase); };
    plan.passphrase = plan.new_passphrase;
    return client::Join(plan).status();
  }

  Identity InvitationKeys() {
    const auto facts = crypto::ReadCertificate(line_.certificate());
    trust::v1::Identity about;
    about.set_organisation(line_.organisation());
    about.set_member(facts->subject.id);
    about.set_server(line_.server());
    about.set_ca(line_.ca());
    return *crypto::InvitationIdentity(Secret::Copy(line_.secret()), about);
  }

  // `joined` by the line's key on the founder's head, with these keys in it.
  trust::v1::Signed Joined(const trust::v1::PublicKeys& keys, int64_t time_ms,
                           const crypto::SigningKey* countersigner) {
    const Identity invitation = InvitationKeys();
    TestClient founder = *OpenClient(folder_);
    EXPECT_OK(founder.account->CatchUp());
    Entry entry;
    entry.set_time_ms(time_ms == 0 ? founder.account->NowMs() : time_ms);
    entry.mutable_joined()->set_invitation(invitation.about().member());
    *entry.mutable_joined()->mutable_keys() = keys;
    return SignEntry(founder.account->roster().slot(),
                     invitation.about().member(), invitation.signing_key(),
                     entry, countersigner);
  }

  trust::v1::Invitation line_;
};

// The server, or whoever read the line, puts a stranger's keys in.
TEST_F(JoiningAttack, JoinWithSomebodyElsesPublicKey) {
  const Identity invitation = InvitationKeys();
  ASSERT_OK_AND_ASSIGN(const Identity victim,
                       Identity::Create(invitation.about()));
  ASSERT_OK_AND_ASSIGN(const Identity thief,
                       Identity::Create(invitation.about()));
  Liar(server_.get())
      .AddEntry(Joined(victim.PublicKeys(), 0, &thief.signing_key()));
  ExpectAlarm(
      folder_, [](TestClient& client) { return client.account->CatchUp(); },
      "of the roster is not valid");
}

TEST_F(JoiningAttack, JoinWithTheFoundersKeys) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  const Identity& keys = founder.account->identity();
  Liar(server_.get())
      .AddEntry(Joined(keys.PublicKeys(), 0, &keys.signing_key()));
  ExpectAlarm(
      folder_, [](TestClient& client) { return client.account->CatchUp(); },
      "of the roster is not valid");
}

// Beyond the invitation's own end: valid for nobody, whatever the server says.
TEST_F(JoiningAttack, JoinedBehindTheInvitationsEnd) {
  const Identity invitation = InvitationKeys();
  ASSERT_OK_AND_ASSIGN(const Identity newcomer,
                       Identity::Create(invitation.about()));
  const int64_t late_ms = absl::ToUnixMillis(absl::Now() + absl::Hours(2));
  const trust::v1::Signed made =
      Joined(newcomer.PublicKeys(), late_ms, &newcomer.signing_key());
  Liar(server_.get()).AddEntry(made);
  ExpectAlarm(
      folder_, [](TestClient& client) { return client.account->CatchUp(); },
      "of the roster is not valid");
}

// An honest server would have told it so.
TEST_F(JoiningAttack, JoinByTheInvitationOfADismissedInviter) {
  ASSERT_OK_AND_ASSIGN(const std::string boris, server_->Join("boris", {"pr"}));
  const auto change_owner = [this](bool give) {
    return Command(folder_, [give](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.account->CatchUp());
      const std::string id = client.account->roster().FindByLogin("boris")->id;
      Entry entry;
      if (give) {
        entry.mutable_role_given()->set_member(id);
        entry.mutable_role_given()->mutable_role()->set_role("owner");
      } else {
        entry.mutable_role_taken()->set_member(id);
        entry.mutable_role_taken()->set_role("owner");
      }
      return client.Write(entry);
    });
  };
  ASSERT_OK(change_owner(true));
  ASSERT_OK(Command(boris, [this](TestClient& client) -> absl::Status {
    RETURN_IF_ERROR(client.account->CatchUp());
    ASSIGN_OR_RETURN(line_, client::Invite(client.vault.get(),
                                           {.login = "gleb",
                                            .name_hash = std::string(32, 'n'),
                                            .roles = {{"pr", 0}},
                                            .lasts_ms = client::kDayMs}));
    return absl::OkStatus();
  }));
  ASSERT_OK(change_owner(false));
  ASSERT_OK_AND_ASSIGN(const Identity newcomer,
                       Identity::Create(InvitationKeys().about()));
  Liar(server_.get())
      .AddEntry(Joined(newcomer.PublicKeys(), 0, &newcomer.signing_key()));
  ExpectAlarm(
      folder_, [](TestClient& client) { return client.account->CatchUp(); },
      "of the roster is not valid");
}

TEST_F(JoiningAttack, AnotherPastIsShownToTheNewcomer) {
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    if (call.method != kReplay) return absl::OkStatus();
    v1::ReplayResponse answer;
    CHECK_THAT(answer.ParseFromString(*response));
    auto* roster = answer.mutable_news()->mutable_roster();
    roster->RemoveLast();
    answer.mutable_news()->set_roster_sequence(roster->size());
    *response = answer.SerializeAsString();
    return absl::OkStatus();
  });
  const std::string folder = server_->NewFolder();
  const absl::Status refused = Join(folder);
  EXPECT_EQ(client::ExitCodeOf(refused), ExitCode::kIntegrity);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("tampered"));
  ASSERT_OK_AND_ASSIGN(const auto state, client::State::Open(folder));
  EXPECT_THAT(*state->List(), IsEmpty());
}

TEST_F(JoiningAttack, RoleKeyOfTheServersOwnIsNotPassedOn) {
  Edit<v1::EnvelopesResponse>(kEnvelopes, [](auto& answer) {
    for (auto& epoch : *answer.mutable_envelopes()) {
      for (auto& envelope : *epoch.mutable_envelopes()) {
        std::string sealed = envelope.sealed();
        sealed.back() ^= 1;
        envelope.set_sealed(sealed);
      }
    }
  });
  EXPECT_EQ(client::ExitCodeOf(Join(server_->NewFolder())),
            ExitCode::kIntegrity);
  server_->SetTap(nullptr);
  EXPECT_OK(Join(server_->NewFolder()));
}

// It takes no entry, and says it has: the roster knows the newcomer not.
TEST_F(JoiningAttack, JoinIsAcknowledgedAndNotDone) {
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method == kJoin) {
      response->clear();
      return absl::OkStatus();
    }
    return real(call, response);
  });
  EXPECT_FALSE(Join(server_->NewFolder()).ok());
}

TEST_F(JoiningAttack, CertificateForOtherKeys) {
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(folder_));
  v1::RenewRequest request;
  request.set_member(founder.account->member());
  v1::RenewResponse mine;
  ASSERT_OK(founder.account->Call(kRenew, request, &mine));
  Edit<v1::AppendResponse>(
      kJoin, [&](auto& answer) { answer.set_certificate(mine.certificate()); });
  const std::string folder = server_->NewFolder();
  EXPECT_EQ(client::ExitCodeOf(Join(folder)), ExitCode::kIntegrity);
  // The entry stands, and an honest server gives what belongs to it.
  server_->SetTap(nullptr);
  EXPECT_OK(Join(folder));
}

class NameAttack : public HostileTest {
 protected:
  void SetUp() override {
    HostileTest::SetUp();
    ASSERT_OK(server_->Join("anna", {"pr"}).status());
    ASSERT_OK(server_->Join("boris", {"pr"}).status());
    ASSERT_OK(Command(folder_, [](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.account->CatchUp());
      for (const std::string login : {"anna", "boris"}) {
        const auto& roster = client.account->roster();
        const std::string id = roster.FindByLogin(login)->id;
        RETURN_IF_ERROR(client::SetName(
            client.account.get(), id,
            crypto::roster::SignDisplayName(
                roster, id, client.account->member(),
                client.account->identity().signing_key(), "The " + login)));
      }
      return absl::OkStatus();
    }));
  }

  static Step ReadNames() {
    return [](TestClient& client) {
      const auto& roster = client.account->roster();
      return client::FetchNames(client.account.get(),
                                {roster.FindByLogin("anna")->id,
                                 roster.FindByLogin("boris")->id})
          .status();
    };
  }
};

TEST_F(NameAttack, SwappedNames) {
  Edit<v1::NamesResponse>(kNames, [](auto& answer) {
    ASSERT_EQ(answer.names_size(), 2);
    answer.mutable_names(0)->mutable_name()->Swap(
        answer.mutable_names(1)->mutable_name());
  });
  ExpectAlarm(folder_, ReadNames(), "that nobody vouches for");
}

TEST_F(NameAttack, InventedName) {
  Edit<v1::NamesResponse>(kNames, [](auto& answer) {
    auto* name = answer.mutable_names(0)->mutable_name();
    name->clear_statement();
    name->set_name("The thief");
    name->set_salt(std::string(crypto::kNameSaltSize, 's'));
  });
  ExpectAlarm(folder_, ReadNames(), "that nobody vouches for");
}

TEST_F(NameAttack, NameOfNobody) {
  Edit<v1::NamesResponse>(kNames, [](auto& answer) {
    answer.mutable_names(0)->set_member(std::string(16, 'x'));
  });
  ExpectAlarm(folder_, ReadNames(), "that nobody vouches for");
}

}  // namespace
}  // namespace klad::testing
