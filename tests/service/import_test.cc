// Exports into safes of a real server.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/formats/export_file.h"
#include "client/formats/importer.h"
#include "client/formats/read_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/credentials.h"
#include "tests/support/klad_command.h"
#include "tests/support/organisation_server.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using client::ExportFile;
using client::Imported;
using client::Importer;
using client::ImportState;

class ImportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, OrganisationServer::Start());
    ASSERT_OK_AND_ASSIGN(folder_, server_->Found("founder"));
    ASSERT_OK_AND_ASSIGN(client_, OpenClient(folder_));
  }

  static absl::StatusOr<std::unique_ptr<Importer>> NewImporter(
      TestClient& client, const std::string& safe, bool dry = false) {
    ASSIGN_OR_RETURN(client::Mirror * mirror, OpenSafe(client, safe));
    RETURN_IF_ERROR(mirror->Follow());
    return Importer::Create(client.vault.get(), mirror, dry);
  }

  // The first `rows` of the file, as if interrupted there.
  static absl::Status Send(const ExportFile& file, Importer& importer,
                           int rows) {
    return file
        .Read([&](Imported item) {
          if (item.number > rows) return absl::CancelledError("interrupted");
          return importer.Take(std::move(item));
        })
        .status();
  }

  static absl::StatusOr<ExportFile> Open(const std::string& bytes) {
    client::ExportOptions options;
    options.name = "file";
    return ExportFile::Open(client::WipedString(bytes.data(), bytes.size()),
                            options);
  }

  static std::string Table(int rows) {
    std::string table = "name,url,username,password\n";
    for (int i = 0; i < rows; ++i) {
      absl::StrAppend(&table, "site,https://", i % 7, ".example,user", i % 9,
                      ",canary-", i, "\n");
    }
    return table;
  }

  size_t CountIn(const std::string& safe) {
    const auto mirror = OpenSafe(client_, safe);
    CHECK_THAT(mirror.ok() && (*mirror)->Follow().ok());
    return (*(*mirror)->Items())->size();
  }

  static std::string ReadWhole(const std::string& path) {
    std::ostringstream contents;
    contents << std::ifstream(path, std::ios::binary).rdbuf();
    return contents.str();
  }

  std::unique_ptr<OrganisationServer> server_;
  std::string folder_;
  TestClient client_;
};

TEST_F(ImportTest, EveryFormatTwiceChangesNothing) {
  int number = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    const std::string name = entry.path().filename().string();
    const auto file = Open(client::Fixture(name));
    if (!file.ok()) continue;  // the damaged ones
    SCOPED_TRACE(name);
    const std::string safe = absl::StrCat("safe", ++number);
    ASSERT_OK(client_.vault->CreateSafe(safe));
    const int all = file->report().taken;
    for (const bool again : {false, true}) {
      ASSERT_OK_AND_ASSIGN(const auto importer, NewImporter(client_, safe));
      ASSERT_OK(Send(*file, *importer, 1000));
      ASSERT_OK(importer->Finish());
      EXPECT_EQ(importer->Count(ImportState::kNew), again ? 0 : all);
      EXPECT_EQ(importer->Count(ImportState::kSame), again ? all : 0);
      EXPECT_EQ(importer->Sent(), again ? 0 : all);
    }
    EXPECT_EQ(CountIn(safe), static_cast<size_t>(all));
  }
  EXPECT_GT(number, 50);
}

TEST_F(ImportTest, DamagedFilesLeaveTheSafeAsItWas) {
  ASSERT_OK(client_.vault->CreateSafe("ads"));
  ASSERT_OK(Create(client_, "ads", "kept", "canary"));
  ASSERT_OK_AND_ASSIGN(const auto before, HeaderOf(client_, "ads", "kept"));
  int damaged = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("client/formats/testdata")) {
    const std::string path = entry.path().string();
    if (!absl::StrContains(path, "damaged")) continue;
    ++damaged;
    const auto ended =
        Klad(folder_, {"import", path, "--safe", "ads", "--errata", "mend"});
    EXPECT_EQ(ended.code, client::ExitCode::kUsage) << path;
    EXPECT_FALSE(std::filesystem::exists("mend"));
  }
  EXPECT_EQ(damaged, 5);
  EXPECT_EQ(CountIn("ads"), 1u);
  ASSERT_OK_AND_ASSIGN(const auto after, HeaderOf(client_, "ads", "kept"));
  EXPECT_EQ(after.version(), before.version());
}

