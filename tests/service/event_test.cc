// Events over a real server: each once, to those who may see it, whatever
// happens to the way there.
#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/events.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/audit.pb.h"
#include "klad/v1/event.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class EventTest : public ::testing::Test {
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
    ASSERT_OK_AND_ASSIGN(anna_folder_, server_->Join("anna", {"marketer"}));
    ASSERT_OK_AND_ASSIGN(anna_, OpenClient(anna_folder_));
    ASSERT_OK(founder_.account->CatchUp());
  }

  // What there is now.
  std::vector<v1::Event> All(TestClient& client, uint64_t after = 0) {
    std::vector<v1::Event> events;
    EXPECT_OK(client::FollowEvents(
        client.account.get(), {.after = after},
        [&](const v1::FollowEventsResponse& message) {
          events.insert(events.end(), message.events().begin(),
                        message.events().end());
          return absl::OkStatus();
        }));
    return events;
  }
  static std::vector<v1::EventKind> Kinds(
      const std::vector<v1::Event>& events) {
    std::vector<v1::EventKind> kinds;
    for (const v1::Event& event : events) kinds.push_back(event.kind());
    return kinds;
  }

  absl::Status Grant(trust::v1::Level level) {
    trust::v1::Entry entry;
    entry.mutable_granted()->set_safe(safe_);
    entry.mutable_granted()->mutable_target()->set_member(
        anna_.account->member());
    entry.mutable_granted()->set_level(level);
    return founder_.Write(entry);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  std::string anna_folder_;
  TestClient founder_;
  TestClient anna_;
  std::string safe_;
  std::string bank_;
};

TEST_F(EventTest, MemberSeesRosterOwnDoingsAndSafesThatItMayOpen) {
  EXPECT_THAT(Kinds(All(anna_)), Each(v1::EVENT_KIND_ROSTER));
  EXPECT_EQ(PasswordOf(anna_, "ads", "bank").ok(), false);
  ASSERT_OK(Grant(trust::v1::LEVEL_READ));
  ASSERT_OK(PasswordOf(anna_, "ads", "bank"));
  ASSERT_OK(PasswordOf(founder_, "ads", "bank"));
  int changes = 0, reveals = 0;
  for (const v1::Event& event : All(anna_)) {
    if (event.kind() == v1::EVENT_KIND_CHANGE) {
      ++changes;
      EXPECT_EQ(event.safe(), safe_);
      EXPECT_THAT(event.credentials(), ElementsAre(bank_));
      EXPECT_EQ(event.member(), founder_.account->member());
    }
    if (event.kind() == v1::EVENT_KIND_REVEAL) {
      ++reveals;
      EXPECT_EQ(event.member(), anna_.account->member());
      EXPECT_EQ(event.purpose(), trust::v1::PURPOSE_SHOW);
    }
  }
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(reveals, 1);
  int all_reveals = 0;
  for (const v1::Event& event : All(founder_)) {
    if (event.kind() == v1::EVENT_KIND_REVEAL) ++all_reveals;
  }
  EXPECT_EQ(all_reveals, 2);
}

TEST_F(EventTest, DenialIsSeenByWhoReadsTheLedger) {
  v1::LogRequest request;
  v1::LogResponse response;
  EXPECT_EQ(client::ReasonOf(anna_.account->Call("klad.v1.AuditService/Log",
                                                 request, &response)),
            v1::REASON_PERMISSION);
  EXPECT_THAT(Kinds(All(founder_)), Contains(v1::EVENT_KIND_DENIED));
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("boris", {"marketer"}));
  ASSERT_OK_AND_ASSIGN(TestClient boris, OpenClient(folder));
  EXPECT_THAT(Kinds(All(boris)), Not(Contains(v1::EVENT_KIND_DENIED)));
}

