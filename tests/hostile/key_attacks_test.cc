// Keys and ledger heads that are not those that the roster names.
#include "crypto/vault/exposure.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/roster.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

class KeyAttack : public HostileTest {
 protected:
  using EditEnvelopes = std::function<void(trust::v1::EpochEnvelopes*)>;

  void EditAll(const EditEnvelopes& edit) {
    Edit<v1::EnvelopesResponse>(kEnvelopes, [edit](auto& answer) {
      for (auto& epoch : *answer.mutable_envelopes()) edit(&epoch);
    });
  }

  // Signs another head with the server's real audit key.
  trust::v1::LedgerHead Head(uint64_t sequence, char link) {
    trust::v1::LedgerHead head;
    head.mutable_position()->set_sequence(sequence);
    head.mutable_position()->set_link(std::string(32, link));
    head.set_signature(server_->data().keys->Sign(head.position()));
    return head;
  }

  uint64_t KnownLedger() {
    const auto client = OpenClient(folder_);
    CHECK_THAT(client.ok());
    return client->account->Known().ledger().sequence();
  }

  void ShowHead(const trust::v1::LedgerHead& head) {
    Edit<v1::RevealResponse>(kReveal, [head](auto& answer) {
      *answer.mutable_news()->mutable_ledger() = head;
    });
  }
};

TEST_F(KeyAttack, EnvelopeDamaged) {
  EditAll([](auto* epoch) {
    for (auto& each : *epoch->mutable_envelopes()) {
      each.mutable_sealed()->back() ^= 1;
    }
  });
  ExpectAlarm(fresh_, List(), "not the one that the roster names");
}

// The founder and the kit each have one: the kit's under the founder's name.
TEST_F(KeyAttack, EnvelopeOfAnotherRecipient) {
  EditAll([](auto* epoch) {
    if (epoch->envelopes_size() < 2) return;
    epoch->mutable_envelopes(0)->mutable_sealed()->swap(
        *epoch->mutable_envelopes(1)->mutable_sealed());
  });
  ExpectAlarm(fresh_, List(), "not the one that the roster names");
}

TEST_F(KeyAttack, EnvelopeOfAnotherKey) {
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return client.vault->CreateSafe("mail");
  }));
  std::string first;
  EditAll([&first](auto* epoch) {
    if (!epoch->key().has_safe()) return;
    if (first.empty()) first = epoch->envelopes(0).sealed();
    epoch->mutable_envelopes(0)->set_sealed(first);
  });
  ExpectAlarm(fresh_, List(), "not the one that the roster names");
}

TEST_F(KeyAttack, EnvelopeWithheld) {
  EditAll([](auto* epoch) { epoch->clear_envelopes(); });
  ExpectAlarm(fresh_, List(), "does not give a key that the roster promises");
}

TEST_F(KeyAttack, NoEnvelopesAtAll) {
  Edit<v1::EnvelopesResponse>(kEnvelopes,
                              [](auto& answer) { answer.clear_envelopes(); });
  ExpectAlarm(fresh_, List(), "another shape");
}

TEST_F(KeyAttack, LedgerHeadLowerThanBefore) {
  ShowHead(Head(KnownLedger() - 1, 'l'));
  ExpectAlarm(folder_, Get("bank"), "an older or another ledger");
}

TEST_F(KeyAttack, LedgerWithAnotherPast) {
  ShowHead(Head(KnownLedger(), 'x'));
  ExpectAlarm(folder_, Get("bank"), "an older or another ledger");
}

TEST_F(KeyAttack, LedgerHeadByAnotherKey) {
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  const trust::v1::LedgerHead real = Head(KnownLedger() + 5, 'l');
  ShowHead(crypto::vault::SignLedgerHead(
      founder.account->organisation(),
      founder.account->identity().signing_key(), real.position()));
  ExpectAlarm(folder_, Get("bank"), "the head of the ledger is not signed");
}

TEST_F(KeyAttack, LedgerHeadWithheld) {
  ShowHead({});
  ExpectAlarm(folder_, Get("bank"), "the head of the ledger is not signed");
}

}  // namespace
}  // namespace klad::testing
