// What a lying server may say of exposures and of its ledger. That it leaves
// one out is its word, and no test of ours.
#include <sstream>
#include <string>
#include <vector>

#include "client/events.h"
#include "client/exposures.h"
#include "client/ledger_export.h"
#include "client/ledger_log.h"
#include "crypto/ledger_chain.h"
#include "crypto/vault/exposure.h"
#include "klad/trust/v1/ledger_export.pb.h"
#include "klad/v1/audit.pb.h"
#include "klad/v1/event.pb.h"
#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using client::ExitCodeOf;
using ::testing::HasSubstr;

constexpr char kExposures[] = "klad.v1.AuditService/Exposures";
constexpr char kLog[] = "klad.v1.AuditService/Log";
constexpr char kEvents[] = "klad.v1.EventService/Follow";

// Bank is seen for two purposes, and has two versions written by the founder.
class LedgerAttack : public HostileTest {
 protected:
  void SetUp() override {
    HostileTest::SetUp();
    ASSERT_OK(Command(folder_, [](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(PasswordOf(client, "ads", "bank").status());
      return PasswordOf(client, "ads", "shop", trust::v1::PURPOSE_RUN).status();
    }));
  }

  static Step Seen() {
    return [](TestClient& client) -> absl::Status {
      ASSIGN_OR_RETURN(const auto header, HeaderOf(client, "ads", "bank"));
      return client::ExposuresOfCredential(client.vault.get(), header.safe(),
                                           header.credential())
          .status();
    };
  }
  static Step Who() {
    return [](TestClient& client) {
      return client::ExposuresOf(client.vault.get(), client.account->member())
          .status();
    };
  }
  static Step Log(uint64_t after = 0) {
    return [after](TestClient& client) -> absl::Status {
      client::LedgerLog log(client.account.get(), after);
      for (;;) {
        ASSIGN_OR_RETURN(const auto entries, log.Next());
        if (entries.empty()) return absl::OkStatus();
      }
    };
  }

  using EditExposures = std::function<void(
      google::protobuf::RepeatedPtrField<v1::MemberExposure>*)>;
  void Lie(const EditExposures& edit) {
    Edit<v1::ExposuresResponse>(
        kExposures, [edit](auto& answer) { edit(answer.mutable_exposures()); });
  }
  static v1::MemberExposure* Find(
      google::protobuf::RepeatedPtrField<v1::MemberExposure>* exposures,
      bool write) {
    for (auto& each : *exposures) {
      if ((each.purpose() == trust::v1::PURPOSE_WRITE) == write) return &each;
    }
    CHECK_THAT(false);
    return nullptr;
  }

  using EditRecords =
      std::function<void(google::protobuf::RepeatedPtrField<std::string>*)>;
  void LieOfRecords(const EditRecords& edit) {
    Edit<v1::LogResponse>(
        kLog, [edit](auto& answer) { edit(answer.mutable_records()); });
  }
};

TEST_F(LedgerAttack, RevealUnderAnotherPurpose) {
  Lie([](auto* all) {
    Find(all, false)->set_purpose(trust::v1::PURPOSE_EXPORT);
  });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
}

TEST_F(LedgerAttack, RevealOfAnotherVersionOrTime) {
  Lie([](auto* all) { Find(all, false)->set_version(1); });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
  Lie([](auto* all) { Find(all, false)->set_generation(1); });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
  Lie([](auto* all) {
    auto* exposure = Find(all, false);
    exposure->set_time_ms(exposure->time_ms() - 1);
  });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
}

// A real exposure, of another credential.
TEST_F(LedgerAttack, RevealOfAnotherCredentialReplayed) {
  trust::v1::Signed of_shop;
  Edit<v1::ExposuresResponse>(kExposures, [&](auto& answer) {
    for (const auto& each : answer.exposures()) {
      if (each.purpose() == trust::v1::PURPOSE_RUN) of_shop = each.exposure();
    }
  });
  ASSERT_OK(Command(folder_, Who()));
  ASSERT_FALSE(of_shop.body().empty());
  Lie([&](auto* all) { *Find(all, false)->mutable_exposure() = of_shop; });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
}

