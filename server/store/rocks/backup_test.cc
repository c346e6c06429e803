#include "server/store/rocks/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/rocks/rocks_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::store {
namespace {

namespace fs = std::filesystem;
using ::klad::testing::IsOk;
using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    RocksOptions options;
    options.folder = folder_ / "data";
    store_ = *RocksStore::Create(options);
    for (int i = 0; i < 100; ++i) Put(absl::StrCat("k", i), "v");
  }
  void Put(const std::string& key, const std::string& value) {
    EXPECT_OK(store_->Commit({{}, {{key, value}}, {}}));
  }
  absl::StatusOr<std::unique_ptr<RocksStore>> OpenRestored() {
    RocksOptions options;
    options.folder = restored_;
    return RocksStore::Open(options);
  }

  testing::TempFolder folder_;
  const std::string backup_ = folder_ / "backup";
  const std::string restored_ = folder_ / "restored";
  std::unique_ptr<RocksStore> store_;
};

TEST_F(BackupTest, RestoredStoreHasEverythingWithItsRevisions) {
  ASSERT_OK_AND_ASSIGN(const BackupSummary written, store_->Backup(backup_));
  EXPECT_EQ(written.records, 100u);
  EXPECT_EQ(written.digest.size(), 32u);
  ASSERT_OK_AND_ASSIGN(const BackupSummary read, Restore(backup_, restored_));
  EXPECT_EQ(read.digest, written.digest);
  ASSERT_OK_AND_ASSIGN(const auto restored, OpenRestored());
  ASSERT_OK_AND_ASSIGN(const Page was, store_->List({}, "", 1000));
  ASSERT_OK_AND_ASSIGN(const Page is, restored->List({}, "", 1000));
  ASSERT_EQ(is.entries.size(), was.entries.size());
  for (size_t i = 0; i < was.entries.size(); ++i) {
    EXPECT_EQ(is.entries[i].key, was.entries[i].key);
    EXPECT_EQ(is.entries[i].revision, was.entries[i].revision);
  }
  ASSERT_OK_AND_ASSIGN(const Revision next,
                       restored->Commit({{}, {{"new", "v"}}, {}}));
  EXPECT_EQ(next, written.revision + 1);
}

TEST_F(BackupTest, BackupWhileWritingIsOneMoment) {
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const std::string value = absl::StrCat(i);
      EXPECT_OK(store_->Commit({{}, {{"x", value}, {"y", value}}, {}}));
    }
  });
  EXPECT_OK(store_->Backup(backup_));
  stop = true;
  writer.join();
  ASSERT_OK(Restore(backup_, restored_));
  ASSERT_OK_AND_ASSIGN(const auto restored, OpenRestored());
  const auto x = restored->Get("x");
  EXPECT_EQ(x.ok(), restored->Get("y").ok());
  if (x.ok()) {
    EXPECT_EQ(x->value, restored->Get("y")->value);
  }
}

TEST_F(BackupTest, DigestIsOfTheContents) {
  ASSERT_OK_AND_ASSIGN(const BackupSummary first, store_->Backup(backup_));
  ASSERT_OK_AND_ASSIGN(const BackupSummary same,
                       store_->Backup(folder_ / "again"));
  EXPECT_EQ(first.digest, same.digest);
  Put("k1", "other");
  ASSERT_OK_AND_ASSIGN(const BackupSummary other,
                       store_->Backup(folder_ / "other"));
  EXPECT_NE(first.digest, other.digest);
}

TEST_F(BackupTest, ExistingFolderIsNotWrittenTo) {
  fs::create_directory(backup_);
  EXPECT_THAT(store_->Backup(backup_),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_TRUE(fs::is_empty(backup_));
  ASSERT_OK(store_->Backup(folder_ / "other"));
  EXPECT_THAT(Restore(folder_ / "other", folder_ / "data"),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(BackupTest, LeftoverOfAnInterruptedBackupGoes) {
  fs::create_directory(backup_ + ".partial");
  std::ofstream(backup_ + ".partial/junk") << "junk";
  EXPECT_OK(store_->Backup(backup_));
  EXPECT_FALSE(fs::exists(backup_ + "/junk"));
  EXPECT_FALSE(fs::exists(backup_ + ".partial"));
}

TEST_F(BackupTest, WhatIsNoBackupIsNotFound) {
  EXPECT_THAT(Restore(backup_, restored_),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Restore(folder_ / "data", restored_),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(BackupTest, DamagedBackupIsRefusedAndLeavesNothing) {
  ASSERT_OK(store_->Backup(backup_));
  for (const auto& file : fs::directory_iterator(backup_ + "/db")) {
    if (!absl::EndsWith(file.path().string(), ".sst")) continue;
    std::fstream table(file.path(),
                       std::ios::in | std::ios::out | std::ios::binary);
    table.seekp(100);
    table.put('?');
  }
  EXPECT_THAT(Restore(backup_, restored_),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(fs::exists(restored_));
}

TEST_F(BackupTest, ManifestOfAnotherBackupIsRefused) {
  ASSERT_OK(store_->Backup(backup_));
  Put("k1", "other");
  ASSERT_OK(store_->Backup(folder_ / "other"));
  fs::copy(folder_ / "other/manifest", backup_ + "/manifest",
           fs::copy_options::overwrite_existing);
  EXPECT_THAT(Restore(backup_, restored_),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::store
