// A server that was restored from a backup, and people who know more than it.
#include <map>

#include "client/error.h"
#include "client/recovery.h"
#include "client/refusal.h"
#include "client/restoration.h"
#include "crypto/door.h"
#include "crypto/words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/credential/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using ::testing::HasSubstr;
using ::testing::Not;
using trust::v1::Entry;

// The safe `ads` with `bank`; anna writes into it, olga is an owner too.
class RestoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(olga_, server_->Join("olga", {"marketer"}));
    Do(founder_, [this](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.account->CatchUp());
      Entry entry;
      entry.mutable_role_given()->set_member(IdOf(client, "olga"));
      entry.mutable_role_given()->mutable_role()->set_role("owner");
      RETURN_IF_ERROR(client.Write(entry));
      RETURN_IF_ERROR(client.vault->CreateSafe("ads"));
      ASSIGN_OR_RETURN(const auto ads, client.vault->FindSafe("ads"));
      entry.mutable_granted()->set_safe(ads.id);
      entry.mutable_granted()->mutable_target()->set_member(
          IdOf(client, "anna"));
      entry.mutable_granted()->set_level(trust::v1::LEVEL_WRITE);
      RETURN_IF_ERROR(client.Write(entry));
      return Create(client, "ads", "bank", "bank-1");
    });
    EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kOk);
  }

  static std::string IdOf(const TestClient& client, const std::string& login) {
    return client.account->roster().FindByLogin(login)->id;
  }

  // One command's work in a folder.
  static void Do(const std::string& folder,
                 const std::function<absl::Status(TestClient&)>& work) {
    ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder));
    ASSERT_OK(work(client));
    ASSERT_OK(client.vault->Save());
  }

  static absl::Status Suspend(TestClient& client, const std::string& login) {
    Entry entry;
    entry.mutable_suspended()->set_member(IdOf(client, login));
    return client.Write(entry);
  }

  // Suspended, her keys renewed, and gone.
  void Depart(const std::string& login) {
    Do(founder_, [&](TestClient& client) { return Suspend(client, login); });
    EXPECT_THAT(Klad(founder_, {"status"}).err, HasSubstr("renewed "));
    Do(founder_, [&](TestClient& client) {
      Entry entry;
      entry.mutable_departed()->set_member(IdOf(client, login));
      entry.mutable_departed()->set_successor(client.account->member());
      return client.Write(entry);
    });
  }

  static std::map<std::string, std::string> Files(const std::string& folder) {
    const auto state = client::State::Open(folder);
    CHECK_THAT(state.ok());
    std::map<std::string, std::string> files;
    const auto names = (*state)->List();
    CHECK_THAT(names.ok());
    for (const std::string& name : *names) {
      if (name != client::Keychain::kFile) files[name] = *(*state)->Read(name);
    }
    return files;
  }

  absl::Status Check(bool waits) {
    return credential::CheckAll(server_->data().keys->organisation(),
                                server_->data().store.get(),
                                *server_->services().roster().Now().state,
                                waits)
        .status();
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  std::string olga_;
};