// Signed by nobody, and by somebody with a key of their own.
TEST_F(LedgerAttack, RevealInvented) {
  Lie([](auto* all) { Find(all, false)->clear_exposure(); });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
  const auto key = crypto::SigningKey::FromSeed(Secret::Random(32));
  Lie([&](auto* all) {
    auto* exposure = Find(all, false);
    trust::v1::Exposure said;
    CHECK_THAT(said.ParseFromString(exposure->exposure().body()));
    *exposure->mutable_exposure() = crypto::vault::SignExposure(
        server_->data().keys->organisation(), exposure->member(), key, said);
  });
  ExpectAlarm(folder_, Seen(), "cannot prove it");
}

TEST_F(LedgerAttack, SameExposureTwice) {
  Lie([](auto* all) { *all->Add() = (*all)[0]; });
  ExpectAlarm(folder_, Seen(), "what was not asked for, or twice");
}

TEST_F(LedgerAttack, AnswerAboutSomebodyElse) {
  Lie([](auto* all) { Find(all, false)->set_member(NewCredentialId()); });
  ExpectAlarm(folder_, Who(), "what was not asked for");
  Lie([](auto* all) { Find(all, false)->set_credential(NewCredentialId()); });
  ExpectAlarm(folder_, Seen(), "what was not asked for");
}

// A write proves itself by its change alone.
TEST_F(LedgerAttack, WriteThatNoChangeSays) {
  for (const auto& edit : std::vector<std::function<void(v1::MemberExposure*)>>{
           [](auto* write) { write->set_version(write->version() + 7); },
           [](auto* write) { write->set_generation(write->generation() + 7); },
           [](auto* write) { write->set_change(write->change() + 1); },
           [](auto* write) { write->set_time_ms(write->time_ms() + 1); },
           [](auto* write) { write->set_member(NewCredentialId()); }}) {
    Lie([&](auto* all) { edit(Find(all, true)); });
    ExpectAlarm(folder_, Seen(), "cannot prove it");
  }
}

TEST_F(LedgerAttack, RecordCutChangedOrMoved) {
  LieOfRecords([](auto* records) { records->DeleteSubrange(3, 1); });
  ExpectAlarm(folder_, Log(), "record 4 is not the one that belongs there");
  LieOfRecords([](auto* records) { records->SwapElements(2, 5); });
  ExpectAlarm(folder_, Log(), "record 3 is not the one that belongs there");
  LieOfRecords([](auto* records) { records->RemoveLast(); });
  ExpectAlarm(folder_, Log(), "does not show it");
  // Still a record of that number, so only the head tells.
  LieOfRecords([](auto* records) {
    if (records->empty()) return;
    trust::v1::LedgerRecord record;
    CHECK_THAT(record.ParseFromString((*records)[4]));
    record.set_time_ms(record.time_ms() + 1);
    (*records)[4] = record.SerializeAsString();
  });
  ExpectAlarm(folder_, Log(), "is not the one that you know");
}

// The chain is sound and longer than what is remembered, but another.
TEST_F(LedgerAttack, HistoryRewrittenBehindAGoodHead) {
  ASSERT_OK_AND_ASSIGN(const std::string older, server_->CopyDisk());
  const std::string memory = server_->CopyOf(folder_);
  ASSERT_OK(Command(folder_, [](TestClient& client) {
    return PasswordOf(client, "ads", "bank", trust::v1::PURPOSE_HEALTH)
        .status();
  }));
  // One call more, so that the head after that reveal is remembered.
  ASSERT_OK(Command(folder_, Log()));
  ASSERT_OK(server_->PutBackDisk(older));
  for (const auto purpose :
       {trust::v1::PURPOSE_EXPORT, trust::v1::PURPOSE_OFFLINE}) {
    ASSERT_OK(Command(memory, [&](TestClient& client) {
      return PasswordOf(client, "ads", "shop", purpose).status();
    }));
  }
  for (const uint64_t after : {uint64_t{0}, uint64_t{1000}}) {
    const absl::Status status = Command(folder_, Log(after));
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kIntegrity) << status;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("its history was rewritten"));
  }
  EXPECT_OK(Command(memory, Log()));
}

