// Credentials over a real server, and what its ledger says afterwards.
#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/refusal.h"
#include "crypto/vault/exposure.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
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
using ::testing::IsEmpty;

constexpr char kFollow[] = "klad.v1.CredentialService/Follow";
constexpr char kReveal[] = "klad.v1.CredentialService/Reveal";
constexpr char kChange[] = "klad.v1.CredentialService/Change";

class CredentialTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
    ASSERT_OK(client_.vault->CreateSafe("ads"));
    ASSERT_OK(Create(client_, "ads", "bank", "bank-1"));
  }

  absl::StatusOr<credential::Counts> Check() {
    return credential::CheckAll(server_->data().keys->organisation(),
                                server_->data().store.get(),
                                *server_->services().roster().Now().state);
  }

  std::vector<trust::v1::LedgerRecord> Ledger() {
    // What was posted is on disk within 50 ms.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    auto page = server_->services().ledger().Read(0, 1000);
    EXPECT_OK(page);
    return page->records;
  }

  // (version, generation, purpose, repeat) of every exposure so far.
  using Seen = std::tuple<uint64_t, uint64_t, trust::v1::Purpose, bool>;
  std::vector<Seen> Exposures() {
    std::vector<Seen> seen;
    for (const auto& record : Ledger()) {
      for (const auto& each : record.revealed()) {
        seen.push_back(
            {each.version(), each.generation(), each.purpose(), each.repeat()});
      }
    }
    return seen;
  }

  // The request of a reveal of bank's first version, its exposure edited.
  v1::RevealRequest Request(
      const std::function<void(trust::v1::Exposure*)>& edit) {
    const auto header = HeaderOf(client_, "ads", "bank");
    CHECK_THAT(header.ok());
    trust::v1::Exposure exposure;
    exposure.set_safe(header->safe());
    exposure.set_credential(header->credential());
    exposure.set_version(1);
    exposure.set_generation(1);
    exposure.set_purpose(trust::v1::PURPOSE_SHOW);
    exposure.set_time_ms(client_.account->NowMs());
    *exposure.mutable_roster() = client_.account->Known().roster();
    *exposure.mutable_change() = (*OpenSafe(client_, "ads"))->head();
    *exposure.mutable_ledger() = client_.account->Known().ledger();
    v1::RevealRequest request;
    request.set_safe(exposure.safe());
    request.set_credential(exposure.credential());
    request.set_version(1);
    request.set_purpose(exposure.purpose());
    *request.mutable_head() = exposure.change();
    edit(&exposure);
    *request.mutable_exposure() = crypto::vault::SignExposure(
        client_.account->organisation(), client_.account->member(),
        client_.account->identity().signing_key(), exposure);
    return request;
  }

  void ExpectNoReveal(const v1::RevealRequest& request) {
    const size_t before = Exposures().size();
    v1::RevealResponse response;
    const absl::Status status =
        client_.account->Call(kReveal, request, &response);
    EXPECT_EQ(client::ReasonOf(status), v1::REASON_EXPOSURE) << status;
    EXPECT_THAT(response.secret(), IsEmpty());
    EXPECT_EQ(Exposures().size(), before);
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient client_;
};

TEST_F(CredentialTest, GoesFromItsFirstVersionToItsRestoration) {
  EXPECT_THAT(PasswordOf(client_, "ads", "Bank"), IsOkAndHolds("bank-1"));
  ASSERT_OK(SetPassword(client_, "ads", "bank", "bank-2"));
  EXPECT_THAT(PasswordOf(client_, "ads", "bank"), IsOkAndHolds("bank-2"));
  ASSERT_OK(Delete(client_, "ads", "bank"));
  EXPECT_EQ(ExitCodeOf(PasswordOf(client_, "ads", "bank").status()),
            ExitCode::kNotFound);
  ASSERT_OK(Undelete(client_, "ads", "bank"));
  EXPECT_THAT(PasswordOf(client_, "ads", "bank"), IsOkAndHolds("bank-2"));

  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(client_, "ads"));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client_, "ads", "bank"));
  ASSERT_OK_AND_ASSIGN(const auto versions,
                       client_.vault->History(mirror, header.credential()));
  ASSERT_EQ(versions.size(), 4u);
  EXPECT_EQ(versions[0].header.version(), 4u);
  EXPECT_TRUE(versions[1].header.deleted());
  EXPECT_EQ(versions[3].overview.title(), "bank");
  ASSERT_OK_AND_ASSIGN(const auto first,
                       client_.vault->Reveal(mirror, versions[3].header,
                                             trust::v1::PURPOSE_SHOW));
  EXPECT_EQ(first.password.Expose(), "bank-1");
}

