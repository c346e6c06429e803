// Files that belong to credentials, over a real server.
#include <fstream>
#include <sstream>

#include "client/attachments.h"
#include "client/error.h"
#include "client/refusal.h"
#include "crypto/vault/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/attachment.pb.h"
#include "klad/v1/credential.pb.h"
#include "server/credential/attachments.h"
#include "server/credential/checker.h"
#include "tests/support/credentials.h"
#include "tests/support/fake_clock.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using crypto::vault::kChunk;
using ::testing::HasSubstr;

constexpr char kSend[] = "klad.v1.AttachmentService/Send";
constexpr char kFetch[] = "klad.v1.AttachmentService/Fetch";

class AttachmentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
    ASSERT_OK(client.vault->CreateSafe("ads"));
    ASSERT_OK(client.vault->CreateSafe("smm"));
    ASSERT_OK(Create(client, "ads", "bank", "bank-1"));
  }

  // A file of this name beside the state folder.
  std::string File(const std::string& name, const std::string& contents) {
    const std::string path = folder_ + "." + name;
    std::ofstream(path, std::ios::binary) << contents;
    return path;
  }

  static std::string Contents(const std::string& path) {
    std::ostringstream contents;
    contents << std::ifstream(path, std::ios::binary).rdbuf();
    return contents.str();
  }

  static std::string Bytes(size_t size) {
    std::string bytes(size, '\0');
    for (size_t i = 0; i < size; ++i) {
      bytes[i] = static_cast<char>(i * 7 + (i >> 8));
    }
    return bytes;
  }

  cli::FakeWorld::Ended Attach(const std::string& name,
                               const std::string& contents) {
    return Klad(folder_, {"credential", "attach", "ads/bank",
                          File(name, contents), "--name", name});
  }

  cli::FakeWorld::Ended Fetch(const std::string& reference,
                              const std::string& name) {
    to_ = folder_ + ".got" + std::to_string(++fetched_);
    return Klad(folder_, {"get", reference, "--attachment", name, "--to", to_});
  }

  absl::StatusOr<credential::Counts> Check() {
    return credential::CheckAll(server_->data().keys->organisation(),
                                server_->data().store.get(),
                                *server_->services().roster().Now().state);
  }

  size_t Stored(const std::string& prefix) {
    auto page =
        server_->data().store->List(store::Range::Prefix(prefix), "", 1000);
    EXPECT_OK(page);
    return page->entries.size();
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  std::string to_;
  int fetched_ = 0;
};

TEST_F(AttachmentTest, ComesBackAsItWas) {
  for (const size_t size :
       {size_t{0}, size_t{1}, kChunk, kChunk + 1, 7 * kChunk + 5}) {
    const std::string name = "f" + std::to_string(size);
    const std::string contents = Bytes(size);
    const auto attached = Attach(name, contents);
    ASSERT_EQ(attached.code, ExitCode::kOk) << attached.err;
    const auto got = Fetch("ads/bank", name);
    ASSERT_EQ(got.code, ExitCode::kOk) << got.err;
    EXPECT_EQ(Contents(to_), contents) << size;
    EXPECT_EQ(
        Klad(folder_, {"get", "ads/bank", "--attachment", name, "--to", "-"})
            .out,
        contents);
  }
  ASSERT_OK_AND_ASSIGN(const auto counts, Check());
  EXPECT_GE(counts.attachments, 5u);
  EXPECT_EQ(Stored("a/u/"), 0u);
}

TEST_F(AttachmentTest, TheLargestGoesAndOneByteMoreIsRefusedBeforeItIsSent) {
  const std::string largest = Bytes(crypto::vault::kMaxAttachment);
  const auto attached = Attach("large", largest);
  ASSERT_EQ(attached.code, ExitCode::kOk) << attached.err;
  ASSERT_EQ(Fetch("ads/bank", "large").code, ExitCode::kOk);
  EXPECT_EQ(Contents(to_), largest);
  int calls = 0;
  server_->SetTap(
      [&](const rpc::Call& call, const auto& real, std::string* response) {
        ++calls;
        return real(call, response);
      });
  const auto refused = Attach("larger", largest + "x");
  EXPECT_EQ(refused.code, ExitCode::kUsage);
  EXPECT_THAT(refused.err, HasSubstr("an attachment may have 10 MiB"));
  EXPECT_EQ(calls, 0);
}

