// The whole disk of the server, rolled back; and entries that name heads which
// are not the safe's.
#include <algorithm>

#include "crypto/epoch_key.h"
#include "crypto/roster/epoch_keys.h"
#include "klad/store/v1/records.pb.h"
#include "klad/v1/roster.pb.h"
#include "server/base/id.h"
#include "server/credential/checker.h"
#include "server/roster/envelopes.h"
#include "server/store/keyspace.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using ::testing::HasSubstr;
using trust::v1::Entry;

class Rollback : public HostileTest {
 protected:
  // The disk as it is now put back behind one more safe and change.
  void RollBack() {
    ASSERT_OK(Command(folder_, Get("bank")));
    ASSERT_OK_AND_ASSIGN(const std::string older, server_->CopyDisk());
    old_entries_ = server_->services().roster().Now().state->head().sequence;
    ASSERT_OK(Command(folder_, [](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(client.vault->CreateSafe("mail"));
      return SetPassword(client, "ads", "shop", "shop-2");
    }));
    ASSERT_OK_AND_ASSIGN(newer_, server_->CopyDisk());
    ASSERT_OK(server_->PutBackDisk(older));
  }

  // As if nobody had said what they know: at most what this disk has.
  template <typename Req>
  static std::string Capped(const rpc::Call& call, uint64_t entries,
                            const std::function<void(Req&)>& cap) {
    Req request;
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    auto* roster = request.mutable_known()->mutable_roster();
    roster->set_sequence(std::min(roster->sequence(), entries));
    request.mutable_known()->clear_ledger();
    cap(request);
    return request.SerializeAsString();
  }

  void HideRollback() {
    const uint64_t entries = old_entries_;
    server_->SetTap([entries](const rpc::Call& call, const auto& real,
                              std::string* response) {
      std::string raw(call.raw);
      if (call.method == kReplay) {
        raw = Capped<v1::ReplayRequest>(call, entries, [](auto&) {});
      } else if (call.method == kFollow) {
        raw = Capped<v1::FollowRequest>(
            call, entries, [](auto& asked) { Cap(asked.mutable_after()); });
      } else if (call.method == kReveal) {
        raw = Capped<v1::RevealRequest>(
            call, entries, [](auto& asked) { Cap(asked.mutable_head()); });
      }
      return real({.caller = call.caller,
                   .now_ms = call.now_ms,
                   .method = call.method,
                   .raw = raw,
                   .id = call.id},
                  response);
    });
  }

  // `ads` had three changes by then.
  static void Cap(trust::v1::Position* head) {
    head->set_sequence(std::min<uint64_t>(head->sequence(), 3));
  }

  static Step CatchUp() {
    return [](TestClient& client) { return client.account->CatchUp(); };
  }

  std::string newer_;
  uint64_t old_entries_ = 0;
};

// An honest kladd on an old disk says that it is behind.
TEST_F(Rollback, OldDiskThatSaysSoIsUnavailable) {
  RollBack();
  for (const Step& step : {CatchUp(), List(), Get("bank")}) {
    const auto before = Remembered(folder_);
    const absl::Status status = Command(folder_, step);
    EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kUnavailable);
    EXPECT_THAT(std::string(status.message()), HasSubstr("not caught up"));
    EXPECT_EQ(Remembered(folder_), before);
  }
  ASSERT_OK(server_->PutBackDisk(newer_));
  EXPECT_OK(Command(folder_, Get("shop")));
}

TEST_F(Rollback, OldDiskThatHidesItIsAnAlarm) {
  RollBack();
  const std::vector<std::pair<Step, std::string>> steps = {
      {CatchUp(), "an older roster"},
      {List(), "an older roster"},
      {Get("bank"), "an older roster"}};
  for (const auto& [step, words] : steps) {
    HideRollback();
    const auto before = Remembered(folder_);
    const absl::Status status = Command(folder_, step);
    EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kIntegrity);
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    EXPECT_EQ(Remembered(folder_), before);
  }
  ASSERT_OK(server_->PutBackDisk(newer_));
  server_->SetTap(nullptr);
  EXPECT_OK(Command(folder_, Get("shop")));
}

