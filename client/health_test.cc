#include "client/health.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/vault/header.h"
#include "crypto/vault/overview.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

const absl::Time kLongAgo = absl::FromUnixSeconds(1'000'000);
const absl::Time kYearAgo = absl::FromUnixSeconds(2'000'000);
const absl::Time kLately = absl::FromUnixSeconds(3'000'000);

// A strong login with a second factor, changed lately.
MirrorItem Login(uint32_t tag) {
  MirrorItem item;
  trust::v1::Overview& overview = *item.mutable_overview();
  overview.set_strength(4);
  overview.set_secret_tag(tag);
  overview.set_second_factor(true);
  overview.set_secret_changed_ms(absl::ToUnixMillis(kLately));
  return item;
}

class HealthTest : public ::testing::Test {
 protected:
  void Add(MirrorItem item, trust::v1::Kind kind = trust::v1::KIND_LOGIN) {
    trust::v1::Header header = ValidHeader();
    header.set_kind(kind);
    item.set_header(header.SerializeAsString());
    items_[absl::StrCat(items_.size())] = std::move(item);
  }

  static trust::v1::Header ValidHeader() {
    trust::v1::Header header;
    header.set_organisation(std::string(16, 'o'));
    header.set_safe(std::string(16, 's'));
    header.set_credential(std::string(16, 'c'));
    header.set_version(1);
    header.set_author(std::string(16, 'a'));
    header.set_sequence(1);
    header.mutable_roster()->set_sequence(1);
    header.mutable_roster()->set_link(std::string(32, 'l'));
    header.set_epoch(1);
    header.set_time_ms(1);
    header.set_sensitivity(trust::v1::SENSITIVITY_NORMAL);
    header.set_generation(1);
    for (trust::v1::Part* part :
         {header.mutable_overview(), header.mutable_secret()}) {
      part->set_hash(std::string(32, 'h'));
      part->set_wrap(std::string(crypto::vault::kWrapSize, 'w'));
      part->set_epoch(1);
      part->set_version(1);
    }
    return header;
  }

  std::vector<Examined> Look() {
    auto examined = Examine(items_, kYearAgo);
    EXPECT_OK(examined.status());
    return examined.ok() ? *examined : std::vector<Examined>();
  }

  MirrorItems items_;
};

TEST_F(HealthTest, WellKeptLoginHasNothing) {
  Add(Login(1));
  Add(Login(2));
  for (const Examined& one : Look()) EXPECT_TRUE(one.health.well());
}

TEST_F(HealthTest, WeakUpToTwo) {
  for (const uint32_t strength : {0, 2, 3, 5}) {
    MirrorItem item = Login(strength);
    item.mutable_overview()->set_strength(strength);
    Add(item);
  }
  const auto found = Look();
  EXPECT_TRUE(found[0].health.weak && found[1].health.weak);
  EXPECT_FALSE(found[2].health.weak || found[3].health.weak);
}

TEST_F(HealthTest, EqualTagsAreSuspected) {
  Add(Login(7));
  Add(Login(8));
  Add(Login(7));
  MirrorItem none = Login(7);
  none.mutable_overview()->set_strength(crypto::vault::kNoPassword);
  Add(none);
  const auto found = Look();
  EXPECT_TRUE(found[0].health.reused && found[2].health.reused);
  EXPECT_FALSE(found[1].health.reused || found[3].health.reused);
}

TEST_F(HealthTest, OldWhenLastChangedLongAgo) {
  MirrorItem old = Login(1);
  old.mutable_overview()->set_secret_changed_ms(absl::ToUnixMillis(kLongAgo));
  MirrorItem unknown = Login(2);
  unknown.mutable_overview()->set_secret_changed_ms(0);
  MirrorItem note = old;
  note.mutable_overview()->set_strength(crypto::vault::kNoPassword);
  Add(old);
  Add(unknown);
  Add(note, trust::v1::KIND_NOTE);
  Add(note, trust::v1::KIND_API_KEY);
  const auto found = Look();
  EXPECT_TRUE(found[0].health.old && found[3].health.old);
  EXPECT_FALSE(found[1].health.old || found[2].health.old);
}

TEST_F(HealthTest, OnlyLoginsWithPasswordsWantASecondFactor) {
  MirrorItem without = Login(1);
  without.mutable_overview()->set_second_factor(false);
  MirrorItem no_password = without;
  no_password.mutable_overview()->set_strength(crypto::vault::kNoPassword);
  Add(without);
  Add(without, trust::v1::KIND_SERVER);
  Add(no_password);
  const auto found = Look();
  EXPECT_TRUE(found[0].health.no_second_factor);
  EXPECT_FALSE(found[1].health.no_second_factor);
  EXPECT_FALSE(found[2].health.no_second_factor);
}

TEST_F(HealthTest, ArchivedAndDeletedAreLeftOut) {
  MirrorItem archived = Login(1);
  archived.mutable_overview()->set_archived(true);
  MirrorItem deleted = Login(1);
  deleted.set_deleted(true);
  Add(archived);
  Add(deleted);
  Add(Login(1));
  const auto found = Look();
  ASSERT_EQ(found.size(), 1);
  EXPECT_FALSE(found[0].health.reused);
}

}  // namespace
}  // namespace klad::client
