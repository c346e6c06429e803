// Grants of safes and shares of single credentials, over a real server.
#include <chrono>
#include <optional>
#include <thread>

#include "client/error.h"
#include "client/grants.h"
#include "client/refusal.h"
#include "client/shares.h"
#include "crypto/vault/header.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/roster.pb.h"
#include "klad/v1/share.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using client::ReasonOf;
using crypto::roster::GrantTarget;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kFollowSafe[] = "klad.v1.CredentialService/Follow";
constexpr char kSendChange[] = "klad.v1.CredentialService/Change";
constexpr char kAppendEntry[] = "klad.v1.RosterService/Append";
constexpr char kRevealShared[] = "klad.v1.ShareService/RevealShared";

// The safe `ads` with `bank` and `shop`; anna, a marketer, opens nothing yet.
class SharingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    Open(founder_, &owner_);
    ASSERT_OK(owner_.vault->CreateSafe("ads"));
    ASSERT_OK(Create(owner_, "ads", "bank", "bank-1"));
    ASSERT_OK(Create(owner_, "ads", "shop", "shop-1"));
    safe_ = owner_.vault->FindSafe("ads")->id;
    Open(anna_, &reader_);
  }

  static void Open(const std::string& folder, TestClient* client) {
    ASSERT_OK_AND_ASSIGN(*client, OpenClient(folder));
    ASSERT_OK(client->account->CatchUp());
  }

  std::string IdOf(const std::string& login) {
    EXPECT_OK(owner_.account->CatchUp());
    return owner_.account->roster().FindByLogin(login)->id;
  }
  GrantTarget Member(const std::string& login) { return {false, IdOf(login)}; }

  std::string Bank() { return HeaderOf(owner_, "ads", "bank")->credential(); }

  absl::Status ShareBank(int64_t until_ms = 0) {
    const std::string id = Bank();
    client::Mirror* mirror = *OpenSafe(owner_, "ads");
    return client::Share(owner_.vault.get(), mirror, id, IdOf("anna"),
                         until_ms);
  }

  // What anna reads of bank by the share.
  absl::StatusOr<std::string> SharedPassword() {
    ASSIGN_OR_RETURN(const auto items,
                     client::FetchShared(reader_.account.get()));
    if (items.empty()) return absl::NotFoundError("nothing is shared");
    ASSIGN_OR_RETURN(const auto secret,
                     client::RevealShared(reader_.account.get(), items[0],
                                          trust::v1::PURPOSE_SHOW));
    return std::string(secret.password.Expose());
  }

  v1::Reason FollowReason(TestClient& client) {
    v1::FollowRequest request;
    request.set_safe(safe_);
    v1::FollowResponse response;
    return ReasonOf(client.account->Call(kFollowSafe, request, &response));
  }

  uint64_t Head() {
    return server_->services().roster().Now().state->head().sequence;
  }

  int64_t NowMs() { return SystemClock().NowMs(); }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  TestClient owner_;
  TestClient reader_;
  std::string safe_;
};