TEST_F(RestoreTest, OwnerSaysSoAndWhoeverKnowsMoreConfirms) {
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Do(founder_, [](TestClient& client) -> absl::Status {
    RETURN_IF_ERROR(SetPassword(client, "ads", "bank", "bank-2"));
    return client.vault->CreateSafe("mail");
  });
  Do(anna_, [](TestClient& client) {
    return Create(client, "ads", "shop", "shop-1");
  });
  EXPECT_EQ(Klad(founder_, {"list", "ads"}).code, ExitCode::kOk);
  ASSERT_OK(server_->Restore(backup));

  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kUnavailable);
  const auto early = Klad(anna_, {"restore", "accept", "--yes"});
  EXPECT_EQ(early.code, ExitCode::kDenied);
  EXPECT_THAT(early.err, HasSubstr("ask an owner to run klad restore accept"));

  const auto asked = Klad(founder_, {"restore", "accept"});
  EXPECT_EQ(asked.code, ExitCode::kUsage);
  EXPECT_THAT(asked.err, HasSubstr("- 2 changes in ads"));
  EXPECT_EQ(Klad(founder_, {"list", "ads"}).code, ExitCode::kUnavailable);
  const auto word = Klad(founder_, {"restore", "accept", "--yes"});
  EXPECT_EQ(word.code, ExitCode::kOk) << word.err;
  EXPECT_EQ(Klad(founder_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).out, HasSubstr("mail"));

  const auto before = Files(anna_);
  const auto alarm = Klad(anna_, {"list", "ads"});
  EXPECT_EQ(alarm.code, ExitCode::kIntegrity);
  EXPECT_THAT(alarm.err, HasSubstr("an owner says that a backup"));
  EXPECT_THAT(alarm.err, HasSubstr("klad restore accept shows what is lost"));
  EXPECT_EQ(alarm.out, "");
  EXPECT_EQ(Klad(anna_, {"restore", "accept"}).code, ExitCode::kUsage);
  EXPECT_EQ(Files(anna_), before);
  const auto accepted = Klad(anna_, {"restore", "accept", "--yes"});
  EXPECT_EQ(accepted.code, ExitCode::kOk) << accepted.err;
  EXPECT_THAT(accepted.err, HasSubstr("- 2 changes in ads"));
  EXPECT_THAT(accepted.err, HasSubstr("founder says"));
  // The owner's words, on both sides.
  const auto words = [](const std::string& out) {
    return out.substr(out.find("words"));
  };
  EXPECT_EQ(words(accepted.out), words(word.out));
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  Do(anna_, [](TestClient& client) {
    return Create(client, "ads", "shop", "shop-2");
  });
  EXPECT_EQ(Klad(founder_, {"get", "ads/shop", "password"}).out, "shop-2\n");
  EXPECT_OK(Check(/*waits=*/false));
}

// By then the safe is as long again as what was lost of it.
TEST_F(RestoreTest, OtherChangesInThePlaceOfLostOnesAreNoticed) {
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Do(anna_, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "lost");
  });
  ASSERT_OK(server_->Restore(backup));
  EXPECT_EQ(Klad(founder_, {"restore", "accept", "--yes"}).code, ExitCode::kOk);
  Do(founder_, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "bank-2");
  });
  for (int i = 0; i < 20; ++i) Klad(founder_, {"get", "ads/bank", "password"});
  const auto alarm = Klad(anna_, {"get", "ads/bank", "password"});
  EXPECT_EQ(alarm.code, ExitCode::kIntegrity);
  EXPECT_THAT(alarm.err, HasSubstr("an owner says that a backup"));
  const auto accepted = Klad(anna_, {"restore", "accept", "--yes"});
  EXPECT_THAT(accepted.err, HasSubstr("- 1 change in ads"));
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-2\n");
}