TEST_F(AttachmentTest, NothingIsNewForWhoHasSeenTheSecret) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client, "ads", "bank"));
  EXPECT_EQ(header.version(), 2u);
  EXPECT_EQ(header.generation(), 1u);
  EXPECT_EQ(header.secret().attachments_size(), 1);
}

TEST_F(AttachmentTest, MovesWithItsCredential) {
  const std::string contents = Bytes(2 * kChunk);
  ASSERT_EQ(Attach("codes", contents).code, ExitCode::kOk);
  ASSERT_EQ(Klad(folder_, {"credential", "move", "ads/bank", "smm"}).code,
            ExitCode::kOk);
  const auto got = Fetch("smm/bank", "codes");
  EXPECT_EQ(got.code, ExitCode::kOk) << got.err;
  EXPECT_EQ(Contents(to_), contents);
  EXPECT_OK(Check());
}

TEST_F(AttachmentTest, DetachedComesBackWithItsVersion) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  ASSERT_EQ(Klad(folder_, {"credential", "detach", "ads/bank", "codes"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Fetch("ads/bank", "codes").code, ExitCode::kNotFound);
  ASSERT_EQ(Klad(folder_, {"credential", "restore", "ads/bank", "2"}).code,
            ExitCode::kOk);
  EXPECT_EQ(Fetch("ads/bank", "codes").code, ExitCode::kOk);
  EXPECT_EQ(Contents(to_), "1234");
}

TEST_F(AttachmentTest, AnEditKeepsIt) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  ASSERT_EQ(
      Klad(folder_, {"credential", "edit", "ads/bank", "--generate"}).code,
      ExitCode::kOk);
  EXPECT_EQ(Fetch("ads/bank", "codes").code, ExitCode::kOk);
}

TEST_F(AttachmentTest, OneNameStandsOnce) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  const auto again = Attach("codes", "5678");
  EXPECT_EQ(again.code, ExitCode::kConflict);
  EXPECT_THAT(again.err, HasSubstr("there is an attachment called codes"));
}

TEST_F(AttachmentTest, ServesNobodyWhoWasNotGivenTheSecret) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  ASSERT_OK_AND_ASSIGN(TestClient client, OpenClient(folder_));
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client, "ads", "bank"));
  v1::FetchRequest request;
  request.set_safe(header.safe());
  request.set_credential(header.credential());
  request.set_version(header.secret().version());
  request.set_attachment(header.secret().attachments(0));
  v1::FetchResponse response;
  for (const auto purpose : {trust::v1::PURPOSE_RUN, trust::v1::PURPOSE_WRITE,
                             trust::v1::PURPOSE_UNSPECIFIED}) {
    request.set_purpose(purpose);
    EXPECT_EQ(
        client::ReasonOf(client.account->Call(kFetch, request, &response)),
        v1::REASON_EXPOSURE)
        << purpose;
  }
  request.set_purpose(trust::v1::PURPOSE_SHOW);
  EXPECT_OK(client.account->Call(kFetch, request, &response));
  request.set_attachment(std::string(16, 'x'));
  EXPECT_EQ(client::ReasonOf(client.account->Call(kFetch, request, &response)),
            v1::REASON_CREDENTIAL_UNKNOWN);
  ASSERT_OK_AND_ASSIGN(const std::string anna,
                       server_->Join("anna", {"marketer"}));
  ASSERT_OK_AND_ASSIGN(TestClient stranger, OpenClient(anna));
  request.set_attachment(header.secret().attachments(0));
  EXPECT_EQ(
      client::ReasonOf(stranger.account->Call(kFetch, request, &response)),
      v1::REASON_NO_ACCESS);
}

