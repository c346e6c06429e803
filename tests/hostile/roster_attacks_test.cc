// Rosters that were rolled back, cut or forged.
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "crypto/identity.h"
#include "crypto/roster/signing.h"
#include "klad/v1/roster.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using crypto::roster::SignEntry;
using trust::v1::Entry;

class RosterAttack : public HostileTest {
 protected:
  // Asks for what is new.
  static Step CatchUp() {
    return [](TestClient& client) { return client.account->CatchUp(); };
  }

  void Add(const trust::v1::Signed& entry) {
    Liar(server_.get()).AddEntry(entry);
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

// With a member's help: by it, everybody's time would be over.
TEST_F(RosterAttack, EntryDated2099) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  Entry entry;
  entry.set_time_ms(absl::ToUnixMillis(
      absl::FromCivil(absl::CivilDay(2099, 1, 1), absl::UTCTimeZone())));
  entry.mutable_policy_set()->set_word("rotation.days.high");
  entry.mutable_policy_set()->set_value(5);
  const trust::v1::Signed made =
      SignEntry(founder.account->roster().slot(), founder.account->member(),
                founder.account->identity().signing_key(), entry);
  Add(made);
  ExpectAlarm(folder_, CatchUp(), "an entry of the roster is dated 2099-01-0");
  // Behind it one of today, at which the log would end.
  Edit<v1::ReplayResponse>(kReplay, [made](auto& answer) {
    v1::News* news = answer.mutable_news();
    *news->add_roster() = made;
    *news->add_roster() = trust::v1::Signed();
    news->set_roster_sequence(news->roster_sequence() + 2);
  });
  ExpectAlarm(folder_, CatchUp(), "an entry of the roster is dated 2099-01-0");
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

// A plain member and the server together.
TEST_F(RosterAttack, EveryEscalationOfTheAuthorityTable) {
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK(Command(folder_, CatchUp()));
  ASSERT_OK(Command(folder, CatchUp()));
  ASSERT_OK_AND_ASSIGN(const TestClient anna, OpenClient(folder));
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  trust::v1::Identity about = anna.account->identity().about();
  about.set_member(NewCredentialId());
  ASSERT_OK_AND_ASSIGN(const crypto::Identity other,
                       crypto::Identity::Create(about));
  const auto rows = Escalations(anna, founder.account->member(), safe_, other);
  EXPECT_EQ(rows.size(), 30u);
  for (const Escalation& row : rows) {
    SCOPED_TRACE(row.name);
    Add(SignBy(anna, row.entry, row.countersigned ? &other : nullptr));
    const absl::Status status = Command(folder_, CatchUp());
    // By the table, not for its form.
    EXPECT_THAT(client::DetailOf(status),
                ::testing::HasSubstr("PERMISSION_DENIED"));
    ExpectAlarm(folder_, CatchUp(), "of the roster is not valid");
  }
}

}  // namespace
}  // namespace klad::testing
