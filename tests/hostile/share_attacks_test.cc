// Shared credentials that a lying server forged, swapped or rolled back.
#include "client/renewal.h"
#include "client/shares.h"
#include "klad/v1/share.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

constexpr char kListShared[] = "klad.v1.ShareService/ListShared";
constexpr char kRevealShared[] = "klad.v1.ShareService/RevealShared";
constexpr char kForged[] = "a shared credential that fails verification";

// bank and shop are shared with anna; shop's change is older than the head.
class ShareAttack : public HostileTest {
 protected:
  void SetUp() override {
    HostileTest::SetUp();
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK(Command(folder_, [](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.account->CatchUp());
      const std::string anna = client.account->roster().FindByLogin("anna")->id;
      ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, "ads"));
      for (const char* title : {"bank", "shop"}) {
        ASSIGN_OR_RETURN(const auto header, HeaderOf(client, "ads", title));
        RETURN_IF_ERROR(client::Share(client.vault.get(), mirror,
                                      header.credential(), anna, 0));
      }
      return absl::OkStatus();
    }));
    ASSERT_OK(Command(anna_, ReadAll()));
  }

  static Step ReadAll() {
    return [](TestClient& client) -> absl::Status {
      ASSIGN_OR_RETURN(const auto items,
                       client::FetchShared(client.account.get()));
      for (const client::SharedItem& item : items) {
        RETURN_IF_ERROR(client::RevealShared(client.account.get(), item,
                                             trust::v1::PURPOSE_SHOW)
                            .status());
      }
      return absl::OkStatus();
    };
  }

  void EditShown(std::function<void(v1::ListSharedResponse&)> edit) {
    Edit<v1::ListSharedResponse>(kListShared, std::move(edit));
  }

  void ExpectForged() { ExpectAlarm(anna_, ReadAll(), kForged); }

  std::string anna_;
};

TEST_F(ShareAttack, SiblingFlipped) {
  EditShown([](auto& answer) {
    answer.mutable_shared(0)->mutable_siblings(0)->front() ^= 1;
  });
  ExpectForged();
}

TEST_F(ShareAttack, ProofLeftOut) {
  EditShown([](auto& answer) { answer.mutable_shared(0)->clear_siblings(); });
  ExpectForged();
}

TEST_F(ShareAttack, HeadsSignatureFlipped) {
  EditShown([](auto& answer) {
    answer.mutable_shared(0)->mutable_head()->mutable_signature()->front() ^= 1;
  });
  ExpectForged();
}

TEST_F(ShareAttack, HeadOfAnotherNumber) {
  EditShown([](auto& answer) { answer.mutable_shared(0)->set_sequence(9); });
  ExpectForged();
}

TEST_F(ShareAttack, ChangeThatBroughtItIsNotShown) {
  EditShown([](auto& answer) {
    for (auto& each : *answer.mutable_shared()) each.clear_change();
  });
  ExpectForged();
}

TEST_F(ShareAttack, AnotherCredentialInItsPlace) {
  EditShown([](auto& answer) {
    auto* first = answer.mutable_shared(0);
    auto* second = answer.mutable_shared(1);
    const std::string credential = first->credential();
    *first = *second;
    first->set_credential(credential);
  });
  ExpectForged();
}

TEST_F(ShareAttack, EnvelopesSwapped) {
  EditShown([](auto& answer) {
    auto& envelopes = *answer.mutable_shared(0)->mutable_envelopes();
    const std::string sealed = envelopes[0].sealed();
    envelopes[0].set_sealed(envelopes[1].sealed());
    envelopes[1].set_sealed(sealed);
  });
  ExpectForged();
}

TEST_F(ShareAttack, OverviewOfAnotherCredential) {
  EditShown([](auto& answer) {
    answer.mutable_shared(0)->set_overview(answer.shared(1).overview());
  });
  ExpectForged();
}

TEST_F(ShareAttack, SecretOfAnotherCredential) {
  const std::string shop = StoredSecret("shop", 1);
  Edit<v1::RevealSharedResponse>(
      kRevealShared, [&](auto& answer) { answer.set_secret(shop); });
  ExpectForged();
}

TEST_F(ShareAttack, RolledBackBehindWhatWasSeen) {
  v1::ListSharedResponse old;
  EditShown([&](auto& answer) { old = answer; });
  ASSERT_OK(Command(anna_, ReadAll()));
  server_->SetTap(nullptr);
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "bank-3");
  }));
  ASSERT_OK(Command(anna_, ReadAll()));
  EditShown([&](auto& answer) { *answer.mutable_shared() = old.shared(); });
  ExpectAlarm(anna_, ReadAll(), "an older or another state of a safe");
}

// The writer is gone by then, and the safe has a new key since: what was
// signed before it was not in the head that the entry names.
TEST_F(ShareAttack, ChangeByADepartedWriterAtAnOldPosition) {
  ASSERT_OK_AND_ASSIGN(const std::string hans, server_->Join("hans", {"pr"}));
  const auto grant = [](trust::v1::Level level) {
    return [level](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.account->CatchUp());
      trust::v1::Entry entry;
      const std::string id = client.account->roster().FindByLogin("hans")->id;
      const std::string safe = client.vault->FindSafe("ads")->id;
      if (level == trust::v1::LEVEL_UNSPECIFIED) {
        entry.mutable_grant_revoked()->set_safe(safe);
        entry.mutable_grant_revoked()->mutable_target()->set_member(id);
      } else {
        entry.mutable_granted()->set_safe(safe);
        entry.mutable_granted()->mutable_target()->set_member(id);
        entry.mutable_granted()->set_level(level);
      }
      return client.Write(entry);
    };
  };
  ASSERT_OK(Command(folder_, grant(trust::v1::LEVEL_WRITE)));
  const v1::ChangeRequest withheld = Liar(server_.get()).Withhold([&] {
    return Command(hans, [](TestClient& client) {
      return SetPassword(client, "ads", "bank", "evil");
    });
  });
  ASSERT_OK(Command(folder_, grant(trust::v1::LEVEL_UNSPECIFIED)));
  ASSERT_OK_AND_ASSIGN(TestClient owner, OpenClient(folder_));
  ASSERT_OK(client::RenewDue(owner.vault.get()).status());
  ASSERT_OK(owner.vault->Save());
  EditShown([&](auto& answer) {
    for (auto& each : *answer.mutable_shared()) {
      each.set_sequence(withheld.previous().sequence() + 1);
      *each.mutable_head() = withheld.change();
    }
  });
  ExpectForged();
}

}  // namespace
}  // namespace klad::testing
