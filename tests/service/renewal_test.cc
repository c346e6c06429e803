// Keys that somebody knows who must not any more, renewed by whoever comes
// next and may.
#include <chrono>
#include <thread>

#include "client/error.h"
#include "crypto/roster/state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/opened_envelopes.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::HasSubstr;
using ::testing::Not;
using trust::v1::Entry;

constexpr char kRenewed[] = "renewed ";

// The safe `ads`, read by marketers, managed by hans, who is no owner.
class RenewalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(hans_, server_->Join("hans", {"pr"}));
    Sign([this](const TestClient& client) {
      EXPECT_OK(client.vault->CreateSafe("ads"));
      return Granted(client, client.account->roster(), "hans",
                     trust::v1::LEVEL_MANAGE);
    });
    Sign([this](const TestClient& client) {
      Entry entry = Granted(client, client.account->roster(), "hans",
                            trust::v1::LEVEL_READ);
      entry.mutable_granted()->mutable_target()->set_role("marketer");
      return entry;
    });
    EXPECT_THAT(Klad(founder_, {"status"}).err, Not(HasSubstr(kRenewed)));
  }

  Entry Granted(const TestClient& client, const crypto::roster::State& roster,
                const std::string& login, trust::v1::Level level) {
    safe_ = client.vault->FindSafe("ads")->id;
    Entry entry;
    entry.mutable_granted()->set_safe(safe_);
    entry.mutable_granted()->mutable_target()->set_member(
        roster.FindByLogin(login)->id);
    entry.mutable_granted()->set_level(level);
    return entry;
  }

  // By the founder, without the renewal that a command would bring.
  void Sign(const std::function<Entry(const TestClient&)>& make) {
    ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(founder_));
    ASSERT_OK(client.account->CatchUp());
    ASSERT_OK(client.Write(make(client)));
    ASSERT_OK(client.vault->Save());
  }

  void Suspend(const std::string& login) {
    Sign([&](const TestClient& client) {
      Entry entry;
      entry.mutable_suspended()->set_member(
          client.account->roster().FindByLogin(login)->id);
      return entry;
    });
  }

  // The kinds of the entries that the server has, behind `from`.
  std::vector<Entry::KindCase> KindsSince(uint64_t from) {
    std::vector<Entry::KindCase> kinds;
    v1::News news;
    v1::Known known;
    known.mutable_roster()->set_sequence(from);
    EXPECT_OK(server_->services().roster().Fill(known, &news));
    for (const auto& made : news.roster()) {
      Entry entry;
      EXPECT_TRUE(entry.ParseFromString(made.body()));
      kinds.push_back(entry.kind_case());
    }
    return kinds;
  }

  uint64_t Head() {
    return server_->services().roster().Now().state->head().sequence;
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  std::string hans_;
  std::string safe_;
};

TEST_F(RenewalTest, OwnersNextCommandRenewsRolesThenSafes) {
  Suspend("anna");
  const uint64_t before = Head();
  const auto next = Klad(founder_, {"safe", "list"});
  EXPECT_EQ(next.code, ExitCode::kOk);
  EXPECT_THAT(next.err, HasSubstr("renewed 2 keys that somebody knows"));
  EXPECT_THAT(KindsSince(before),
              ::testing::ElementsAre(Entry::kRoleEpoch, Entry::kSafeEpoch));
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err, Not(HasSubstr(kRenewed)));
  EXPECT_EQ(Head(), before + 2);
}

TEST_F(RenewalTest, ManagerRenewsTheSafeAlone) {
  Suspend("anna");
  const uint64_t before = Head();
  EXPECT_THAT(Klad(hans_, {"list", "ads"}).err, HasSubstr("renewed 1 key "));
  EXPECT_THAT(KindsSince(before), ::testing::ElementsAre(Entry::kSafeEpoch));
}

TEST_F(RenewalTest, PlainMemberRenewsNothing) {
  Suspend("hans");
  const uint64_t before = Head();
  const auto next = Klad(anna_, {"list", "ads"});
  EXPECT_EQ(next.code, ExitCode::kOk) << next.err;
  EXPECT_THAT(next.err, Not(HasSubstr("keys")));
  EXPECT_EQ(Head(), before);
}

