// One-time codes and references over a real server: what it is asked, and what
// a person is told.
#include <fstream>
#include <vector>

#include "client/exit_code.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/system.pb.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExitCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPing[] = "klad.v1.SystemService/Ping";
constexpr char kRevealMethod[] = "klad.v1.CredentialService/Reveal";
constexpr char kSeed[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

class ValuesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
    ASSERT_OK(client_.vault->CreateSafe("ads"));
  }

  // The server's clock, as it says, is off.
  void ShiftClock(int64_t ms) {
    server_->SetTap([ms](const rpc::Call& call, const auto& real,
                         std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method != kPing) return absl::OkStatus();
      v1::PingResponse answer;
      CHECK_THAT(answer.ParseFromString(*response));
      answer.set_time_ms(answer.time_ms() + ms);
      *response = answer.SerializeAsString();
      return absl::OkStatus();
    });
  }

  void CollectPurposes() {
    server_->SetTap([this](const rpc::Call& call, const auto& real,
                           std::string* response) -> absl::Status {
      RETURN_IF_ERROR(real(call, response));
      if (call.method == kRevealMethod) {
        v1::RevealRequest request;
        CHECK_THAT(request.ParseFromArray(call.raw.data(),
                                          static_cast<int>(call.raw.size())));
        purposes_.push_back(request.purpose());
      }
      return absl::OkStatus();
    });
  }

  std::string File(const std::string& text) {
    const std::string path = folder_ + ".file";
    std::ofstream(path) << text;
    return path;
  }

  absl::Status Add(const std::string& title, const std::string& password,
                   bool archived = false) {
    trust::v1::Overview overview;
    overview.set_title(title);
    overview.set_archived(archived);
    overview.set_secret_tag(7);
    crypto::vault::SecretPart secret;
    secret.password = Secret::Copy(password);
    secret.one_time_code = Secret::Copy(kSeed);
    crypto::vault::Edit edit;
    ASSIGN_OR_RETURN(edit.overview, crypto::vault::SerializeOverview(overview));
    ASSIGN_OR_RETURN(edit.secret, crypto::vault::SerializeSecretPart(secret));
    edit.sensitivity = trust::v1::SENSITIVITY_NORMAL;
    ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client_, "ads"));
    RETURN_IF_ERROR(client_.vault->Change(
        mirror, [&](client::Mirror&, crypto::vault::ChangeBuilder& builder) {
          return builder.Create(NewCredentialId(), trust::v1::KIND_LOGIN, edit);
        }));
    return client_.vault->Save();
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient client_;
  std::vector<trust::v1::Purpose> purposes_;
};