TEST_F(SharingTest, GrantOpensTheSafeAndRevokeShutsItWithANewKey) {
  EXPECT_EQ(FollowReason(reader_), v1::REASON_NO_ACCESS);
  EXPECT_EQ(Klad(founder_, {"grant", "ads", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  const auto revoked = Klad(founder_, {"revoke", "ads", "anna"});
  EXPECT_THAT(revoked.err, HasSubstr("renewed 1 key "));
  EXPECT_EQ(FollowReason(reader_), v1::REASON_NO_ACCESS);
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank"}).code, ExitCode::kDenied);
}

// All want the same: one entry says it.
TEST_F(SharingTest, SixteenOwnersGrantTheSameAtOnceAndOneEntryStands) {
  const uint64_t before = Head();
  const GrantTarget anna = Member("anna");
  std::vector<std::thread> owners;
  std::vector<absl::Status> done(16);
  for (size_t i = 0; i < done.size(); ++i) {
    const std::string folder = server_->CopyOf(founder_);
    owners.emplace_back([this, i, folder, anna, &done] {
      auto owner = OpenClient(folder);
      done[i] = owner.status();
      if (!owner.ok()) return;
      done[i] = client::Grant(owner->vault.get(), safe_, anna,
                              trust::v1::LEVEL_READ, 0);
    });
  }
  for (std::thread& owner : owners) owner.join();
  for (const absl::Status& each : done) EXPECT_OK(each);
  EXPECT_EQ(Head(), before + 1);
  EXPECT_EQ(FollowReason(reader_), v1::REASON_UNSPECIFIED);
}

TEST_F(SharingTest, GrantEndsWhileTheMemberIsReading) {
  const int64_t until_ms = NowMs() + 2500;
  ASSERT_OK(client::Grant(owner_.vault.get(), safe_, Member("anna"),
                          trust::v1::LEVEL_READ, until_ms));
  ASSERT_OK(reader_.account->CatchUp());
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(reader_, "ads", "bank"));
  client::Mirror* mirror = *reader_.vault->OpenSafe(safe_);
  int read = 0;
  absl::Status end;
  while (end.ok() && NowMs() < until_ms + 5000) {
    const int64_t asked_ms = NowMs();
    end =
        reader_.vault->Reveal(mirror, header, trust::v1::PURPOSE_SHOW).status();
    if (!end.ok()) continue;
    ++read;
    EXPECT_LT(asked_ms, until_ms);
  }
  EXPECT_GT(read, 0);
  EXPECT_EQ(ReasonOf(end), v1::REASON_NO_ACCESS) << end;
  EXPECT_GE(NowMs(), until_ms);
  // Nobody ended it by an entry: the key is due all the same.
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err,
              HasSubstr("renewed 1 key "));
}

TEST_F(SharingTest, ManagerGrantsNotPastTheirOwnEnd) {
  ASSERT_OK_AND_ASSIGN(const std::string hans, server_->Join("hans", {"pr"}));
  const int64_t day_ms = 24LL * 3600 * 1000;
  ASSERT_OK(client::Grant(owner_.vault.get(), safe_, Member("hans"),
                          trust::v1::LEVEL_MANAGE, NowMs() + 3 * day_ms));
  const auto refused = Klad(hans, {"grant", "ads", "anna"});
  EXPECT_EQ(refused.code, ExitCode::kDenied);
  EXPECT_THAT(refused.err, HasSubstr("you manage this safe until a date"));
  EXPECT_EQ(Klad(hans, {"grant", "ads", "anna", "--until", "30d"}).code,
            ExitCode::kDenied);
  EXPECT_EQ(Klad(hans, {"grant", "ads", "anna", "--until", "tomorrow"}).code,
            ExitCode::kOk);
  EXPECT_THAT(Klad(hans, {"grant", "ads", "anna", "--level", "manage"}).err,
              HasSubstr("only an owner may give the level manage"));
}

TEST_F(SharingTest, RoleThatLostTheSafeOpensNothingForALaterJoiner) {
  EXPECT_EQ(Klad(founder_, {"grant", "ads", "marketer"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(anna_, {"get", "ads/bank", "password"}).out, "bank-1\n");
  EXPECT_EQ(Klad(founder_, {"revoke", "ads", "marketer"}).code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(const std::string boris,
                       server_->Join("boris", {"marketer"}));
  TestClient later;
  Open(boris, &later);
  EXPECT_EQ(FollowReason(later), v1::REASON_NO_ACCESS);
  EXPECT_EQ(Klad(boris, {"get", "ads/bank"}).code, ExitCode::kNotFound);
  const auto key = crypto::roster::KeyName::Safe(safe_);
  const uint32_t epoch =
      later.account->roster().FindSafe(safe_)->epoch().number;
  EXPECT_EQ(epoch, 2u);
  EXPECT_EQ(ExitCodeOf(later.vault->keychain().Open(key, epoch).status()),
            ExitCode::kDenied);
}

TEST_F(SharingTest, LoginThatIsARoleTooIsAskedFor) {
  ASSERT_OK(server_->Join("press", {"pr"}).status());
  const auto near = Klad(founder_, {"grant", "ads", "marketeer"});
  EXPECT_EQ(near.code, ExitCode::kNotFound);
  EXPECT_THAT(near.err, HasSubstr("did you mean marketer?"));
  ASSERT_OK(server_->Join("pr", {}).status());
  EXPECT_THAT(Klad(founder_, {"grant", "ads", "pr"}).err,
              HasSubstr("--member or --role"));
  EXPECT_EQ(Klad(founder_, {"grant", "ads", "pr", "--member"}).code,
            ExitCode::kOk);
  const auto shown = Klad(founder_, {"safe", "show", "ads"}).out;
  EXPECT_THAT(shown, Not(HasSubstr("press")));
}

TEST_F(SharingTest, RecipientReadsThatCredentialAndNothingElse) {
  ASSERT_OK(ShareBank());
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-1"));
  EXPECT_EQ(FollowReason(reader_), v1::REASON_NO_ACCESS);
  ASSERT_OK_AND_ASSIGN(const auto items,
                       client::FetchShared(reader_.account.get()));
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].item.overview().title(), "bank");
  // Neither by the way of the safe, nor the credential beside it.
  v1::RevealRequest by_safe;
  by_safe.set_safe(safe_);
  by_safe.set_credential(items[0].share.credential);
  by_safe.set_version(1);
  by_safe.set_purpose(trust::v1::PURPOSE_SHOW);
  v1::RevealResponse whole;
  EXPECT_EQ(ReasonOf(reader_.account->Call("klad.v1.CredentialService/Reveal",
                                           by_safe, &whole)),
            v1::REASON_NO_ACCESS);
  client::SharedItem shop = items[0];
  const std::string shop_id = HeaderOf(owner_, "ads", "shop")->credential();
  shop.share.credential = shop_id;
  EXPECT_EQ(ReasonOf(client::RevealShared(reader_.account.get(), shop,
                                          trust::v1::PURPOSE_SHOW)
                         .status()),
            v1::REASON_NO_ACCESS);
  const auto key = crypto::roster::KeyName::Safe(safe_);
  EXPECT_EQ(ExitCodeOf(reader_.vault->keychain().Open(key, 1).status()),
            ExitCode::kDenied);
}

TEST_F(SharingTest, SecretIsGivenOutBehindItsRecordOnly) {
  ASSERT_OK(ShareBank());
  v1::RevealSharedRequest request;
  request.set_safe(safe_);
  request.set_credential(Bank());
  request.set_version(1);
  request.set_purpose(trust::v1::PURPOSE_SHOW);
  v1::RevealSharedResponse response;
  EXPECT_EQ(ReasonOf(reader_.account->Call(kRevealShared, request, &response)),
            v1::REASON_EXPOSURE);
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-1"));
  ASSERT_OK_AND_ASSIGN(const auto page,
                       server_->services().ledger().Read(0, 1000));
  std::vector<std::string> readers;
  for (const auto& record : page.records) {
    for (const auto& each : record.revealed()) {
      if (each.purpose() == trust::v1::PURPOSE_SHOW) {
        readers.push_back(each.exposure().author());
      }
    }
  }
  EXPECT_THAT(readers, ElementsAre(IdOf("anna")));
}

TEST_F(SharingTest, EveryNewVersionReachesTheRecipient) {
  ASSERT_OK(ShareBank());
  ASSERT_OK(SetPassword(owner_, "ads", "bank", "bank-2"));
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-2"));
  // Another change is the head by now, and another writer makes the next.
  ASSERT_OK(SetPassword(owner_, "ads", "shop", "shop-2"));
  ASSERT_OK_AND_ASSIGN(const std::string hans, server_->Join("hans", {"pr"}));
  ASSERT_OK(client::Grant(owner_.vault.get(), safe_, Member("hans"),
                          trust::v1::LEVEL_WRITE, 0));
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-2"));
  TestClient writer;
  Open(hans, &writer);
  ASSERT_OK(SetPassword(writer, "ads", "bank", "bank-3"));
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-3"));
}

TEST_F(SharingTest, NewEpochOfTheSafeChangesNothingForTheRecipient) {
  ASSERT_OK(ShareBank());
  EXPECT_EQ(Klad(founder_, {"grant", "ads", "pr"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"revoke", "ads", "pr"}).code, ExitCode::kOk);
  ASSERT_OK(owner_.account->CatchUp());
  ASSERT_EQ(owner_.account->roster().FindSafe(safe_)->epoch().number, 1u)
      << "nobody was in the role";
  ASSERT_OK(server_->Join("hans", {"pr"}).status());
  EXPECT_EQ(Klad(founder_, {"grant", "ads", "hans"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(founder_, {"revoke", "ads", "hans"}).code, ExitCode::kOk);
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-1"));
  ASSERT_OK(SetPassword(owner_, "ads", "bank", "bank-2"));
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-2"));
}

TEST_F(SharingTest, ChangeWithoutItsEnvelopesIsRefused) {
  ASSERT_OK(ShareBank());
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method != kSendChange) return real(call, response);
    v1::ChangeRequest request;
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    request.mutable_shares()->RemoveLast();
    const std::string raw = request.SerializeAsString();
    return real({.caller = call.caller,
                 .now_ms = call.now_ms,
                 .method = call.method,
                 .raw = raw,
                 .id = call.id},
                response);
  });
  EXPECT_EQ(ReasonOf(SetPassword(owner_, "ads", "bank", "bank-2")),
            v1::REASON_ENVELOPE_MISSING);
  server_->SetTap(nullptr);
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-1"));
}

TEST_F(SharingTest, ShareWithoutItsEnvelopesIsRefused) {
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method != kAppendEntry) return real(call, response);
    v1::AppendRequest request;
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    request.clear_shares();
    const std::string raw = request.SerializeAsString();
    return real({.caller = call.caller,
                 .now_ms = call.now_ms,
                 .method = call.method,
                 .raw = raw,
                 .id = call.id},
                response);
  });
  EXPECT_EQ(ReasonOf(ShareBank()), v1::REASON_ENVELOPE_MISSING);
  server_->SetTap(nullptr);
  EXPECT_OK(ShareBank());
}