// To begin later than asked hides what lies between.
TEST_F(LedgerAttack, LogThatBeginsTooLate) {
  const auto since = [](TestClient& client) -> absl::Status {
    ASSIGN_OR_RETURN(auto log,
                     client::LedgerLog::Since(client.account.get(), 1));
    return log.Next().status();
  };
  // Asked by halves, it says that most records are older.
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    v1::LogRequest request;
    if (call.method != kLog ||
        !request.ParseFromArray(call.raw.data(),
                                static_cast<int>(call.raw.size())) ||
        request.limit() != 1 || request.after() > 3) {
      return absl::OkStatus();
    }
    v1::LogResponse answer;
    trust::v1::LedgerRecord record;
    CHECK_THAT(answer.ParseFromString(*response) &&
               answer.records_size() == 1 &&
               record.ParseFromString(answer.records(0)));
    record.set_time_ms(0);
    answer.set_records(0, record.SerializeAsString());
    *response = answer.SerializeAsString();
    return absl::OkStatus();
  });
  ExpectAlarm(folder_, since, "leaves out records");
}

TEST_F(LedgerAttack, EventsRepeatedOrReordered) {
  const auto follow = [](TestClient& client) {
    return client::FollowEvents(
        client.account.get(), {},
        [](const v1::FollowEventsResponse&) { return absl::OkStatus(); });
  };
  const auto lie =
      [&](const std::function<void(v1::FollowEventsResponse&)>& edit) {
        server_->SetTap([edit](const rpc::Call& call, const auto& real,
                               std::string* response) -> absl::Status {
          RETURN_IF_ERROR(real(call, response));
          if (call.method != kEvents) return absl::OkStatus();
          v1::FollowEventsResponse answer;
          CHECK_THAT(answer.ParseFromString(*response));
          edit(answer);
          *response = answer.SerializeAsString();
          return absl::OkStatus();
        });
      };
  lie([](auto& answer) {
    answer.mutable_events()->SwapElements(0, answer.events_size() - 1);
  });
  ExpectAlarm(folder_, follow, "repeats events");
  lie([](auto& answer) { answer.set_sequence(1); });
  ExpectAlarm(folder_, follow, "repeats events");
}

class ExportAttack : public LedgerAttack {
 protected:
  void SetUp() override {
    LedgerAttack::SetUp();
    ASSERT_OK(Command(folder_, [this](TestClient& client) -> absl::Status {
      RETURN_IF_ERROR(
          client::ExportLedger(client.account.get(), [this](auto bytes) {
            pieces_.emplace_back(bytes);
            return absl::OkStatus();
          }).status());
      key_ = client.account->roster().server_keys().audit_key;
      return absl::OkStatus();
    }));
    // The beginning, and the organisation.
    first_ = 2;
    while (!ItemAt(first_).has_record()) ++first_;
  }

  trust::v1::LedgerExportItem ItemAt(size_t piece) const {
    trust::v1::LedgerExportItem item;
    CHECK_THAT(item.ParseFromString(pieces_[piece].substr(4)));
    return item;
  }
  void Put(size_t piece, const trust::v1::LedgerExportItem& item) {
    const std::string bytes = item.SerializeAsString();
    std::string size(4, 0);
    size[2] = static_cast<char>(bytes.size() >> 8);
    size[3] = static_cast<char>(bytes.size());
    pieces_[piece] = size + bytes;
  }
  // Of the record with this sequence.
  size_t Piece(uint64_t record) const { return first_ + record - 1; }