TEST_F(RenewalTest, GrantThatIsOverIsRenewedWithoutAnEntryThatEndsIt) {
  Sign([this](const TestClient& client) {
    Entry entry = Granted(client, client.account->roster(), "anna",
                          trust::v1::LEVEL_WRITE);
    entry.mutable_granted()->set_until_ms(client.account->NowMs() + 3000);
    return entry;
  });
  while (SystemClock().NowMs() <
         server_->services().roster().Now().state->newest_ms() + 3000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const uint64_t before = Head();
  EXPECT_THAT(Klad(founder_, {"list", "ads"}).err, HasSubstr("renewed 1 key "));
  EXPECT_THAT(KindsSince(before), ::testing::ElementsAre(Entry::kSafeEpoch));
}

// The work itself was done; the next command tries again.
TEST_F(RenewalTest, RenewalThatFailsEndsNoCommand) {
  Suspend("anna");
  server_->SetTap(
      [](const rpc::Call& call, const auto& real, std::string* response) {
        return call.method == "klad.v1.RosterService/Append"
                   ? access::Refuse(v1::REASON_DISK)
                   : real(call, response);
      });
  const auto next = Klad(founder_, {"safe", "list"});
  EXPECT_EQ(next.code, ExitCode::kOk);
  EXPECT_THAT(next.out, HasSubstr("ads"));
  EXPECT_THAT(next.err, HasSubstr("what is due is not done yet: the "
                                  "server cannot write"));
  server_->SetTap(nullptr);
  EXPECT_THAT(Klad(founder_, {"safe", "list"}).err, HasSubstr(kRenewed));
}

// A member who left opens none of the envelopes that are made from then on,
// whoever they are for.
TEST_F(RenewalTest, KeyOfBeforeDoesNotOpenWhatComesAfter) {
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(anna_));
  ASSERT_OK(anna.account->CatchUp());
  const auto of_roles = RoleKeysOf(anna);
  Suspend("anna");
  Klad(founder_, {"status"});
  ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
  ASSERT_OK(Create(founder, "ads", "bank", "bank-1"));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(founder, "ads", "bank"));
  EXPECT_EQ(header.epoch(), 2u);
  for (const auto& key : {crypto::roster::KeyName::Role("marketer"),
                          crypto::roster::KeyName::Safe(safe_)}) {
    ASSERT_OK_AND_ASSIGN(const auto before,
                         OpenEnvelopes(*server_, key, 1, anna, of_roles));
    EXPECT_EQ(before.opened, 1);
    ASSERT_OK_AND_ASSIGN(const auto after,
                         OpenEnvelopes(*server_, key, 2, anna, of_roles));
    EXPECT_EQ(after.opened, 0);
    EXPECT_GE(after.all, 1);
  }
}

// An owner to whom a new key was not really sealed hears of it.
TEST_F(RenewalTest, NewKeyThatDoesNotOpenIsNamed) {
  ASSERT_OK_AND_ASSIGN(const std::string olga, server_->Join("olga", {}));
  Sign([](const TestClient& client) {
    Entry entry;
    entry.mutable_role_given()->set_member(
        client.account->roster().FindByLogin("olga")->id);
    entry.mutable_role_given()->mutable_role()->set_role("owner");
    return entry;
  });
  EXPECT_EQ(Klad(olga, {"status"}).code, ExitCode::kOk);
  Suspend("anna");
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method != "klad.v1.RosterService/Append") {
      return real(call, response);
    }
    v1::AppendRequest request;
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    for (auto& epoch : *request.mutable_envelopes()) {
      for (auto& each : *epoch.mutable_envelopes()) {
        each.mutable_sealed()->back() ^= 1;
      }
    }
    const std::string raw = request.SerializeAsString();
    return real({.caller = call.caller,
                 .now_ms = call.now_ms,
                 .method = call.method,
                 .raw = raw,
                 .id = call.id},
                response);
  });
  Klad(founder_, {"status"});
  server_->SetTap(nullptr);
  EXPECT_THAT(
      Klad(olga, {"status"}).err,
      HasSubstr("the new key of the role marketer does not open for you"));
}

}  // namespace
}  // namespace klad::testing
