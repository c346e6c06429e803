// A credential that moved, and a server that shows its two ends otherwise.
#include "crypto/vault/change.h"
#include "klad/v1/credential.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

// `bank` is in its fourth version in the safe `smm`.
class MoveAttack : public HostileTest {
 protected:
  void SetUp() override {
    HostileTest::SetUp();
    ASSERT_OK(Command(folder_, [](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.vault->CreateSafe("smm"));
      ASSIGN_OR_RETURN(client::Mirror * ads, OpenSafe(client, "ads"));
      ASSIGN_OR_RETURN(client::Mirror * smm, OpenSafe(client, "smm"));
      ASSIGN_OR_RETURN(const auto found,
                       client.vault->FindCredentials(ads, "bank"));
      const std::string id = found.front()->credential();
      return client.vault->Move(ads, id, smm, [] { return absl::OkStatus(); });
    }));
  }

  static Step HistoryThere() {
    return [](TestClient& client) -> absl::Status {
      ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, "smm"));
      ASSIGN_OR_RETURN(const auto found,
                       client.vault->FindCredentials(mirror, "bank"));
      const std::string id = found.front()->credential();
      return client.vault->History(mirror, id).status();
    };
  }

  static Step GetThere() {
    return [](TestClient& client) {
      return PasswordOf(client, "smm", "bank").status();
    };
  }

  // Of the safe that it left, which is asked second.
  void EditFirstSafe(std::function<void(v1::HistoryResponse&)> edit) {
    Edit<v1::HistoryResponse>(kHistory, [this, edit](auto& answer) {
      const auto header =
          crypto::vault::ReadHeader(answer.versions(0).header());
      if (header->header.safe() == safe_) edit(answer);
    });
  }
};

TEST_F(MoveAttack, NoneAndEverythingSucceeds) {
  EXPECT_OK(Command(folder_, HistoryThere()));
  EXPECT_OK(Command(fresh_, GetThere()));
}

TEST_F(MoveAttack, WhatLeftIsHidden) {
  EditFirstSafe(
      [](auto& answer) { answer.mutable_versions()->DeleteSubrange(0, 1); });
  ExpectAlarm(folder_, HistoryThere(), "a move that fails verification");
}

TEST_F(MoveAttack, TheFirstSafeBeginsLater) {
  EditFirstSafe([](auto& answer) { answer.mutable_versions()->RemoveLast(); });
  ExpectAlarm(folder_, HistoryThere(), "a history without its beginning");
}

TEST_F(MoveAttack, TheFirstSafeShowsTheOtherOnesVersions) {
  const auto first = std::make_shared<v1::HistoryResponse>();
  Edit<v1::HistoryResponse>(kHistory, [first](auto& answer) {
    if (first->versions().empty()) {
      *first = answer;
    } else {
      answer = *first;
    }
  });
  ExpectAlarm(folder_, HistoryThere(), "a version that fails verification");
}

TEST_F(MoveAttack, AnotherCredentialsSecretCameAlong) {
  const std::string other = StoredSecret("shop", 1);
  Edit<v1::RevealResponse>(kReveal,
                           [=](auto& answer) { answer.set_secret(other); });
  ExpectAlarm(folder_, GetThere(), "a secret that fails verification");
}

}  // namespace
}  // namespace klad::testing
