// Rosters that were rolled back, cut or forged.
#include "crypto/identity.h"
#include "crypto/roster/signing.h"
#include "klad/v1/roster.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using crypto::roster::SignEntry;
using trust::v1::Entry;

constexpr int64_t kDayMs = 86'400'000;

class RosterAttack : public HostileTest {
 protected:
  // Asks for what is new.
  static Step CatchUp() {
    return [](TestClient& client) { return client.account->CatchUp(); };
  }

  void Add(const trust::v1::Signed& entry) {
    Edit<v1::ReplayResponse>(kReplay, [entry](auto& answer) {
      *answer.mutable_news()->add_roster() = entry;
      answer.mutable_news()->set_roster_sequence(
          answer.news().roster_sequence() + 1);
    });
  }
};

TEST_F(RosterAttack, RolledBack) {
  Edit<v1::ReplayResponse>(kReplay, [](auto& answer) {
    answer.mutable_news()->set_roster_sequence(1);
  });
  ExpectAlarm(folder_, CatchUp(), "an older roster");
}

TEST_F(RosterAttack, RolledBackInTheAnswerOfAReveal) {
  Edit<v1::RevealResponse>(kReveal, [](auto& answer) {
    answer.mutable_news()->set_roster_sequence(1);
  });
  ExpectAlarm(folder_, Get("bank"), "an older roster");
}

TEST_F(RosterAttack, EntryNamedAndNotShown) {
  Edit<v1::ReplayResponse>(
      kReplay, [](auto& answer) { answer.mutable_news()->clear_roster(); });
  ExpectAlarm(fresh_, CatchUp(), "roster entries that it does not show");
}

TEST_F(RosterAttack, EntryDropped) {
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return client.vault->CreateSafe("mail");
  }));
  Edit<v1::ReplayResponse>(kReplay, [](auto& answer) {
    answer.mutable_news()->mutable_roster()->DeleteSubrange(0, 1);
  });
  ExpectAlarm(fresh_, CatchUp(), "of the roster is not valid");
}

TEST_F(RosterAttack, EntryWithoutASignature) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  Entry entry;
  entry.set_time_ms(founder.account->NowMs());
  entry.mutable_safe_retired()->set_safe(safe_);
  trust::v1::Signed made =
      SignEntry(founder.account->roster().slot(), founder.account->member(),
                founder.account->identity().signing_key(), entry);
  made.clear_signature();
  Add(made);
  ExpectAlarm(folder_, CatchUp(), "of the roster is not valid");
}

TEST_F(RosterAttack, EntryInTheFoundersNameByAKeyOfTheServer) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  ASSERT_OK_AND_ASSIGN(
      const crypto::Identity server,
      crypto::Identity::Create(founder.account->identity().about()));
  Entry entry;
  entry.set_time_ms(founder.account->NowMs());
  entry.mutable_safe_retired()->set_safe(safe_);
  Add(SignEntry(founder.account->roster().slot(), founder.account->member(),
                server.signing_key(), entry));
  ExpectAlarm(folder_, CatchUp(), "of the roster is not valid");
}

TEST_F(RosterAttack, EntryMadeForAnotherPlaceInTheLog) {
  ASSERT_OK_AND_ASSIGN(const TestClient before, OpenClient(folder_));
  Entry entry;
  entry.set_time_ms(before.account->NowMs());
  entry.mutable_safe_retired()->set_safe(safe_);
  const trust::v1::Signed made =
      SignEntry(before.account->roster().slot(), before.account->member(),
                before.account->identity().signing_key(), entry);
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return client.vault->CreateSafe("mail");
  }));
  Add(made);
  ExpectAlarm(folder_, CatchUp(), "of the roster is not valid");
}

TEST_F(RosterAttack, FieldOfANewerKlad) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  Entry entry;
  entry.set_time_ms(founder.account->NowMs());
  entry.mutable_safe_retired()->set_safe(safe_);
  entry.GetReflection()->MutableUnknownFields(&entry)->AddVarint(1000, 1);
  Add(SignEntry(founder.account->roster().slot(), founder.account->member(),
                founder.account->identity().signing_key(), entry));
  ExpectAlarm(folder_, CatchUp(), "newer klad");
}

// A plain member and the server together: every row of the authority table
// that would raise or harm somebody.
class Escalation : public RosterAttack {
 protected:
  void SetUp() override {
    RosterAttack::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_OK_AND_ASSIGN(folder_of_anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK(Command(folder_, CatchUp()));
    ASSERT_OK(Command(folder_of_anna_, CatchUp()));
  }

  void ExpectRefused(const std::string& name, Entry entry,
                     const crypto::Identity* countersigner = nullptr) {
    SCOPED_TRACE(name);
    ASSERT_OK_AND_ASSIGN(const TestClient anna, OpenClient(folder_of_anna_));
    entry.set_time_ms(anna.account->NowMs());
    Add(SignEntry(
        anna.account->roster().slot(), anna.account->member(),
        anna.account->identity().signing_key(), entry,
        countersigner == nullptr ? nullptr : &countersigner->signing_key()));
    const absl::Status status = Command(folder_, CatchUp());
    EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kIntegrity);
    // By the table, not for its form.
    EXPECT_THAT(client::DetailOf(status),
                ::testing::HasSubstr("PERMISSION_DENIED"));
    ExpectAlarm(folder_, CatchUp(), "of the roster is not valid");
  }

  std::string folder_of_anna_;
};

