#include "client/keyring.h"

#include <keyutils.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/fake_keyring.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::StatusIs;

// A key of this test run alone, so that a person's own is left in peace.
KeyringEntry TestEntry() { return {absl::StrCat("test-", getpid()), "member"}; }

class KernelKeyringTest : public ::testing::Test {
 protected:
  void TearDown() override { keyring_->Remove(entry_).IgnoreError(); }

  // Where the kernel offers no key ring (many containers), every call must say
  // so, and that is what is tested.
  bool Usable() {
    const absl::Status put = keyring_->Put(entry_, Secret::Copy("identity"));
    if (put.ok()) return true;
    EXPECT_THAT(put, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(keyring_->Get(entry_).status(),
                StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(keyring_->Remove(entry_),
                StatusIs(absl::StatusCode::kUnavailable));
    return false;
  }

  long KernelId() {
    const long ring = keyctl_get_persistent(-1, KEY_SPEC_PROCESS_KEYRING);
    const std::string name =
        absl::StrCat("klad:", entry_.organisation, ":", entry_.member);
    return keyctl_search(ring, "user", name.c_str(), 0);
  }

  absl::Duration time_ = absl::Hours(100);
  KeyringEntry entry_ = TestEntry();
  std::unique_ptr<Keyring> keyring_ = KernelKeyring([this] { return time_; });
};

TEST_F(KernelKeyringTest, GivesBackWhatWasPut) {
  if (!Usable()) return;
  ASSERT_OK_AND_ASSIGN(const Secret got, keyring_->Get(entry_));
  EXPECT_EQ(got.Expose(), "identity");
  ASSERT_OK(keyring_->Put(entry_, Secret::Copy("another")));
  ASSERT_OK_AND_ASSIGN(const Secret again, keyring_->Get(entry_));
  EXPECT_EQ(again.Expose(), "another");
}

TEST_F(KernelKeyringTest, RemovedIsNotFoundAndRemovingTwiceIsFine) {
  if (!Usable()) return;
  ASSERT_OK(keyring_->Remove(entry_));
  EXPECT_THAT(keyring_->Get(entry_).status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(keyring_->Remove(entry_));
}

TEST_F(KernelKeyringTest, TwelveHoursAreTheEndHoweverBusy) {
  if (!Usable()) return;
  time_ += absl::Hours(12) - absl::Seconds(1);
  ASSERT_OK(keyring_->Get(entry_).status());
  time_ += absl::Seconds(1);
  EXPECT_THAT(keyring_->Get(entry_).status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(KernelId(), -1);
}

TEST_F(KernelKeyringTest, OnlyThePossessorMayTouchIt) {
  if (!Usable()) return;
  char* text = nullptr;
  ASSERT_GT(keyctl_describe_alloc(KernelId(), &text), 0);
  const std::string description = text;
  free(text);
  EXPECT_NE(description.find(";3f000000;"), std::string::npos) << description;
}

TEST_F(KernelKeyringTest, AnotherMembersKeyIsAnother) {
  if (!Usable()) return;
  EXPECT_THAT(keyring_->Get({entry_.organisation, "other"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(KernelKeyringTest, TooLongIsRefused) {
  EXPECT_THAT(keyring_->Put(entry_, Secret(Keyring::kMaxPayload + 1)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(FakeKeyring, IdleTimeBeginsAnewWithUse) {
  absl::Duration time = absl::Hours(1);
  FakeKeyring keyring;
  keyring.now = [&time] { return time; };
  const KeyringEntry entry = {"o", "m"};
  ASSERT_OK(keyring.Put(entry, Secret::Copy("x")));
  time += Keyring::kIdle - absl::Seconds(1);
  EXPECT_OK(keyring.Get(entry).status());
  time += Keyring::kIdle - absl::Seconds(1);
  EXPECT_OK(keyring.Get(entry).status());
  time += Keyring::kIdle;
  EXPECT_THAT(keyring.Get(entry).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace klad::client
