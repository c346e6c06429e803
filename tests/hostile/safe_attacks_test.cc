// Safes that were rolled back, cut, forked or forged.
#include "crypto/vault/change.h"
#include "klad/v1/credential.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

class SafeAttack : public HostileTest {
 protected:
  trust::v1::Signed StoredChange(uint64_t sequence) {
    return Liar(server_.get()).StoredChange(safe_, sequence);
  }

  v1::ChangeRequest Withhold(const std::string& folder, const Step& step) {
    return Liar(server_.get()).Withhold([&] { return Command(folder, step); });
  }

  static Step NewCredential(std::string title) {
    return [title](TestClient& client) {
      return Create(client, "ads", title, "word");
    };
  }

  void Add(const trust::v1::Signed& change,
           const google::protobuf::RepeatedPtrField<std::string>& parts = {}) {
    Liar(server_.get()).AddChange(change, parts);
  }
};

TEST_F(SafeAttack, RolledBack) {
  Edit<v1::FollowResponse>(
      kFollow, [](auto& answer) { answer.mutable_safe()->set_sequence(2); });
  ExpectAlarm(folder_, List(), "an older state of a safe");
}

TEST_F(SafeAttack, RolledBackInTheAnswerOfAReveal) {
  Edit<v1::RevealResponse>(
      kReveal, [](auto& answer) { answer.mutable_safe()->set_sequence(2); });
  ExpectAlarm(folder_, Get("bank"), "an older state of a safe");
}

TEST_F(SafeAttack, FirstChangeDropped) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    auto* changes = answer.mutable_safe()->mutable_changes();
    if (!changes->empty()) changes->DeleteSubrange(0, 1);
  });
  ExpectAlarm(fresh_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, MiddleChangeDropped) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    auto* changes = answer.mutable_safe()->mutable_changes();
    if (changes->size() > 2) changes->DeleteSubrange(1, 1);
  });
  ExpectAlarm(fresh_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, NewestChangeNamedAndNotShown) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    auto* changes = answer.mutable_safe()->mutable_changes();
    if (!changes->empty()) changes->RemoveLast();
  });
  ExpectAlarm(fresh_, List(), "names changes of a safe that it does not show");
}

TEST_F(SafeAttack, ChangesInAnotherOrder) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    auto* changes = answer.mutable_safe()->mutable_changes();
    if (changes->size() > 1) changes->SwapElements(0, 1);
  });
  ExpectAlarm(fresh_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, DeletedCredentialResurrectedByItsOldChange) {
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return Delete(client, "ads", "shop");
  }));
  Add(StoredChange(2));
  ExpectAlarm(folder_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, DeletionHidden) {
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return Delete(client, "ads", "shop");
  }));
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    answer.mutable_safe()->clear_changes();
    answer.mutable_safe()->set_sequence(3);
  });
  ExpectAlarm(folder_, List(), "an older state of a safe");
}

TEST_F(SafeAttack, SecondChangeAtOneSequence) {
  const std::string other = server_->CopyOf(folder_);
  const v1::ChangeRequest held = Withhold(other, NewCredential("fork"));
  ASSERT_OK(Command(folder_, NewCredential("trunk")));
  Add(held.change(), held.parts());
  ExpectAlarm(folder_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, ForksJoined) {
  const std::string other = server_->CopyOf(folder_);
  const std::string victim = server_->CopyOf(folder_);
  const v1::ChangeRequest held = Withhold(other, NewCredential("fork"));
  ASSERT_OK(Command(folder_, NewCredential("trunk")));
  ASSERT_OK(Command(folder_, NewCredential("leaf")));
  Edit<v1::FollowResponse>(kFollow, [=](auto& answer) {
    *answer.mutable_safe()->mutable_changes(0) = held.change();
    for (const auto& part : held.parts()) {
      answer.mutable_safe()->add_overviews(part);
    }
  });
  ExpectAlarm(victim, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, SignatureBroken) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    if (answer.safe().changes().empty()) return;
    answer.mutable_safe()->mutable_changes(0)->mutable_signature()->back() ^= 1;
  });
  ExpectAlarm(fresh_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, ChangeByAMemberWithoutAGrant) {
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK(Command(folder_, List()));
  const v1::ChangeRequest held = Withhold(folder_, NewCredential("forged"));
  ASSERT_OK_AND_ASSIGN(const TestClient anna, OpenClient(folder));
  trust::v1::Signed change = held.change();
  change.set_author(anna.account->member());
  change.set_signature(anna.account->identity().signing_key().Sign(
      crypto::vault::ChangeContext({anna.account->organisation(), safe_},
                                   held.previous(), change.author()),
      change.body()));
  Add(change, held.parts());
  ExpectAlarm(folder_, List(), "a change of a safe that fails verification");
}

TEST_F(SafeAttack, FieldOfANewerKlad) {
  const v1::ChangeRequest held = Withhold(folder_, NewCredential("newer"));
  trust::v1::Change body;
  ASSERT_TRUE(body.ParseFromString(held.change().body()));
  body.GetReflection()->MutableUnknownFields(&body)->AddVarint(1000, 1);
  ASSERT_OK_AND_ASSIGN(const TestClient founder, OpenClient(folder_));
  trust::v1::Signed change = held.change();
  change.set_body(body.SerializeAsString());
  change.set_signature(founder.account->identity().signing_key().Sign(
      crypto::vault::ChangeContext({founder.account->organisation(), safe_},
                                   held.previous(), change.author()),
      change.body()));
  Add(change, held.parts());
  ExpectAlarm(folder_, List(), "newer klad");
}

}  // namespace
}  // namespace klad::testing