// The safe alone rolled back, the roster as it was.
TEST_F(Rollback, OldSafeOnADiskThatHidesItIsAnAlarm) {
  ASSERT_OK_AND_ASSIGN(const std::string older, server_->CopyDisk());
  old_entries_ = server_->services().roster().Now().state->head().sequence;
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return SetPassword(client, "ads", "shop", "shop-2");
  }));
  ASSERT_OK_AND_ASSIGN(newer_, server_->CopyDisk());
  ASSERT_OK(server_->PutBackDisk(older));
  HideRollback();
  const auto before = Remembered(folder_);
  const absl::Status status = Command(folder_, List());
  EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kIntegrity);
  EXPECT_THAT(std::string(status.message()), HasSubstr("older"));
  EXPECT_EQ(Remembered(folder_), before);
  ASSERT_OK(server_->PutBackDisk(newer_));
  server_->SetTap(nullptr);
  EXPECT_OK(Command(folder_, Get("shop")));
}

// An owner and the server together.
class FalseHead : public HostileTest {
 protected:
  // A new epoch that names this head, on the disk of the server, which would
  // not have taken it.
  void Plant(uint64_t sequence, char link) {
    ASSERT_OK_AND_ASSIGN(TestClient owner,
                         OpenClient(server_->CopyOf(folder_)));
    const auto key = crypto::roster::KeyName::Safe(safe_);
    ASSERT_OK_AND_ASSIGN(const Secret* previous,
                         owner.vault->keychain().Open(key, 1));
    const Secret* secret =
        owner.vault->keychain().Add(key, 2, Secret::Random(32));
    Entry entry;
    *entry.mutable_safe_epoch() = crypto::NameSafeKey(
        crypto::roster::NameOf(owner.account->organisation(), key), 2, *secret,
        previous);
    entry.mutable_safe_epoch()->mutable_head()->set_sequence(sequence);
    entry.mutable_safe_epoch()->mutable_head()->set_link(std::string(32, link));
    entry.mutable_safe_epoch()->set_root(std::string(32, 'r'));
    const trust::v1::Signed made = SignBy(owner, entry);
    EXPECT_FALSE(owner.Write(entry).ok());
    crypto::roster::State after = owner.account->roster();
    ASSERT_OK(after.Apply(made));
    ASSERT_OK_AND_ASSIGN(const auto envelopes,
                         client::SealNeeded(after, &owner.vault->keychain()));
    Store(made, after, envelopes[0]);
  }

  void Store(const trust::v1::Signed& made, const crypto::roster::State& after,
             const trust::v1::EpochEnvelopes& envelopes) {
    store::v1::RosterRecord record;
    *record.mutable_entry() = made;
    store::Transaction plant;
    plant.puts = {{store::kRosterEntryPrefix + BigEndian(after.head().sequence),
                   record.SerializeAsString()},
                  {store::kRosterHeadKey,
                   crypto::roster::ToProto(after.head()).SerializeAsString()},
                  {roster::EnvelopeKey(crypto::roster::KeyName::Safe(safe_), 2),
                   envelopes.SerializeAsString()}};
    ASSERT_OK(server_->data().store->Commit(std::move(plant)).status());
    ASSERT_OK(server_->Stop());
    ASSERT_OK(server_->Resume());
  }

  void ExpectNoticed(const std::string& folder, const Step& step) {
    const absl::Status status = Command(folder, step);
    EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kIntegrity)
        << status;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("that fails verification: anchor"));
  }
};

TEST_F(FalseHead, EpochBehindChangesThatAreNotShown) {
  Plant(4, 'x');
  ExpectNoticed(folder_, List());
  ExpectNoticed(folder_, Get("bank"));
  ExpectNoticed(fresh_, List());
}

TEST_F(FalseHead, EpochBehindAnotherChangeOfTheSameNumber) {
  Plant(3, 'x');
  ExpectNoticed(folder_, List());
  ExpectNoticed(folder_, Get("bank"));
  ExpectNoticed(fresh_, List());
}

// What came behind the head it names was slipped in.
TEST_F(FalseHead, EpochBehindFewerChangesThanAreShown) {
  Plant(2, 'x');
  ExpectNoticed(folder_, List());
  ExpectNoticed(fresh_, List());
  EXPECT_FALSE(credential::CheckAll(server_->data().keys->organisation(),
                                    server_->data().store.get(),
                                    *server_->services().roster().Now().state)
                   .ok());
}

}  // namespace
}  // namespace klad::testing
