// Who was given what, asked of a real server by those who may ask.
#include "crypto/vault/exposure.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "client/error.h"
#include "client/exposures.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/audit.pb.h"
#include "server/credential/checker.h"
#include "server/exposure/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using client::Exposed;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Of one credential: version, generation, purpose.
using Seen = std::tuple<uint64_t, uint64_t, trust::v1::Purpose>;

class ExposureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(founder_, OpenClient(folder_));
    ASSERT_OK(founder_.vault->CreateSafe("ads"));
    ASSERT_OK(Create(founder_, "ads", "bank", "bank-1"));
    ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(founder_, "ads", "bank"));
    safe_ = header.safe();
    bank_ = header.credential();
    ASSERT_OK_AND_ASSIGN(const std::string folder,
                         server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(anna_, OpenClient(folder));
    ASSERT_OK(founder_.account->CatchUp());
  }

  absl::Status Grant(const TestClient& who, trust::v1::Level level) {
    trust::v1::Entry entry;
    trust::v1::Granted* granted = entry.mutable_granted();
    granted->set_safe(safe_);
    granted->mutable_target()->set_member(who.account->member());
    granted->set_level(level);
    return founder_.Write(entry);
  }

  std::vector<Seen> SeenBy(const TestClient& who, TestClient& asking) {
    const auto exposed =
        client::ExposuresOf(asking.vault.get(), who.account->member());
    EXPECT_OK(exposed);
    std::vector<Seen> seen;
    for (const Exposed& each : *exposed) {
      EXPECT_TRUE(each.proven);
      EXPECT_EQ(each.member, who.account->member());
      EXPECT_EQ(each.credential, bank_);
      seen.push_back({each.version, each.generation, each.purpose});
    }
    return seen;
  }

  // Puts back the first version's secret, as `klad credential restore` does.
  absl::Status RestoreFirst() {
    return Append(founder_, "ads", "bank",
                  []() -> absl::StatusOr<crypto::vault::Edit> {
                    ASSIGN_OR_RETURN(auto edit, Login("bank", "bank-1"));
                    edit.generation = 1;
                    return edit;
                  });
  }

  absl::StatusOr<uint64_t> Check() {
    const auto roster = server_->services().roster().Now().state;
    const std::string& organisation = server_->data().keys->organisation();
    store::Store* store = server_->data().store.get();
    RETURN_IF_ERROR(
        credential::CheckAll(organisation, store, *roster).status());
    return exposure::CheckAll(organisation, store, *roster);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient founder_;
  TestClient anna_;
  std::string safe_;
  std::string bank_;
};

TEST_F(ExposureTest, BothQuestionsKnowEveryRevealAndWriteOnce) {
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_READ));
  ASSERT_OK(PasswordOf(anna_, "ads", "bank"));
  ASSERT_OK(PasswordOf(anna_, "ads", "bank"));
  ASSERT_OK(PasswordOf(anna_, "ads", "bank", trust::v1::PURPOSE_RUN));
  ASSERT_OK(SetPassword(founder_, "ads", "bank", "bank-2"));
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(anna_, "ads"));
  ASSERT_OK(mirror->Follow());
  ASSERT_OK(PasswordOf(anna_, "ads", "bank"));
  EXPECT_THAT(SeenBy(anna_, founder_),
              ElementsAre(Seen{1, 1, trust::v1::PURPOSE_SHOW},
                          Seen{1, 1, trust::v1::PURPOSE_RUN},
                          Seen{2, 2, trust::v1::PURPOSE_SHOW}));
  EXPECT_THAT(SeenBy(founder_, founder_),
              ElementsAre(Seen{1, 1, trust::v1::PURPOSE_WRITE},
                          Seen{2, 2, trust::v1::PURPOSE_WRITE}));
  ASSERT_OK_AND_ASSIGN(
      const auto of_bank,
      client::ExposuresOfCredential(founder_.vault.get(), safe_, bank_));
  EXPECT_EQ(of_bank.size(), 5u);
  EXPECT_TRUE(std::is_sorted(of_bank.begin(), of_bank.end(),
                             [](const Exposed& a, const Exposed& b) {
                               return a.generation < b.generation;
                             }));
  EXPECT_THAT(Check(), IsOkAndHolds(5u));
}