TEST_F(ImportTest, AttachmentsAreTheSecrets) {
  ASSERT_OK(client_.vault->CreateSafe("ads"));
  ASSERT_OK_AND_ASSIGN(const ExportFile file,
                       Open(client::Fixture("1password-kinds.1pux")));
  ASSERT_OK_AND_ASSIGN(const auto importer, NewImporter(client_, "ads"));
  ASSERT_OK(Send(file, *importer, 1000));
  ASSERT_OK(importer->Finish());
  ASSERT_OK(client_.vault->Save());
  const std::string to = folder_ + ".got";
  const auto got = Klad(
      folder_, {"get", "ads/Устав", "--attachment", "устав.txt", "--to", to});
  EXPECT_EQ(got.code, client::ExitCode::kOk) << got.err;
  EXPECT_EQ(ReadWhole(to), "Устав!");
}

TEST_F(ImportTest, InterruptedImportIsFinishedByTheNext) {
  ASSERT_OK(client_.vault->CreateSafe("ads"));
  ASSERT_OK_AND_ASSIGN(const ExportFile file, Open(Table(70)));
  {
    ASSERT_OK_AND_ASSIGN(TestClient first,
                         OpenClient(server_->CopyOf(folder_)));
    ASSERT_OK_AND_ASSIGN(const auto importer, NewImporter(first, "ads"));
    EXPECT_TRUE(absl::IsCancelled(Send(file, *importer, 50)));
    EXPECT_EQ(importer->Sent(), 40);
  }
  ASSERT_OK_AND_ASSIGN(const auto importer, NewImporter(client_, "ads"));
  ASSERT_OK(Send(file, *importer, 1000));
  ASSERT_OK(importer->Finish());
  EXPECT_EQ(importer->Count(ImportState::kSame), 40);
  EXPECT_EQ(importer->Count(ImportState::kNew), 30);
  EXPECT_EQ(CountIn("ads"), 70u);
}

TEST_F(ImportTest, DryRunSendsNothing) {
  ASSERT_OK(client_.vault->CreateSafe("ads"));
  ASSERT_OK_AND_ASSIGN(const ExportFile file, Open(Table(30)));
  ASSERT_OK_AND_ASSIGN(const auto importer, NewImporter(client_, "ads", true));
  ASSERT_OK(Send(file, *importer, 1000));
  ASSERT_OK(importer->Finish());
  EXPECT_EQ(importer->Count(ImportState::kNew), 30);
  EXPECT_EQ(CountIn("ads"), 0u);
}

TEST_F(ImportTest, NewerRowIsAVersionWithTheGenerationItHad) {
  ASSERT_OK(client_.vault->CreateSafe("ads"));
  const auto row = [](const char* password, int64_t changed) {
    return absl::StrCat(
        R"([{"title":"t","login":"u","login_url":"","password":")", password,
        R"(","last_modified":)", changed, "}]");
  };
  ASSERT_OK_AND_ASSIGN(const ExportFile file, Open(row("one", 1)));
  ASSERT_OK_AND_ASSIGN(auto importer, NewImporter(client_, "ads"));
  ASSERT_OK(Send(file, *importer, 1));
  ASSERT_OK(importer->Finish());
  ASSERT_OK_AND_ASSIGN(const ExportFile newer, Open(row("two", 4102444800)));
  ASSERT_OK_AND_ASSIGN(importer, NewImporter(client_, "ads"));
  ASSERT_OK(Send(newer, *importer, 1));
  ASSERT_OK(importer->Finish());
  EXPECT_EQ(importer->Count(ImportState::kChanged), 1);
  ASSERT_OK_AND_ASSIGN(const auto header, HeaderOf(client_, "ads", "t"));
  EXPECT_EQ(header.version(), 2u);
  EXPECT_EQ(header.generation(), 1u);
}

}  // namespace
}  // namespace klad::testing
