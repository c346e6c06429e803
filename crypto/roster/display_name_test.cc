#include "crypto/roster/display_name.h"

#include "crypto/names.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::klad::testing::StatusIs;
using trust::v1::DisplayName;

class DisplayNameTest : public ::testing::Test {
 protected:
  DisplayNameTest()
      : anna_(org_.Join("anna", {{"pr"}})), boris_(org_.Join("boris", {{"pr"}})) {}

  DisplayName By(const TestMember& author, const TestMember& member,
                 absl::string_view name = "Анна") {
    return SignDisplayName(org_.state(), member.id, author.id, author.sign(),
                           name);
  }
  absl::Status Check(const TestMember& member, const DisplayName& name) {
    return VerifyDisplayName(org_.state(), member.id, name);
  }

  TestOrganisation org_;
  TestMember anna_;
  TestMember boris_;
};

TEST_F(DisplayNameTest, OneselfAndOwnersMayNameAMember) {
  EXPECT_OK(Check(anna_, By(anna_, anna_)));
  EXPECT_OK(Check(anna_, By(org_.founder(), anna_)));
  EXPECT_THAT(Check(anna_, By(boris_, anna_)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DisplayNameTest, SwappedNamesAreNoticed) {
  EXPECT_FALSE(Check(boris_, By(org_.founder(), anna_)).ok());
  DisplayName changed = By(anna_, anna_);
  changed.set_name("Борис");
  EXPECT_FALSE(Check(anna_, changed).ok());
  changed = By(anna_, anna_);
  changed.mutable_statement()->set_author(org_.founder().id);
  EXPECT_FALSE(Check(anna_, changed).ok());
}

TEST_F(DisplayNameTest, NameStaysWhenItsAuthorIsNoOwnerAnyMore) {
  const DisplayName name = By(org_.founder(), anna_);
  org_.GiveRole(boris_.id, kOwner);
  ASSERT_OK(org_.Add(boris_, RoleTaken(org_, org_.founder().id, kOwner)));
  EXPECT_OK(Check(anna_, name));
  EXPECT_FALSE(Check(anna_, By(org_.founder(), anna_)).ok());
}

TEST_F(DisplayNameTest, HashOfTheLogVouchesForItsName) {
  DisplayName name;
  name.set_name("Вера");
  name.set_salt(std::string(kNameSaltSize, 's'));
  const TestMember vera = org_.Fresh("vera");
  trust::v1::Entry invited = org_.DraftInvited(org_.Fresh(""), vera, {});
  invited.mutable_invited()->set_name_hash(
      HashDisplayName(name.salt(), name.name()).str());
  ASSERT_OK(org_.Add(org_.founder(), invited));
  EXPECT_OK(Check(vera, name));
  EXPECT_FALSE(Check(anna_, name).ok());
  name.set_salt(std::string(kNameSaltSize, 't'));
  EXPECT_FALSE(Check(vera, name).ok());
  DisplayName empty;
  EXPECT_FALSE(Check(anna_, empty).ok());
  EXPECT_FALSE(
      Check(anna_, By(anna_, anna_, std::string(kMaxDisplayName + 1, 'x')))
          .ok());
}

TEST_F(DisplayNameTest, PositionThatNeverWasIsRefused) {
  const DisplayName name = By(anna_, anna_);
  const TestOrganisation other(1);
  EXPECT_FALSE(VerifyDisplayName(other.state(), other.founder().id, name).ok());
}

}  // namespace
}  // namespace klad::crypto::roster