TEST_F(ExposureTest, RestoringAnOldSecretRevivesItsExposures) {
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_READ));
  ASSERT_OK(PasswordOf(anna_, "ads", "bank"));
  ASSERT_OK(SetPassword(founder_, "ads", "bank", "bank-2"));
  const auto anna_knows = [&] {
    const auto header = HeaderOf(founder_, "ads", "bank");
    EXPECT_OK(header);
    const auto seen = SeenBy(anna_, founder_);
    return std::any_of(seen.begin(), seen.end(), [&](const Seen& each) {
      return std::get<1>(each) == header->generation();
    });
  };
  EXPECT_FALSE(anna_knows());
  ASSERT_OK(RestoreFirst());
  EXPECT_TRUE(anna_knows());
  // Of the founder's two writes of that generation the newer one counts.
  EXPECT_THAT(SeenBy(founder_, founder_),
              UnorderedElementsAre(Seen{3, 1, trust::v1::PURPOSE_WRITE},
                                   Seen{2, 2, trust::v1::PURPOSE_WRITE}));
  EXPECT_OK(Check());
}

TEST_F(ExposureTest, RenamingExposesNothing) {
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_WRITE));
  ASSERT_OK(
      Append(anna_, "ads", "bank", []() -> absl::StatusOr<crypto::vault::Edit> {
        ASSIGN_OR_RETURN(auto edit, Login("bank 2", "unused"));
        edit.secret = absl::nullopt;
        return edit;
      }));
  EXPECT_THAT(SeenBy(anna_, founder_), IsEmpty());
}

// A write that is not the newest version any more is proven by the history.
TEST_F(ExposureTest, WriterIsKnownAfterSomebodyElseRenames) {
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_WRITE));
  ASSERT_OK(SetPassword(anna_, "ads", "bank", "bank-2"));
  ASSERT_OK(Append(founder_, "ads", "bank",
                   []() -> absl::StatusOr<crypto::vault::Edit> {
                     ASSIGN_OR_RETURN(auto edit, Login("bank 2", "unused"));
                     edit.secret = absl::nullopt;
                     return edit;
                   }));
  EXPECT_THAT(SeenBy(anna_, founder_),
              ElementsAre(Seen{2, 2, trust::v1::PURPOSE_WRITE}));
}

TEST_F(ExposureTest, OnlyThoseMayAskWhomItConcerns) {
  const auto of_credential = [&](TestClient& asking) {
    return ExitCodeOf(
        client::ExposuresOfCredential(asking.vault.get(), safe_, bank_)
            .status());
  };
  const auto of = [&](const TestClient& who, TestClient& asking) {
    return ExitCodeOf(
        client::ExposuresOf(asking.vault.get(), who.account->member())
            .status());
  };
  EXPECT_EQ(of(anna_, anna_), ExitCode::kOk);
  EXPECT_EQ(of(founder_, anna_), ExitCode::kDenied);
  EXPECT_EQ(of_credential(anna_), ExitCode::kDenied);
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_WRITE));
  EXPECT_EQ(of_credential(anna_), ExitCode::kDenied);
  ASSERT_OK(Grant(anna_, trust::v1::LEVEL_MANAGE));
  EXPECT_EQ(of_credential(anna_), ExitCode::kOk);
  EXPECT_EQ(of(founder_, anna_), ExitCode::kDenied);
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("head2", {"head"}));
  ASSERT_OK_AND_ASSIGN(TestClient head, OpenClient(folder));
  EXPECT_EQ(of(anna_, head), ExitCode::kOk);
  EXPECT_EQ(of_credential(head), ExitCode::kOk);
}