// What a client may send of a file, by hand.
class SendTest : public AttachmentTest {
 protected:
  void SetUp() override {
    AttachmentTest::SetUp();
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
    ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client_, "ads", "bank"));
    request_.set_safe(header.safe());
    request_.set_credential(header.credential());
    request_.set_attachment(std::string(16, 'f'));
    request_.set_chunks(2);
    request_.add_sealed("first");
  }

  v1::Reason Send() {
    return client::ReasonOf(client_.account->Call(kSend, request_, &response_));
  }

  TestClient client_;
  v1::SendRequest request_;
  v1::SendResponse response_;
};

TEST_F(SendTest, RepeatsAreHarmlessAndGapsAreRefused) {
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(response_.received(), 1u);
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(response_.received(), 1u);
  request_.set_chunks(3);
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.set_chunks(2);
  request_.set_first(2);
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.set_first(1);
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(response_.received(), 2u);
}

TEST_F(SendTest, LimitsAreKept) {
  request_.set_chunks(crypto::vault::kMaxChunks + 1);
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.set_chunks(0);
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.set_chunks(2);
  request_.set_sealed(0, std::string(crypto::vault::kMaxSealedChunk + 1, 'x'));
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.clear_sealed();
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.add_sealed("first");
  request_.set_first(0xffffffff);
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
  request_.set_first(0);
  request_.set_attachment("short");
  EXPECT_EQ(Send(), v1::REASON_BAD_FIELD);
}

TEST_F(SendTest, OnlySoManyMayWait) {
  for (size_t i = 0; i < credential::kMaxPending; ++i) {
    request_.set_attachment(std::string(15, 'f') + static_cast<char>(i));
    EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  }
  request_.set_attachment(std::string(16, 'z'));
  EXPECT_EQ(Send(), v1::REASON_TOO_MANY);
}

TEST_F(SendTest, NobodyElseAddsToIt) {
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  ASSERT_OK_AND_ASSIGN(const std::string anna, server_->Join("anna", {"head"}));
  ASSERT_OK_AND_ASSIGN(TestClient other, OpenClient(anna));
  request_.set_first(1);
  EXPECT_EQ(client::ReasonOf(other.account->Call(kSend, request_, &response_)),
            v1::REASON_BAD_FIELD);
}

// A change that names what was not sent whole, or by somebody else.
TEST_F(SendTest, AChangeNamesOnlyWholeFilesOfItsOwn) {
  const auto attach = [&] {
    return Append(
        client_, "ads", "bank", [&]() -> absl::StatusOr<crypto::vault::Edit> {
          crypto::vault::SecretPart secret;
          secret.password = Secret::Copy("bank-1");
          secret.attachments.push_back(
              *crypto::vault::NewAttachment("codes", "12", false));
          secret.attachments[0].id = request_.attachment();
          crypto::vault::Edit edit;
          ASSIGN_OR_RETURN(edit.secret,
                           crypto::vault::SerializeSecretPart(secret));
          edit.generation = 1;
          return edit;
        });
  };
  EXPECT_EQ(client::ReasonOf(attach()), v1::REASON_CHANGE_REFUSED);
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(client::ReasonOf(attach()), v1::REASON_CHANGE_REFUSED);
  request_.set_first(1);
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_OK(attach());
  EXPECT_EQ(Stored("a/u/"), 0u);
  EXPECT_OK(Check());
}