TEST_F(CredentialTest, LedgerHoldsEveryRevealAndEveryWrite) {
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  ASSERT_OK(PasswordOf(client_, "ads", "bank", trust::v1::PURPOSE_EXPORT));
  ASSERT_OK(SetPassword(client_, "ads", "bank", "bank-2"));
  ASSERT_OK(PasswordOf(client_, "ads", "bank"));
  EXPECT_THAT(Exposures(), ::testing::UnorderedElementsAre(
                               Seen{1, 1, trust::v1::PURPOSE_WRITE, false},
                               Seen{1, 1, trust::v1::PURPOSE_SHOW, false},
                               Seen{1, 1, trust::v1::PURPOSE_SHOW, true},
                               Seen{1, 1, trust::v1::PURPOSE_EXPORT, false},
                               Seen{2, 2, trust::v1::PURPOSE_WRITE, false},
                               Seen{2, 2, trust::v1::PURPOSE_SHOW, false}));
}

TEST_F(CredentialTest, RevealWithoutItsExposureDeliversNothing) {
  v1::RevealRequest request = Request([](auto*) {});
  request.clear_exposure();
  ExpectNoReveal(request);
}

TEST_F(CredentialTest, ExposureOfSomethingElseDeliversNothing) {
  ExpectNoReveal(
      Request([](auto* e) { e->set_credential(NewCredentialId()); }));
  ExpectNoReveal(Request([](auto* e) { e->set_safe(NewCredentialId()); }));
  ExpectNoReveal(Request([](auto* e) {
    e->set_version(2);
    e->set_generation(2);
  }));
  ExpectNoReveal(
      Request([](auto* e) { e->set_purpose(trust::v1::PURPOSE_RUN); }));
  v1::RevealRequest forged = Request([](auto*) {});
  forged.mutable_exposure()->mutable_signature()->back() ^= 1;
  ExpectNoReveal(forged);
}

TEST_F(CredentialTest, WriteIsNobodysToReveal) {
  v1::RevealRequest request = Request([](auto*) {});
  request.set_purpose(trust::v1::PURPOSE_WRITE);
  ExpectNoReveal(request);
}

TEST_F(CredentialTest, MemberWithoutAGrantIsDeniedAndThatIsRecorded) {
  const v1::RevealRequest request = Request([](auto*) {});
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(folder));
  v1::RevealResponse response;
  const absl::Status status = anna.account->Call(kReveal, request, &response);
  EXPECT_EQ(client::ReasonOf(status), v1::REASON_NO_ACCESS);
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kDenied);
  EXPECT_THAT(response.secret(), IsEmpty());
  const trust::v1::LedgerRecord last = Ledger().back();
  EXPECT_EQ(last.outcome(), trust::v1::OUTCOME_DENIED);
  EXPECT_EQ(last.method(), kReveal);
  EXPECT_EQ(last.reason(), "REASON_NO_ACCESS");
  EXPECT_THAT(last.caller(), HasSubstr("member/"));
}

TEST_F(CredentialTest, ExportNeedsAPermissionOfItsOwn) {
  v1::RevealRequest request = Request([](auto*) {});
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK_AND_ASSIGN(TestClient anna, OpenClient(folder));
  request.set_purpose(trust::v1::PURPOSE_EXPORT);
  v1::RevealResponse response;
  const absl::Status status = anna.account->Call(kReveal, request, &response);
  EXPECT_EQ(client::ReasonOf(status), v1::REASON_PERMISSION);
  EXPECT_THAT(client::Explain(status).message(),
              HasSubstr("credential.export"));
  EXPECT_EQ(Ledger().back().reason(), "REASON_PERMISSION");
}