TEST_F(SharingTest, UnsharedCredentialIsNeitherShownNorSealed) {
  ASSERT_OK(ShareBank());
  EXPECT_THAT(SharedPassword(), IsOkAndHolds("bank-1"));
  ASSERT_OK_AND_ASSIGN(const auto known,
                       client::FetchShared(reader_.account.get()));
  ASSERT_OK(client::Unshare(owner_.vault.get(), safe_, Bank(), IdOf("anna")));
  EXPECT_EQ(ReasonOf(client::RevealShared(reader_.account.get(), known[0],
                                          trust::v1::PURPOSE_SHOW)
                         .status()),
            v1::REASON_NO_ACCESS);
  EXPECT_EQ(SharedPassword().status().code(), absl::StatusCode::kNotFound);
  uint64_t sealed = 99;
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    v1::ChangeRequest request;
    if (call.method == kSendChange &&
        request.ParseFromArray(call.raw.data(),
                               static_cast<int>(call.raw.size()))) {
      sealed = static_cast<uint64_t>(request.shares_size());
    }
    return real(call, response);
  });
  EXPECT_OK(SetPassword(owner_, "ads", "bank", "bank-2"));
  EXPECT_EQ(sealed, 0u);
  EXPECT_EQ(Klad(founder_, {"unshare", "ads/bank", "anna"}).code,
            ExitCode::kNotFound);
}