// Days later, on the same disk.
TEST_F(SendTest, WhatNobodyNamedIsThrownAwayAfterADay) {
  ASSERT_EQ(Attach("codes", "1234").code, ExitCode::kOk);
  EXPECT_EQ(Send(), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(Stored("a/h/"), 2u);
  FakeClock clock(absl::ToUnixMillis(absl::Now()) + credential::kPendingMs / 2);
  const credential::Attachments attachments(
      {.organisation = server_->data().keys->organisation(),
       .store = server_->data().store.get(),
       .ledger = &server_->services().ledger(),
       .clock = &clock,
       .directory = &server_->services().roster(),
       .news = &server_->services().roster()},
      nullptr, nullptr);
  EXPECT_THAT(attachments.Sweep(""), IsOkAndHolds(1u));
  clock.Advance(credential::kPendingMs);
  EXPECT_THAT(attachments.Sweep(""), IsOkAndHolds(0u));
  EXPECT_EQ(Stored("a/h/"), 1u);
  EXPECT_EQ(Stored("a/c/"), 1u);
  EXPECT_EQ(Stored("a/u/"), 0u);
  EXPECT_EQ(Fetch("ads/bank", "codes").code, ExitCode::kOk);
}

// A server that answers with other chunks than those that were sent.
class ChunkAttack : public AttachmentTest {
 protected:
  void SetUp() override {
    AttachmentTest::SetUp();
    ASSERT_EQ(Attach("codes", Bytes(8 * kChunk)).code, ExitCode::kOk);
    ASSERT_EQ(Attach("other", Bytes(8 * kChunk)).code, ExitCode::kOk);
  }

  void ExpectAlarm(const std::function<void(v1::FetchResponse*)>& edit) {
    server_->SetTap([&](const rpc::Call& call, const auto& real,
                        std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method != kFetch) return absl::OkStatus();
      v1::FetchResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      edit(&answer);
      *response = answer.SerializeAsString();
      return absl::OkStatus();
    });
    const auto ended = Fetch("ads/bank", "codes");
    EXPECT_EQ(ended.code, ExitCode::kIntegrity);
    EXPECT_THAT(ended.err, HasSubstr("an attachment that fails verification"));
    EXPECT_FALSE(std::ifstream(to_).good());
    EXPECT_EQ(
        Klad(folder_, {"get", "ads/bank", "--attachment", "codes", "--to", "-"})
            .out,
        "");
    server_->SetTap(nullptr);
    EXPECT_EQ(Fetch("ads/bank", "codes").code, ExitCode::kOk);
  }
};

TEST_F(ChunkAttack, Dropped) {
  ExpectAlarm(
      [](auto* answer) { answer->mutable_sealed()->DeleteSubrange(0, 1); });
}

TEST_F(ChunkAttack, NoneAtAll) {
  ExpectAlarm([](auto* answer) { answer->clear_sealed(); });
}

TEST_F(ChunkAttack, Swapped) {
  ExpectAlarm([](auto* answer) {
    answer->mutable_sealed()->SwapElements(0, answer->sealed_size() - 1);
  });
}

TEST_F(ChunkAttack, Repeated) {
  ExpectAlarm([](auto* answer) {
    answer->set_sealed(answer->sealed_size() - 1, answer->sealed(0));
  });
}

TEST_F(ChunkAttack, Added) {
  ExpectAlarm([](auto* answer) {
    for (int i = 0; i < 3; ++i) answer->add_sealed(answer->sealed(0));
  });
}

TEST_F(ChunkAttack, Truncated) {
  ExpectAlarm([](auto* answer) { answer->mutable_sealed(0)->pop_back(); });
}

TEST_F(ChunkAttack, OneBitOfIt) {
  ExpectAlarm([](auto* answer) { answer->mutable_sealed(0)->back() ^= 1; });
}

TEST_F(ChunkAttack, OfAnotherFile) {
  // The same contents under another key.
  auto page =
      server_->data().store->List(store::Range::Prefix("a/c/"), "", 1000);
  ASSERT_OK(page);
  std::vector<std::string> chunks;
  for (const auto& entry : page->entries) {
    store::v1::AttachmentChunk chunk;
    ASSERT_TRUE(chunk.ParseFromString(entry.value));
    chunks.push_back(chunk.sealed());
  }
  ExpectAlarm([&](auto* answer) {
    const bool first = answer->sealed(0) == chunks[0];
    answer->set_sealed(0, first ? chunks[8] : chunks[0]);
  });
}

}  // namespace
}  // namespace klad::testing