// Nobody is let in again, though the new key names a change that is lost.
TEST_F(RestoreTest, DepartureIsHandedBack) {
  const std::string other = server_->CopyOf(olga_);
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Do(founder_, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "bank-2");
  });
  Depart("anna");
  ASSERT_OK(server_->Restore(backup));
  const auto word = Klad(founder_, {"restore", "accept", "--yes"});
  EXPECT_EQ(word.code, ExitCode::kOk) << word.err;
  EXPECT_THAT(word.err, HasSubstr("- 1 change in ads"));
  EXPECT_THAT(word.err, Not(HasSubstr("undone")));
  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kLocked);
  Do(founder_, [](TestClient& client) {
    return Create(client, "ads", "shop", "shop-1");
  });
  EXPECT_EQ(Klad(other, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_EQ(Klad(other, {"get", "ads/shop", "password"}).out, "shop-1\n");
  EXPECT_OK(Check(/*waits=*/false));
}

// The owner's own machine knows nothing newer than the backup.
TEST_F(RestoreTest, MemberHandsBackWhatAnOwnerThenAccepts) {
  ASSERT_OK_AND_ASSIGN(const std::string hans, server_->Join("hans", {"pr"}));
  const auto ads = [](TestClient& client) {
    return client.vault->FindSafe("ads")->id;
  };
  Do(founder_, [&](TestClient& client) -> absl::Status {
    RETURN_IF_ERROR(client.account->CatchUp());
    Entry entry;
    entry.mutable_granted()->set_safe(ads(client));
    entry.mutable_granted()->mutable_target()->set_member(IdOf(client, "hans"));
    entry.mutable_granted()->set_level(trust::v1::LEVEL_MANAGE);
    return client.Write(entry);
  });
  const std::string older = server_->CopyOf(founder_);
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Do(founder_, [&](TestClient& client) -> absl::Status {
    RETURN_IF_ERROR(SetPassword(client, "ads", "bank", "bank-2"));
    Entry entry;
    entry.mutable_grant_revoked()->set_safe(ads(client));
    entry.mutable_grant_revoked()->mutable_target()->set_member(
        IdOf(client, "anna"));
    return client.Write(entry);
  });
  EXPECT_THAT(Klad(hans, {"list", "ads"}).err, HasSubstr("renewed 1 key "));
  ASSERT_OK(server_->Restore(backup));
  const auto given = Klad(hans, {"restore", "accept"});
  EXPECT_EQ(given.code, ExitCode::kDenied);
  EXPECT_THAT(given.err, HasSubstr("handed back 2 entries of the roster"));
  // Till then the new key names a change that is not there.
  EXPECT_EQ(Check(/*waits=*/false).code(), absl::StatusCode::kDataLoss);
  EXPECT_OK(Check(/*waits=*/true));

  EXPECT_EQ(Klad(older, {"restore", "accept", "--yes"}).code, ExitCode::kOk);
  EXPECT_OK(Check(/*waits=*/false));
  EXPECT_EQ(Klad(anna_, {"list", "ads"}).code, ExitCode::kDenied);
  EXPECT_EQ(Klad(older, {"get", "ads/bank", "password"}).out, "bank-1\n");
  const auto accepted = Klad(hans, {"restore", "accept", "--yes"});
  EXPECT_THAT(accepted.err, HasSubstr("- 1 change in ads"));
  Do(hans, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "bank-3");
  });
  EXPECT_EQ(Klad(older, {"get", "ads/bank", "password"}).out, "bank-3\n");
}