TEST_F(CredentialTest, PartsMustBeThoseOfTheChange) {
  const auto send = [this](
                        const std::function<void(v1::ChangeRequest&)>& edit) {
    server_->SetTap(
        [edit](const rpc::Call& call, const auto& real, std::string* response) {
          if (call.method != kChange) return real(call, response);
          v1::ChangeRequest request;
          CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                            static_cast<int>(call.raw.size())));
          edit(request);
          const std::string raw = request.SerializeAsString();
          return real({.caller = call.caller,
                       .now_ms = call.now_ms,
                       .method = call.method,
                       .raw = raw,
                       .id = call.id},
                      response);
        });
    const absl::Status status = Create(client_, "ads", "shop", "shop-1");
    server_->SetTap(nullptr);
    EXPECT_EQ(client::ReasonOf(status), v1::REASON_CHANGE_REFUSED) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("(parts)"));
  };
  send([](auto& request) { request.mutable_parts()->RemoveLast(); });
  send([](auto& request) { request.add_parts("one more"); });
  send([](auto& request) { request.mutable_parts(0)->append("longer"); });
  EXPECT_OK(Create(client_, "ads", "shop", "shop-1"));
}

TEST_F(CredentialTest, TwoClientsWriteIntoOneSafeAndNothingIsLost) {
  ASSERT_OK_AND_ASSIGN(TestClient other, OpenClient(server_->CopyOf(folder_)));
  ASSERT_OK(OpenSafe(other, "ads"));
  ASSERT_OK(Create(client_, "ads", "one", "1"));
  ASSERT_OK(Create(other, "ads", "two", "2"));
  ASSERT_OK(Create(client_, "ads", "three", "3"));
  ASSERT_OK_AND_ASSIGN(TestClient later, OpenClient(folder_));
  for (const char* title : {"bank", "one", "two", "three"}) {
    EXPECT_OK(HeaderOf(later, "ads", title)) << title;
  }
}

// A change is made where the roster stands; a stale position is retried.
TEST_F(CredentialTest, RosterMovesUnderAWriter) {
  ASSERT_OK_AND_ASSIGN(TestClient other, OpenClient(server_->CopyOf(folder_)));
  ASSERT_OK(other.account->CatchUp());
  ASSERT_OK(client_.vault->CreateSafe("mail"));
  EXPECT_OK(Create(other, "ads", "two", "2"));
}

TEST_F(CredentialTest, SixteenThreadsCreateInOneSafe) {
  constexpr int kThreads = 16;
  std::vector<std::string> folders;
  ASSERT_OK(client_.vault->Save());
  for (int i = 0; i < kThreads; ++i)
    folders.push_back(server_->CopyOf(folder_));
  std::atomic<int> created = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      auto client = OpenClient(folders[i]);
      // A conflict after all retries is an honest answer: try again.
      while (client.ok()) {
        const absl::Status status =
            Create(*client, "ads", absl::StrCat("title ", i), "word");
        if (status.ok()) ++created;
        if (ExitCodeOf(status) != ExitCode::kConflict || status.ok()) break;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, kThreads);
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(client_, "ads"));
  ASSERT_OK(mirror->Follow());
  EXPECT_EQ((*mirror->Items())->size(), kThreads + 1u);
  ASSERT_OK_AND_ASSIGN(const credential::Counts counts, Check());
  EXPECT_EQ(counts.changes, kThreads + 1u);
  EXPECT_EQ(counts.credentials, kThreads + 1u);
}

TEST_F(CredentialTest, ImportInBatchesOfTwenty) {
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, OpenSafe(client_, "ads"));
  for (int batch = 0; batch < 10; ++batch) {
    ASSERT_OK(client_.vault->Change(
        mirror, [&](client::Mirror&, crypto::vault::ChangeBuilder& builder) {
          for (int i = 0; i < 20; ++i) {
            const auto edit =
                Login(absl::StrCat("row ", batch, ".", i), "word");
            RETURN_IF_ERROR(builder.Create(NewCredentialId(),
                                           trust::v1::KIND_LOGIN, *edit));
          }
          return absl::OkStatus();
        }));
  }
  ASSERT_OK_AND_ASSIGN(TestClient later, OpenClient(server_->CopyOf(folder_)));
  ASSERT_OK_AND_ASSIGN(client::Mirror * all, OpenSafe(later, "ads"));
  ASSERT_OK(all->Follow());
  EXPECT_EQ((*all->Items())->size(), 201u);
  EXPECT_EQ(Exposures().size(), 201u);
  EXPECT_OK(Check());
}