TEST_F(Escalation, PeopleAndRoles) {
  ASSERT_OK_AND_ASSIGN(const TestClient anna, OpenClient(folder_of_anna_));
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  const std::string me = anna.account->member();
  const std::string owner = founder.account->member();
  trust::v1::Identity about = anna.account->identity().about();
  about.set_member(NewCredentialId());
  ASSERT_OK_AND_ASSIGN(const crypto::Identity other,
                       crypto::Identity::Create(about));

  Entry entry;
  entry.mutable_role_given()->set_member(me);
  entry.mutable_role_given()->mutable_role()->set_role("owner");
  ExpectRefused("owner for oneself", entry);
  entry.mutable_role_given()->mutable_role()->set_role("head");
  ExpectRefused("head for oneself", entry);
  entry.mutable_role_taken()->set_member(owner);
  entry.mutable_role_taken()->set_role("owner");
  ExpectRefused("owner taken", entry);
  entry.mutable_role_changed()->mutable_definition()->set_role("marketer");
  entry.mutable_role_changed()->mutable_definition()->add_permissions(
      "safe.create");
  ExpectRefused("role widened", entry);
  entry.mutable_role_ended()->set_role("pr");
  ExpectRefused("role ended", entry);
  entry.mutable_suspended()->set_member(owner);
  ExpectRefused("owner suspended", entry);
  entry.mutable_resumed()->set_member(owner);
  ExpectRefused("owner resumed", entry);
  entry.mutable_departed()->set_member(owner);
  entry.mutable_departed()->set_successor(me);
  ExpectRefused("owner departed", entry);
  entry.mutable_lost()->set_member(owner);
  entry.mutable_lost()->set_since_ms(1);
  ExpectRefused("owner lost", entry);
  trust::v1::Invited* invited = entry.mutable_invited();
  invited->set_invitation(about.member());
  invited->set_member(NewCredentialId());
  invited->set_login("mole");
  *invited->mutable_keys() = other.PublicKeys();
  invited->set_name_hash(std::string(32, 'n'));
  invited->add_roles()->set_role("marketer");
  invited->set_until_ms(anna.account->NowMs() + kDayMs);
  ExpectRefused("invited", entry);
  trust::v1::ToolMade* tool = entry.mutable_tool_made();
  tool->set_tool(about.member());
  tool->set_login("bot");
  *tool->mutable_keys() = other.PublicKeys();
  tool->add_permissions("credential.reveal");
  tool->set_until_ms(anna.account->NowMs() + kDayMs);
  ExpectRefused("tool made", entry, &other);
  entry.mutable_kit_added()->set_kit(about.member());
  *entry.mutable_kit_added()->mutable_keys() = other.PublicKeys();
  ExpectRefused("kit added", entry, &other);
}

TEST_F(Escalation, SafesKeysAndTheServer) {
  ASSERT_OK_AND_ASSIGN(const TestClient anna, OpenClient(folder_of_anna_));
  const std::string me = anna.account->member();
  Entry entry;
  entry.mutable_granted()->set_safe(safe_);
  entry.mutable_granted()->mutable_target()->set_member(me);
  for (const auto level : {trust::v1::LEVEL_READ, trust::v1::LEVEL_WRITE,
                           trust::v1::LEVEL_MANAGE}) {
    entry.mutable_granted()->set_level(level);
    ExpectRefused(trust::v1::Level_Name(level), entry);
  }
  entry.mutable_grant_revoked()->set_safe(safe_);
  entry.mutable_grant_revoked()->mutable_target()->set_role("head");
  ExpectRefused("grant revoked", entry);
  entry.mutable_shared()->set_safe(safe_);
  entry.mutable_shared()->set_credential(NewCredentialId());
  entry.mutable_shared()->set_member(me);
  ExpectRefused("shared", entry);
  entry.mutable_safe_retired()->set_safe(safe_);
  ExpectRefused("safe retired", entry);
  entry.mutable_safe_renamed()->set_safe(safe_);
  entry.mutable_safe_renamed()->set_epoch(1);
  entry.mutable_safe_renamed()->set_sealed_name(
      anna.account->roster().FindSafe(safe_)->sealed_name);
  ExpectRefused("safe renamed", entry);
  trust::v1::SafeKey* epoch = entry.mutable_safe_epoch();
  const auto& newest = anna.account->roster().FindSafe(safe_)->epoch();
  epoch->set_safe(safe_);
  epoch->set_epoch(2);
  epoch->set_commitment(newest.commitment);
  epoch->set_previous(std::string(104, 'p'));
  epoch->mutable_head();
  epoch->set_root(std::string(32, '\0'));
  ExpectRefused("epoch of a safe", entry);
  trust::v1::RoleKey* role = entry.mutable_role_epoch();
  role->set_role("owner");
  role->set_epoch(2);
  role->set_box(anna.account->identity().box_key().public_key());
  role->set_previous(std::string(104, 'p'));
  ExpectRefused("epoch of the owners", entry);
  entry.mutable_policy_set()->set_word("unlock.idle.minutes");
  entry.mutable_policy_set()->set_value(1);
  ExpectRefused("policy", entry);
  entry.mutable_server_keys()->set_ca(std::string(32, 'c'));
  entry.mutable_server_keys()->set_audit_key(
      anna.account->identity().signing_key().public_key());
  ExpectRefused("server keys", entry);
  const auto at = anna.account->roster().At(1);
  ASSERT_OK(at);
  entry.mutable_restored()->mutable_roster()->set_sequence(1);
  entry.mutable_restored()->mutable_roster()->set_link(at->link.str());
  ExpectRefused("restored", entry);
}

}  // namespace
}  // namespace klad::testing