  absl::StatusOr<client::ExportedLedger> Verify() const {
    std::string bytes;
    for (const std::string& piece : pieces_) bytes += piece;
    std::istringstream in(bytes);
    client::LedgerJudge judge;
    judge.audit_keys = {key_};
    return client::VerifyLedger(in, judge);
  }
  void ExpectWrong(const std::string& words) const {
    const absl::Status status = Verify().status();
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kIntegrity) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  }

  std::vector<std::string> pieces_;
  size_t first_ = 0;
  std::string key_;
};

TEST_F(ExportAttack, WholeLedgerIsVerified) {
  ASSERT_OK_AND_ASSIGN(const auto ledger, Verify());
  EXPECT_EQ(ledger.exposures, 2u);
  EXPECT_EQ(ledger.head.position().sequence(), pieces_.size() - first_ - 1);
  EXPECT_GT(ledger.roster_entries, 0u);
}

TEST_F(ExportAttack, RecordCutChangedOrSwapped) {
  const auto whole = pieces_;
  pieces_.erase(pieces_.begin() + static_cast<ptrdiff_t>(Piece(4)));
  ExpectWrong("record 4 is missing");
  pieces_ = whole;
  std::swap(pieces_[Piece(2)], pieces_[Piece(3)]);
  ExpectWrong("record 2 is missing");
  pieces_ = whole;
  pieces_.erase(pieces_.end() - 2);
  ExpectWrong("is missing");
  pieces_ = whole;
  // Every byte of one record, its link and frame.
  for (size_t i = 0; i < whole[Piece(3)].size(); ++i) {
    pieces_[Piece(3)][i] ^= 1;
    const absl::Status status = Verify().status();
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kIntegrity) << i << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("record 3"));
    pieces_ = whole;
  }
}

// Whoever can hash makes a chain that fits itself; the head does not.
TEST_F(ExportAttack, ChainMadeAnewDoesNotFitTheHead) {
  trust::v1::Position at;
  for (size_t piece = first_; piece + 1 < pieces_.size(); ++piece) {
    auto item = ItemAt(piece);
    trust::v1::LedgerRecord record;
    CHECK_THAT(record.ParseFromString(item.record().record()));
    if (record.sequence() == 5) record.set_time_ms(record.time_ms() + 1);
    item.mutable_record()->set_record(record.SerializeAsString());
    CHECK_THAT(crypto::FollowLedger(item.record().record(), &at).ok());
    item.mutable_record()->set_link(at.link());
    Put(piece, item);
  }
  ExpectWrong("is missing, changed");
}

TEST_F(ExportAttack, HeadOfAnotherKey) {
  key_.back() ^= 1;
  ExpectWrong("not signed by the key");
}

TEST_F(ExportAttack, RosterCutOrChanged) {
  const auto whole = pieces_;
  pieces_.erase(pieces_.begin() + 2);
  ExpectWrong("the roster in the file is not valid");
  // A shorter roster is one; but a reveal stands on what was cut off.
  pieces_ = whole;
  pieces_.erase(pieces_.begin() + static_cast<ptrdiff_t>(first_) - 1);
  ExpectWrong("a reveal is not signed by its member");
  pieces_ = whole;
  auto item = ItemAt(2);
  item.mutable_entry()->mutable_signature()->back() ^= 1;
  Put(2, item);
  ExpectWrong("the roster in the file is not valid");
}

TEST_F(ExportAttack, NotAnExportAtAll) {
  pieces_ = {"not a ledger at all"};
  EXPECT_EQ(ExitCodeOf(Verify().status()), ExitCode::kUsage);
  pieces_ = {};
  EXPECT_EQ(ExitCodeOf(Verify().status()), ExitCode::kUsage);
}

}  // namespace
}  // namespace klad::testing
