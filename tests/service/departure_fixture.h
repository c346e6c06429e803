// An organisation that somebody is about to leave.
#ifndef KLAD_TESTS_SERVICE_DEPARTURE_FIXTURE_H_
#define KLAD_TESTS_SERVICE_DEPARTURE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/error.h"
#include "crypto/roster/reach.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {

// The safe `ads`, written by marketers, who are anna and boris; `bank`, nobody
// else's. Olga is an owner too. Anna has seen vk as it is, ok before it was
// changed, and never mail.
class DepartureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(founder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(anna_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(boris_, server_->Join("boris", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(olga_, server_->Join("olga", {}));
    ASSERT_OK_AND_ASSIGN(TestClient founder, OpenClient(founder_));
    ASSERT_OK(founder.account->CatchUp());
    trust::v1::Entry entry;
    entry.mutable_role_given()->set_member(IdOf(founder, "olga"));
    entry.mutable_role_given()->mutable_role()->set_role("owner");
    ASSERT_OK(founder.Write(entry));
    ASSERT_OK(founder.vault->CreateSafe("ads"));
    ASSERT_OK(founder.vault->CreateSafe("bank"));
    ASSERT_OK_AND_ASSIGN(const auto safe, founder.vault->FindSafe("ads"));
    entry.mutable_granted()->set_safe(safe.id);
    entry.mutable_granted()->mutable_target()->set_role("marketer");
    entry.mutable_granted()->set_level(trust::v1::LEVEL_WRITE);
    ASSERT_OK(founder.Write(entry));
    for (const char* title : {"vk", "ok", "mail"}) {
      ASSERT_OK(Create(founder, "ads", title, absl::StrCat(title, "-1")));
    }
    ASSERT_OK(Create(founder, "bank", "account", "account-1"));
    ASSERT_OK(founder.vault->Save());
    Read(anna_, "vk");
    Read(anna_, "ok");
    ASSERT_OK(SetPassword(founder, "ads", "ok", "ok-2"));
  }

  static std::string IdOf(const TestClient& client, const std::string& login) {
    return client.account->roster().FindByLogin(login)->id;
  }
  static void Read(const std::string& folder, const std::string& title) {
    const auto done = Klad(folder, {"get", "ads/" + title, "password"});
    ASSERT_EQ(done.code, client::ExitCode::kOk) << done.err;
  }

  cli::FakeWorld::Ended Depart(const std::string& folder,
                               std::vector<std::string> more = {}) {
    std::vector<std::string> line = {"person",      "depart", "anna",
                                     "--successor", "boris",  "--yes"};
    line.insert(line.end(), more.begin(), more.end());
    return Klad(folder, line);
  }
  std::string Json(const std::string& folder, std::vector<std::string> line) {
    line.insert(line.end(), {"-o", "json"});
    const auto done = Klad(folder, line);
    EXPECT_EQ(done.code, client::ExitCode::kOk) << done.err;
    return absl::StrReplaceAll(done.out, {{" ", ""}, {"\n", ""}});
  }

  const crypto::roster::State& Now() {
    now_ = server_->services().roster().Now().state;
    return *now_;
  }
  crypto::roster::MemberState StateOf(const std::string& login) {
    return Now().FindByLogin(login)->state();
  }
  uint64_t Count(trust::v1::Entry::KindCase kind) {
    v1::News news;
    EXPECT_OK(server_->services().roster().Fill({}, &news));
    uint64_t count = 0;
    for (const auto& made : news.roster()) {
      trust::v1::Entry entry;
      EXPECT_TRUE(entry.ParseFromString(made.body()));
      count += entry.kind_case() == kind;
    }
    return count;
  }
  void ExpectGone(const std::string& owner) {
    const auto* anna = Now().FindByLogin("anna");
    EXPECT_EQ(anna->state(), crypto::roster::MemberState::kDeparted);
    EXPECT_TRUE(crypto::roster::KeysHeldBy(now_->facts(), anna->id).empty());
    EXPECT_EQ(Count(trust::v1::Entry::kSuspended), 1u);
    EXPECT_EQ(Count(trust::v1::Entry::kDeparted), 1u);
    EXPECT_THAT(Json(owner, {"rotation", "list"}),
                ::testing::HasSubstr("ads/vk"));
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string founder_;
  std::string anna_;
  std::string boris_;
  std::string olga_;
  std::shared_ptr<const crypto::roster::State> now_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SERVICE_DEPARTURE_FIXTURE_H_