TEST_F(SharingTest, ShareEndsByItself) {
  const int64_t until_ms = NowMs() + 2000;
  ASSERT_OK(ShareBank(until_ms));
  ASSERT_OK_AND_ASSIGN(const auto known,
                       client::FetchShared(reader_.account.get()));
  ASSERT_EQ(known.size(), 1u);
  while (NowMs() < until_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(ReasonOf(client::RevealShared(reader_.account.get(), known[0],
                                          trust::v1::PURPOSE_SHOW)
                         .status()),
            v1::REASON_NO_ACCESS);
  // Writers go on without it.
  EXPECT_OK(SetPassword(owner_, "ads", "bank", "bank-2"));
}

TEST_F(SharingTest, PlainWriterSharesNothing) {
  ASSERT_OK_AND_ASSIGN(const std::string hans, server_->Join("hans", {"pr"}));
  ASSERT_OK(client::Grant(owner_.vault.get(), safe_, Member("hans"),
                          trust::v1::LEVEL_WRITE, 0));
  const auto refused = Klad(hans, {"share", "ads/bank", "anna"});
  EXPECT_EQ(refused.code, ExitCode::kDenied);
  EXPECT_THAT(refused.err, HasSubstr("only an owner or a manager"));
}

TEST_F(SharingTest, CommandsGetWhatIsSharedByTitleAndById) {
  EXPECT_EQ(Klad(founder_, {"share", "ads/bank", "anna"}).code, ExitCode::kOk);
  EXPECT_EQ(Klad(anna_, {"get", "bank", "password"}).out, "bank-1\n");
  EXPECT_EQ(Klad(anna_, {"get", "BANK", "password"}).out, "bank-1\n");
  EXPECT_THAT(Klad(anna_, {"shared"}).out, HasSubstr("bank"));
  EXPECT_THAT(Klad(founder_, {"shared"}).out, HasSubstr("ads/bank"));
  EXPECT_EQ(Klad(anna_, {"get", "shop", "password"}).code, ExitCode::kUsage);
  EXPECT_EQ(Klad(anna_, {"get", "ads/shop"}).code, ExitCode::kNotFound);
  // To read: nothing else takes it.
  EXPECT_NE(Klad(anna_, {"credential", "edit", "bank", "--user", "x"}).code,
            ExitCode::kOk);
}

}  // namespace
}  // namespace klad::testing