TEST_F(RestoreTest, WhatNobodyHandsBackIsUndone) {
  EXPECT_EQ(Klad(olga_, {"status"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  Depart("anna");
  ASSERT_OK(server_->Restore(backup));
  // Olga knows of no departure.
  EXPECT_EQ(Klad(olga_, {"restore", "accept", "--yes"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(olga_, {"safe", "create", "mail"}).code, ExitCode::kOk);

  EXPECT_EQ(Klad(founder_, {"status"}).code, ExitCode::kIntegrity);
  const auto accepted = Klad(founder_, {"restore", "accept", "--yes"});
  EXPECT_EQ(accepted.code, ExitCode::kOk) << accepted.err;
  EXPECT_THAT(accepted.err, HasSubstr("- the suspension of anna is undone"));
  EXPECT_THAT(accepted.err, HasSubstr("- the new key of ads is undone"));
  EXPECT_THAT(accepted.err, HasSubstr("- the departure of anna is undone"));
  EXPECT_THAT(accepted.err, HasSubstr("olga says"));
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).out, HasSubstr("mail"));
  // Their second time, with keys of the same numbers.
  Depart("anna");
  Do(founder_, [](TestClient& client) {
    return SetPassword(client, "ads", "bank", "bank-2");
  });
  EXPECT_EQ(Klad(olga_, {"get", "ads/bank", "password"}).out, "bank-2\n");
}

TEST_F(RestoreTest, NothingNewIsTakenBeforeTheOwnersWord) {
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  ASSERT_OK(server_->Restore(backup));
  for (const auto& line : {std::vector<std::string>{"safe", "create", "mail"},
                           {"credential", "edit", "ads/bank", "--tag", "x"}}) {
    const auto early = Klad(founder_, line);
    EXPECT_EQ(early.code, ExitCode::kUnavailable) << early.err;
    EXPECT_THAT(early.err, HasSubstr("takes nothing new yet"));
    EXPECT_THAT(early.err, HasSubstr("klad restore accept"));
  }
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_EQ(Klad(anna_, {"restore", "accept", "--yes"}).code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(olga_, {"restore", "accept", "--yes"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"safe", "create", "mail"}).code, ExitCode::kOk);
  EXPECT_THAT(Klad(founder_, {"restore", "accept", "--yes"}).err,
              HasSubstr("the server has everything that you know"));
}

TEST_F(RestoreTest, KitSaysSoWhenNoOwnerIsLeft) {
  Do(founder_, [](TestClient& client) {
    Entry entry;
    entry.mutable_role_taken()->set_member(IdOf(client, "olga"));
    entry.mutable_role_taken()->set_role("owner");
    return client.Write(entry);
  });
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  ASSERT_OK(server_->Restore(backup));
  const std::string kit = server_->NewFolder();
  std::ofstream(kit) << server_->kit_code();
  ASSERT_OK_AND_ASSIGN(const std::string door, server_->Door());
  const std::string folder = server_->NewFolder();
  std::vector<std::string> line = {"recover", door,         "--name",
                                   "founder", "--kit-from", kit};
  const auto asked = Klad(folder, line);
  EXPECT_EQ(asked.code, ExitCode::kUsage);
  EXPECT_THAT(asked.err, HasSubstr("was restored from a backup"));
  line.emplace_back("--yes");
  const auto recovered = Klad(folder, line);
  EXPECT_EQ(recovered.code, ExitCode::kOk) << recovered.err;
  EXPECT_EQ(Klad(folder, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_EQ(Klad(folder, {"safe", "create", "mail"}).code, ExitCode::kOk);
}

// Rolled back by other means than kladd restore, and then written on.
TEST_F(RestoreTest, ForkWithoutAnOwnersWordIsAnotherPast) {
  EXPECT_EQ(Klad(olga_, {"status"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(const std::string disk, server_->CopyDisk());
  EXPECT_EQ(Klad(founder_, {"safe", "create", "mail"}).code, ExitCode::kOk);
  ASSERT_OK(server_->PutBackDisk(disk));
  EXPECT_EQ(Klad(olga_, {"safe", "create", "post"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(olga_, {"safe", "create", "press"}).code, ExitCode::kOk);
  const auto before = Files(founder_);
  EXPECT_EQ(Klad(founder_, {"status"}).code, ExitCode::kIntegrity);
  const auto refused = Klad(founder_, {"restore", "accept", "--yes"});
  EXPECT_EQ(refused.code, ExitCode::kIntegrity);
  EXPECT_THAT(refused.err, HasSubstr("another past, not an older backup"));
  EXPECT_EQ(Files(founder_), before);
}

// She was an owner in the state that the server went back to.
TEST_F(RestoreTest, WordOfADepartedOwnerIsNone) {
  EXPECT_EQ(Klad(olga_, {"status"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(const std::string disk, server_->CopyDisk());
  Depart("olga");
  ASSERT_OK(server_->PutBackDisk(disk));
  Do(olga_, [](TestClient& client) {
    Entry entry;
    const auto head = client.account->Known().roster();
    *entry.mutable_restored()->mutable_roster() = head;
    return client.Write(entry);
  });
  const auto before = Files(founder_);
  const auto alarm = Klad(founder_, {"status"});
  EXPECT_EQ(alarm.code, ExitCode::kUnavailable);
  EXPECT_THAT(alarm.err, Not(HasSubstr("an owner says")));
  EXPECT_EQ(Klad(founder_, {"restore", "accept", "--yes"}).code,
            ExitCode::kIntegrity);
  EXPECT_EQ(Files(founder_), before);
}

TEST_F(RestoreTest, OwnerOpensTheSealKeyOfABackup) {
  ASSERT_OK_AND_ASSIGN(const std::string backup, server_->Backup());
  const std::string seal = server_->NewFolder();
  EXPECT_EQ(Klad(anna_, {"backup", "open", backup, "--to", seal}).code,
            ExitCode::kDenied);
  EXPECT_FALSE(std::filesystem::exists(seal));
  ASSERT_EQ(Klad(founder_, {"backup", "open", backup, "--to", seal}).code,
            ExitCode::kOk);
  const auto read = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(read(seal), read(store::SealKey::PathFor(server_->data_folder())));
}

}  // namespace
}  // namespace klad::testing