// Pages of one change, and a change that comes between two of them.
TEST_F(CredentialTest, WriteBetweenTwoPagesIsNoAlarm) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(Create(client_, "ads", absl::StrCat("title ", i), "word"));
  }
  const std::string fresh = server_->CopyOf(folder_);
  ASSERT_OK(client_.vault->Save());
  ASSERT_OK_AND_ASSIGN(TestClient reader, OpenClient(fresh));
  ASSERT_OK_AND_ASSIGN(client::SafeInfo ads, reader.vault->FindSafe("ads"));
  std::filesystem::remove(fresh + "/safe-" + absl::BytesToHexString(ads.id));

  std::string write;
  std::optional<access::Caller> author;
  server_->SetTap(
      [&](const rpc::Call& call, const auto& real, std::string* response) {
        if (call.method != kChange) return real(call, response);
        write = std::string(call.raw);
        author = call.caller;
        return absl::UnavailableError("held back");
      });
  EXPECT_EQ(ExitCodeOf(Create(client_, "ads", "between", "word")),
            ExitCode::kUnavailable);
  ASSERT_TRUE(author.has_value());

  int pages = 0;
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    if (call.method != kFollow) return real(call, response);
    v1::FollowRequest request;
    CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size())));
    request.set_limit(1);
    if (++pages == 2) {
      std::string taken;
      EXPECT_OK(server_->Answer(
          {.caller = *author, .method = kChange, .raw = write}, &taken));
    }
    const std::string raw = request.SerializeAsString();
    return real({.caller = call.caller, .method = call.method, .raw = raw},
                response);
  });
  const auto listed = Klad(fresh, {"list", "ads"});
  server_->SetTap(nullptr);
  EXPECT_EQ(listed.code, ExitCode::kOk) << listed.err;
  EXPECT_EQ(pages, 5);
  for (const char* title : {"bank", "title 0", "title 2", "between"}) {
    EXPECT_THAT(listed.out, HasSubstr(title));
  }
}

TEST_F(CredentialTest, SameChangeTwiceHasOneEffect) {
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    return call.method == kChange ? real(call, response) : absl::OkStatus();
  });
  ASSERT_OK(Create(client_, "ads", "shop", "shop-1"));
  server_->SetTap(nullptr);
  EXPECT_EQ(Exposures().size(), 2u);
  ASSERT_OK_AND_ASSIGN(const credential::Counts counts, Check());
  EXPECT_EQ(counts.changes, 2u);
}

TEST_F(CredentialTest, SameEntryTwiceHasOneEffect) {
  const uint64_t before = client_.account->roster().head().sequence;
  const size_t records = Ledger().size();
  server_->SetTap([&](const rpc::Call& call, const auto& real,
                      std::string* response) -> absl::Status {
    RETURN_IF_ERROR(real(call, response));
    return call.method == "klad.v1.RosterService/Append" ? real(call, response)
                                                         : absl::OkStatus();
  });
  ASSERT_OK(client_.vault->CreateSafe("mail"));
  EXPECT_EQ(client_.account->roster().head().sequence, before + 1);
  EXPECT_EQ(Ledger().size(), records + 1);
}

// Every kind of record of the feature, one byte of its value at a time.
TEST_F(CredentialTest, CheckFindsEveryDamagedRecord) {
  ASSERT_OK(SetPassword(client_, "ads", "bank", "bank-2"));
  ASSERT_OK_AND_ASSIGN(const credential::Counts counts, Check());
  EXPECT_EQ(counts.safes, 1u);
  EXPECT_EQ(counts.changes, 2u);
  EXPECT_EQ(counts.credentials, 1u);
  EXPECT_EQ(counts.secrets, 2u);
  store::Store* store = server_->data().store.get();
  for (const char* prefix : {"c/h/", "c/c/", "c/v/", "c/p/", "c/s/"}) {
    ASSERT_OK_AND_ASSIGN(const store::Page page,
                         store->List(store::Range::Prefix(prefix), "", 100));
    ASSERT_FALSE(page.entries.empty()) << prefix;
    for (const store::Entry& entry : page.entries) {
      const auto put = [&](std::string value) {
        store::Transaction transaction;
        transaction.puts.push_back({entry.key, std::move(value)});
        return store->Commit(std::move(transaction)).status();
      };
      std::string damaged = entry.value;
      damaged[damaged.size() / 2] ^= 1;
      ASSERT_OK(put(damaged));
      const auto checked = Check();
      EXPECT_EQ(checked.status().code(), absl::StatusCode::kDataLoss) << prefix;
      EXPECT_THAT(std::string(checked.status().message()),
                  HasSubstr("is damaged"));
      ASSERT_OK(put(entry.value));
    }
  }
  EXPECT_OK(Check());
}

}  // namespace
}  // namespace klad::testing
