// Secrets, overviews and versions that are not what was asked for.
#include "klad/v1/credential.pb.h"
#include "server/access/refusal.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CredentialAttack : public HostileTest {};

TEST_F(CredentialAttack, NoneAndEverythingSucceeds) {
  for (const std::string& folder : {fresh_, folder_}) {
    EXPECT_OK(Command(folder, Get("bank")));
    EXPECT_OK(Command(folder, List()));
    EXPECT_OK(Command(folder, History("bank")));
  }
}

TEST_F(CredentialAttack, SecretOfAnotherCredential) {
  const std::string other = StoredSecret("shop", 1);
  Edit<v1::RevealResponse>(kReveal,
                           [=](auto& answer) { answer.set_secret(other); });
  ExpectAlarm(folder_, Get("bank"), "a secret that fails verification");
}

TEST_F(CredentialAttack, OldSecretUnderTheNewHeader) {
  const std::string old = StoredSecret("bank", 1);
  Edit<v1::RevealResponse>(kReveal,
                           [=](auto& answer) { answer.set_secret(old); });
  ExpectAlarm(folder_, Get("bank"), "a secret that fails verification");
}

TEST_F(CredentialAttack, OneBitOfASecret) {
  Edit<v1::RevealResponse>(
      kReveal, [](auto& answer) { answer.mutable_secret()->back() ^= 1; });
  ExpectAlarm(folder_, Get("bank"), "a secret that fails verification");
}

TEST_F(CredentialAttack, NoSecretAtAll) {
  Edit<v1::RevealResponse>(kReveal,
                           [](auto& answer) { answer.clear_secret(); });
  ExpectAlarm(folder_, Get("bank"), "a secret that fails verification");
}

TEST_F(CredentialAttack, OverviewWithheld) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    answer.mutable_safe()->mutable_overviews()->RemoveLast();
  });
  ExpectAlarm(fresh_, List(), "holds back the overview");
}

TEST_F(CredentialAttack, OverviewOfAnotherCredential) {
  Edit<v1::FollowResponse>(kFollow, [](auto& answer) {
    auto* overviews = answer.mutable_safe()->mutable_overviews();
    if (overviews->size() > 1) *overviews->Mutable(0) = overviews->Get(1);
  });
  ExpectAlarm(fresh_, List(), "holds back the overview");
}

TEST_F(CredentialAttack, OverviewsSwappedInTheHistory) {
  Edit<v1::HistoryResponse>(kHistory, [](auto& answer) {
    answer.mutable_versions(0)->mutable_overview()->swap(
        *answer.mutable_versions(1)->mutable_overview());
  });
  ExpectAlarm(folder_, History("bank"), "an overview that fails verification");
}

TEST_F(CredentialAttack, OldHeaderInTheNewPlace) {
  Edit<v1::HistoryResponse>(kHistory, [](auto& answer) {
    *answer.mutable_versions(0) = answer.versions(1);
  });
  ExpectAlarm(folder_, History("bank"), "a version that fails verification");
}

TEST_F(CredentialAttack, HistoryWithoutItsBeginning) {
  Edit<v1::HistoryResponse>(
      kHistory, [](auto& answer) { answer.mutable_versions()->RemoveLast(); });
  ExpectAlarm(folder_, History("bank"), "a history without its beginning");
}

// A replica that lags says so: that is no alarm.
TEST_F(CredentialAttack, LaggingServerIsUnavailable) {
  server_->SetTap([](const auto&, const auto&, std::string*) {
    return access::Refuse(v1::REASON_BEHIND);
  });
  const absl::Status status = Command(folder_, Get("bank"));
  EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kUnavailable);
}

TEST_F(CredentialAttack, TerminalEscapesInARefusal) {
  server_->SetTap([](const auto&, const auto&, std::string*) {
    return access::Refuse(v1::REASON_CHANGE_REFUSED,
                          {{"rule", "\x1b[2J\x1b]0;all is well\x07"}});
  });
  const absl::Status status = Command(folder_, Get("bank"));
  EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kConflict);
  const std::string spoken =
      std::string(status.message()) + client::HintOf(status);
  EXPECT_THAT(spoken, HasSubstr("the server did not take the change (?)"));
  EXPECT_THAT(spoken, Not(HasSubstr("\x1b")));
  EXPECT_THAT(spoken, Not(HasSubstr("all is well")));
}

}  // namespace
}  // namespace klad::testing