TEST_F(EventTest, GoesOnBehindAPlaceAndRefusesOneThatIsNot) {
  const auto all = All(founder_);
  const auto rest = All(founder_, all[2].sequence());
  EXPECT_EQ(rest.size(), all.size() - 3);
  EXPECT_EQ(rest[0].sequence(), all[3].sequence());
  EXPECT_THAT(All(founder_, all.back().sequence()), IsEmpty());
  const absl::Status beyond = client::FollowEvents(
      founder_.account.get(), {.after = all.back().sequence() + 100},
      [](const auto&) { return absl::OkStatus(); });
  EXPECT_EQ(client::ReasonOf(beyond), v1::REASON_BEHIND);
}

// More than a page of what must not be seen lies in between.
TEST_F(EventTest, WhoSeesNothingIsBroughtOnAllTheSame) {
  trust::v1::LedgerRecord record;
  record.set_caller("local");
  record.set_method("klad.v1.LocalService/Backup");
  const audit::Records hundred(100, record);
  for (int i = 0; i < 12; ++i) {
    ASSERT_OK(server_->services().ledger().Commit({}, hundred).status());
  }
  uint64_t told = 0;
  ASSERT_OK(client::FollowEvents(anna_.account.get(), {},
                                 [&](const v1::FollowEventsResponse& message) {
                                   told = message.sequence();
                                   return absl::OkStatus();
                                 }));
  EXPECT_GT(told, 1'000u);
}

TEST_F(EventTest, NothingIsLostOrDoubledWhileTheServerRestarts) {
  constexpr int kChanges = 60;
  std::vector<uint64_t> positions;
  std::atomic<int> seen = 0;
  const std::string copy = server_->CopyOf(folder_);
  std::thread follower([&] {
    auto client = OpenClient(copy);
    ASSERT_OK(client);
    const absl::Status ended = client::FollowEvents(
        client->account.get(), {.wait = true},
        [&](const v1::FollowEventsResponse& message) {
          for (const v1::Event& event : message.events()) {
            if (event.kind() != v1::EVENT_KIND_CHANGE) continue;
            positions.push_back(event.position());
            ++seen;
          }
          return seen > kChanges ? absl::CancelledError("enough")
                                 : absl::OkStatus();
        });
    EXPECT_TRUE(absl::IsCancelled(ended)) << ended;
  });
  for (int i = 0; i < kChanges; ++i) {
    if (i % 20 == 19) {
      ASSERT_OK(server_->Stop());
      ASSERT_OK(server_->Resume());
    }
    absl::Status created;
    do {
      created = Create(founder_, "ads", absl::StrCat("title ", i), "word");
    } while (ExitCodeOf(created) == ExitCode::kUnavailable);
    ASSERT_OK(created);
  }
  follower.join();
  ASSERT_EQ(positions.size(), kChanges + 1u);
  for (size_t i = 0; i < positions.size(); ++i) EXPECT_EQ(positions[i], i + 1);
}

// Its end reaches the client as a refusal, or as a connection that was shut.
TEST_F(EventTest, SuspendedMembersStreamEnds) {
  std::atomic<bool> following = false;
  absl::Status status;
  std::thread follower([&] {
    status = client::FollowEvents(anna_.account.get(), {.wait = true},
                                  [&](const auto&) {
                                    following = true;
                                    return absl::OkStatus();
                                  });
  });
  while (!following) std::this_thread::sleep_for(milliseconds(1));
  trust::v1::Entry entry;
  entry.mutable_suspended()->set_member(anna_.account->member());
  ASSERT_OK(founder_.Write(entry));
  follower.join();
  EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kLocked) << status;
}

TEST_F(EventTest, WhoMayNotOpenASafeAnyMoreSeesNoMoreOfIt) {
  ASSERT_OK(Grant(trust::v1::LEVEL_READ));
  EXPECT_THAT(Kinds(All(anna_)), Contains(v1::EVENT_KIND_CHANGE));
  trust::v1::Entry entry;
  entry.mutable_grant_revoked()->set_safe(safe_);
  entry.mutable_grant_revoked()->mutable_target()->set_member(
      anna_.account->member());
  ASSERT_OK(founder_.Write(entry));
  EXPECT_THAT(Kinds(All(anna_)), Not(Contains(v1::EVENT_KIND_CHANGE)));
}

}  // namespace
}  // namespace klad::testing
