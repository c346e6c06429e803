#include "tests/hostile/hostile_test_base.h"

namespace klad::testing {
using ::testing::HasSubstr;

std::map<std::string, std::string> Remembered(const std::string& folder) {
  const auto state = client::State::Open(folder);
  CHECK_THAT(state.ok());
  std::map<std::string, std::string> files;
  const auto names = (*state)->List();
  EXPECT_OK(names);
  for (const std::string& name : *names) {
    if (name == "envelopes" || name == "account") continue;
    files[name] = *(*state)->Read(name);
  }
  return files;
}

void HostileTest::SetUp() {
  ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
  ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
  ASSERT_OK(Command(folder_, [](TestClient&) { return absl::OkStatus(); }));
  fresh_ = server_->CopyOf(folder_);
  ASSERT_OK(Command(folder_, [this](TestClient& client) -> absl::Status {
    RETURN_IF_ERROR(client.vault->CreateSafe("ads"));
    RETURN_IF_ERROR(Create(client, "ads", "bank", "bank-1"));
    RETURN_IF_ERROR(Create(client, "ads", "shop", "shop-1"));
    RETURN_IF_ERROR(SetPassword(client, "ads", "bank", "bank-2"));
    ASSIGN_OR_RETURN(const auto info, client.vault->FindSafe("ads"));
    safe_ = info.id;
    return absl::OkStatus();
  }));
}

absl::Status HostileTest::Command(const std::string& folder, const Step& step) {
  ASSIGN_OR_RETURN(TestClient client, OpenClient(folder));
  RETURN_IF_ERROR(step(client));
  return client.vault->Save();
}

void HostileTest::ExpectAlarm(const std::string& folder, const Step& step,
                              const std::string& words) {
  const auto before = Remembered(folder);
  const absl::Status status = Command(folder, step);
  EXPECT_EQ(client::ExitCodeOf(status), client::ExitCode::kIntegrity) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  EXPECT_EQ(Remembered(folder), before);
  server_->SetTap(nullptr);
  EXPECT_OK(Command(folder, step));
}

HostileTest::Step HostileTest::Get(std::string title) {
  return [title = std::move(title)](TestClient& client) {
    return PasswordOf(client, "ads", title).status();
  };
}

HostileTest::Step HostileTest::List() {
  return [](TestClient& client) -> absl::Status {
    ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, "ads"));
    return mirror->Follow();
  };
}

HostileTest::Step HostileTest::History(std::string title) {
  return [title = std::move(title)](TestClient& client) -> absl::Status {
    ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, "ads"));
    ASSIGN_OR_RETURN(const auto found,
                     client.vault->FindCredentials(mirror, title));
    const std::string id = found.front()->credential();
    return client.vault->History(mirror, id).status();
  };
}

std::string HostileTest::StoredSecret(const std::string& title,
                                      uint64_t version) {
  auto client = OpenClient(folder_);
  CHECK_THAT(client.ok());
  const auto header = HeaderOf(*client, "ads", title);
  CHECK_THAT(header.ok());
  return Liar(server_.get()).StoredSecret(safe_, header->credential(), version);
}

}  // namespace klad::testing
