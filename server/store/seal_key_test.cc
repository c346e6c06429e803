#include "server/store/seal_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::store {
namespace {

using ::klad::testing::IsOk;
using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

class SealKeyTest : public ::testing::Test {
 protected:
  void TearDown() override { unsetenv("CREDENTIALS_DIRECTORY"); }

  testing::TempFolder folder_;
  const std::string path_ = folder_ / "data.seal";
};

TEST_F(SealKeyTest, CreatedKeyIsLoadedAgain) {
  ASSERT_OK_AND_ASSIGN(const SealKey created, SealKey::Create(path_));
  EXPECT_EQ(created.secret().size(), SealKey::kSize);
  ASSERT_OK_AND_ASSIGN(const SealKey loaded, SealKey::Load(path_));
  EXPECT_TRUE(loaded.secret().Equals(created.secret()));
  ASSERT_OK_AND_ASSIGN(const SealKey found, SealKey::Find(folder_ / "data/"));
  EXPECT_TRUE(found.secret().Equals(created.secret()));
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(SealKeyTest, ExistingKeyIsNotReplaced) {
  ASSERT_OK_AND_ASSIGN(const SealKey created, SealKey::Create(path_));
  EXPECT_THAT(SealKey::Create(path_),
              StatusIs(absl::StatusCode::kAlreadyExists));
  ASSERT_OK_AND_ASSIGN(const SealKey loaded, SealKey::Load(path_));
  EXPECT_TRUE(loaded.secret().Equals(created.secret()));
}

TEST_F(SealKeyTest, KeyThatOthersMayReadIsRefused) {
  ASSERT_OK(SealKey::Create(path_));
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  EXPECT_THAT(
      SealKey::Load(path_),
      StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("chmod 600")));
}

TEST_F(SealKeyTest, LinkIsRefused) {
  ASSERT_OK(SealKey::Create(path_));
  ASSERT_EQ(symlink(path_.c_str(), (folder_ / "link").c_str()), 0);
  EXPECT_FALSE(SealKey::Load(folder_ / "link").ok());
}

TEST_F(SealKeyTest, KeyOfTheWrongSizeIsRefused) {
  ASSERT_OK(SealKey::Create(path_));
  for (const int size : {0, 31, 33}) {
    std::filesystem::resize_file(path_, static_cast<size_t>(size));
    EXPECT_THAT(SealKey::Load(path_), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST_F(SealKeyTest, MissingKeyIsNotFound) {
  EXPECT_THAT(SealKey::Find(folder_ / "data"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("data.seal")));
}

TEST_F(SealKeyTest, SystemdCredentialComesFirst) {
  ASSERT_OK(SealKey::Create(path_));
  ASSERT_TRUE(std::filesystem::create_directory(folder_ / "credentials"));
  ASSERT_OK_AND_ASSIGN(const SealKey credential,
                       SealKey::Create(folder_ / "credentials/klad.seal"));
  ASSERT_EQ(chmod((folder_ / "credentials/klad.seal").c_str(), 0440), 0);
  setenv("CREDENTIALS_DIRECTORY", (folder_ / "credentials").c_str(), 1);
  ASSERT_OK_AND_ASSIGN(const SealKey found, SealKey::Find(folder_ / "data"));
  EXPECT_TRUE(found.secret().Equals(credential.secret()));
}

}  // namespace
}  // namespace klad::store