TEST_F(ExposureTest, MalformedQuestionsAreRefused) {
  const auto ask = [&](const v1::ExposuresRequest& request) {
    v1::ExposuresResponse response;
    return client::ReasonOf(founder_.account->Call(
        "klad.v1.AuditService/Exposures", request, &response));
  };
  v1::ExposuresRequest request;
  EXPECT_EQ(ask(request), v1::REASON_BAD_FIELD);
  request.set_member("short");
  EXPECT_EQ(ask(request), v1::REASON_BAD_FIELD);
  request.mutable_credential()->set_safe(safe_);
  EXPECT_EQ(ask(request), v1::REASON_BAD_FIELD);
  request.mutable_credential()->set_credential(bank_);
  EXPECT_EQ(ask(request), v1::REASON_UNSPECIFIED);
  request.set_after(std::string(1000, 'a'));
  EXPECT_EQ(ask(request), v1::REASON_BAD_FIELD);
}

// Every later reader judges the exposure where it says it was made: one that
// names another past would make the leaver's plan fail for ever.
TEST_F(ExposureTest, ExposureAtAPositionThatNeverWasDeliversNothing) {
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(founder_, "ads", "bank"));
  const auto reveal = [&](uint64_t back, bool wrong_link) {
    trust::v1::Exposure exposure;
    exposure.set_safe(safe_);
    exposure.set_credential(bank_);
    exposure.set_version(1);
    exposure.set_generation(1);
    exposure.set_purpose(trust::v1::PURPOSE_SHOW);
    exposure.set_time_ms(founder_.account->NowMs());
    auto* roster = exposure.mutable_roster();
    *roster = founder_.account->Known().roster();
    roster->set_sequence(roster->sequence() - back);
    if (wrong_link) roster->mutable_link()->back() ^= 1;
    *exposure.mutable_change() = (*OpenSafe(founder_, "ads"))->head();
    v1::RevealRequest request;
    request.set_safe(safe_);
    request.set_credential(bank_);
    request.set_version(1);
    request.set_purpose(exposure.purpose());
    *request.mutable_head() = exposure.change();
    *request.mutable_exposure() = crypto::vault::SignExposure(
        founder_.account->organisation(), founder_.account->member(),
        founder_.account->identity().signing_key(), exposure);
    v1::RevealResponse response;
    const auto status = founder_.account->Call(
        "klad.v1.CredentialService/Reveal", request, &response);
    EXPECT_EQ(status.ok(), !response.secret().empty());
    return client::ReasonOf(status);
  };
  EXPECT_EQ(reveal(0, true), v1::REASON_EXPOSURE);
  EXPECT_EQ(reveal(1, false), v1::REASON_EXPOSURE);
  EXPECT_EQ(reveal(-5, false), v1::REASON_BEHIND);
  EXPECT_EQ(reveal(0, false), v1::REASON_UNSPECIFIED);
}

// Every record of an exposure under both keys: damaged, lost, invented.
TEST_F(ExposureTest, CheckFindsWhatIsNotInTheLedger) {
  ASSERT_OK(PasswordOf(founder_, "ads", "bank"));
  ASSERT_OK(Check());
  store::Store* store = server_->data().store.get();
  const auto fails = [&] {
    return Check().status().code() == absl::StatusCode::kDataLoss;
  };
  const auto put = [&](const std::string& key, const std::string& value) {
    ASSERT_OK(store->Commit({{}, {{key, value}}, {}}).status());
  };
  const auto erase = [&](const std::string& key) {
    ASSERT_OK(store->Commit({{}, {}, {key}}).status());
  };
  int records = 0;
  for (const char* prefix : {"x/", "y/"}) {
    ASSERT_OK_AND_ASSIGN(const store::Page page,
                         store->List(store::Range::Prefix(prefix), "", 100));
    for (const store::Entry& entry : page.entries) {
      ++records;
      erase(entry.key);
      EXPECT_TRUE(fails()) << prefix;
      put(entry.key, entry.value);
      EXPECT_OK(Check());
      std::string other = entry.key;
      other[other.size() - 1] = '0' + trust::v1::PURPOSE_HEALTH;
      put(other, entry.value);
      EXPECT_TRUE(fails()) << prefix;
      erase(other);
      if (entry.value.empty()) continue;
      std::string damaged = entry.value;
      damaged[damaged.size() / 2] ^= 1;
      put(entry.key, damaged);
      EXPECT_TRUE(fails()) << prefix;
      put(entry.key, entry.value);
    }
  }
  EXPECT_EQ(records, 4);
  EXPECT_OK(Check());
}

}  // namespace
}  // namespace klad::testing