TEST_F(ValuesTest, CodeSaysThatTheClockIsOff) {
  ASSERT_OK(Add("vk", "x"));
  ShiftClock(20'000);
  const auto behind = Klad(folder_, {"get", "ads/vk", "code"});
  EXPECT_EQ(behind.code, ExitCode::kOk);
  EXPECT_THAT(behind.out, SizeIs(7));
  EXPECT_THAT(behind.err, HasSubstr("seconds behind the server's"));
  ShiftClock(-3'600'000);
  EXPECT_THAT(Klad(folder_, {"get", "ads/vk", "code"}).err,
              HasSubstr("seconds ahead of the server's"));
  ShiftClock(10'000);
  EXPECT_THAT(Klad(folder_, {"get", "ads/vk", "code"}).err, IsEmpty());
}

TEST_F(ValuesTest, CodeComesWithoutAServerThatTellsTheTime) {
  ASSERT_OK(Add("vk", "x"));
  server_->SetTap([](const rpc::Call& call, const auto& real,
                     std::string* response) -> absl::Status {
    if (call.method == kPing) return absl::UnavailableError("");
    return real(call, response);
  });
  const auto ended = Klad(folder_, {"get", "ads/vk", "code"});
  EXPECT_THAT(ended.out, SizeIs(7));
  EXPECT_THAT(ended.err, HasSubstr("could not be compared"));
}

TEST_F(ValuesTest, TemplateRevealsOnceToRun) {
  ASSERT_OK(Add("vk", "canary"));
  CollectPurposes();
  const auto ended = Klad(
      folder_, {"inject", "--in",
                File("{{ klad://ads/vk/password }} {{ klad://ads/vk/code }} "
                     "{{ klad://ads/vk/title }}\n")});
  EXPECT_EQ(ended.code, ExitCode::kOk);
  EXPECT_THAT(ended.out, ::testing::MatchesRegex("canary [0-9]+ vk\n"));
  EXPECT_THAT(purposes_, ElementsAre(trust::v1::PURPOSE_RUN));
}

TEST_F(ValuesTest, ReferenceToSomethingArchivedWorksAndIsSaid) {
  ASSERT_OK(Add("vk", "canary", /*archived=*/true));
  const auto ended =
      Klad(folder_, {"inject", "--in", File("{{ klad://ads/vk/password }}")});
  EXPECT_EQ(ended.out, "canary");
  EXPECT_THAT(ended.err, HasSubstr("ads/vk is archived"));
}

class NoKeyringTest : public ValuesTest {
 protected:
  NoKeyringTest() {
    world_.keyring.usable = false;
    world_.terminal.interactive = true;
    world_.terminal.answers = {kPassphrase};
  }

  cli::FakeWorld::Ended Get() {
    world_.environment = {{"KLAD_HOME", folder_}};
    return world_.Run(cli::AllCommands(), {"get", "ads/vk", "password"});
  }

  cli::FakeWorld world_;
};

TEST_F(NoKeyringTest, PersonIsAskedForThisOneCommand) {
  ASSERT_OK(Add("vk", "canary"));
  EXPECT_EQ(Get().out, "canary\n");
  EXPECT_THAT(world_.terminal.prompts, ElementsAre("passphrase: "));
  EXPECT_EQ(Get().code, ExitCode::kAborted);  // asked again
}

TEST_F(NoKeyringTest, LockedPersonIsAskedToo) {
  ASSERT_OK(Add("vk", "canary"));
  world_.keyring.usable = true;
  EXPECT_EQ(Get().out, "canary\n");
  EXPECT_THAT(world_.terminal.prompts, SizeIs(1));
}

TEST_F(NoKeyringTest, WrongPassphraseOpensNothing) {
  ASSERT_OK(Add("vk", "canary"));
  world_.terminal.answers = {"wrong"};
  const auto ended = Get();
  EXPECT_EQ(ended.code, ExitCode::kLocked);
  EXPECT_THAT(ended.err, HasSubstr("the passphrase is wrong"));
}

TEST_F(NoKeyringTest, ScriptIsToldThatItIsLocked) {
  ASSERT_OK(Add("vk", "canary"));
  world_.terminal.interactive = false;
  const auto ended = Get();
  EXPECT_EQ(ended.code, ExitCode::kLocked);
  EXPECT_THAT(ended.err, HasSubstr("KLAD_PASSPHRASE_FILE"));
  EXPECT_THAT(world_.terminal.prompts, IsEmpty());
}

TEST_F(ValuesTest, FetchingASafeSaysHowFarItIs) {
  std::vector<std::pair<uint64_t, uint64_t>> shown;
  ASSERT_OK_AND_ASSIGN(
      const auto other,
      client::Account::Open(
          {.state = client_.state.get(),
           .keyring = client_.keyring.get(),
           .passphrase = [] { return Secret::Copy(kPassphrase); },
           .now = absl::Now,
           .progress = [&](uint64_t done,
                           uint64_t all) { shown.emplace_back(done, all); }}));
  client::Vault vault(other.get());
  ASSERT_OK_AND_ASSIGN(const auto safe, vault.FindSafe("ads"));
  ASSERT_OK_AND_ASSIGN(client::Mirror * mirror, vault.OpenSafe(safe.id));
  for (const char* title : {"one", "two", "three"}) ASSERT_OK(Add(title, "x"));
  ASSERT_OK(mirror->Follow());
  EXPECT_THAT(shown,
              ElementsAre(std::pair(1, 3), std::pair(2, 3), std::pair(3, 3)));
}

TEST_F(ValuesTest, HealthRevealsOnlyWhenAskedTo) {
  ASSERT_OK(Add("one", "same"));
  ASSERT_OK(Add("two", "same"));
  ASSERT_OK(Add("three", "another with the same tag"));
  CollectPurposes();
  EXPECT_THAT(Klad(folder_, {"health"}).out, HasSubstr("reused  "));
  EXPECT_THAT(purposes_, IsEmpty());
  const auto confirmed = Klad(folder_, {"health", "--confirm", "-o", "json"});
  EXPECT_THAT(confirmed.out, HasSubstr("\"reused\": 2"));
  EXPECT_THAT(purposes_, SizeIs(3));
  EXPECT_THAT(purposes_, ::testing::Each(trust::v1::PURPOSE_HEALTH));
}

}  // namespace
}  // namespace klad::testing
