#include "crypto/backup_key.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

TEST(BackupKeyTest, OpensForItsOwnersAndNobodyElse) {
  const BoxKey owner = BoxKey::FromSeed(Secret::Random(32));
  const BoxKey kit = BoxKey::FromSeed(Secret::Random(32));
  const BoxKey stranger = BoxKey::FromSeed(Secret::Random(32));
  const Secret key = Secret::Random(32);
  trust::v1::BackupKey backup;
  backup.set_organisation(std::string(16, 'o'));
  backup.mutable_roster()->set_sequence(3);
  backup.mutable_roster()->set_link(std::string(32, 'l'));
  ASSERT_OK(
      SealBackupKey(key, std::string(16, 'a'), owner.public_key(), &backup));
  ASSERT_OK(
      SealBackupKey(key, std::string(16, 'k'), kit.public_key(), &backup));
  for (const BoxKey* mine : {&owner, &kit}) {
    ASSERT_OK_AND_ASSIGN(const Secret opened, OpenBackupKey(backup, *mine));
    EXPECT_TRUE(opened.Equals(key));
  }
  EXPECT_THAT(OpenBackupKey(backup, stranger),
              StatusIs(absl::StatusCode::kNotFound));
  backup.mutable_roster()->set_link(std::string(32, 'm'));
  EXPECT_THAT(OpenBackupKey(backup, kit),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::crypto
