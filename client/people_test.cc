#include "client/people.h"

#include "client/error.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PeopleTest : public ::testing::Test {
 protected:
  PeopleTest() { anna_ = org_.Join("anna.k", {{"pr"}, {"marketer"}}).id; }

  const crypto::roster::State& roster() const { return org_.state(); }

  crypto::roster::TestOrganisation org_;
  std::string anna_;
};

TEST_F(PeopleTest, LoginIsFoundInAnyCase) {
  for (const absl::string_view login : {"anna.k", "Anna.K", " ANNA.K "}) {
    ASSERT_OK_AND_ASSIGN(const auto* member, FindPerson(roster(), login));
    EXPECT_EQ(member->id, anna_) << login;
  }
}

TEST_F(PeopleTest, NearMissIsSuggested) {
  const absl::Status missed = FindPerson(roster(), "ana.k").status();
  EXPECT_EQ(ExitCodeOf(missed), ExitCode::kNotFound);
  EXPECT_EQ(missed.message(), "nobody has the login ana.k");
  EXPECT_EQ(HintOf(missed), "did you mean anna.k?");
}

TEST_F(PeopleTest, StrangerIsNotFound) {
  for (const absl::string_view login : {"", "борис", "x"}) {
    const absl::Status missed = FindMember(roster(), login).status();
    EXPECT_EQ(ExitCodeOf(missed), ExitCode::kNotFound) << login;
    EXPECT_THAT(HintOf(missed), HasSubstr("klad person list")) << login;
  }
}

TEST_F(PeopleTest, MembersAreCalledByLogin) {
  EXPECT_EQ(LoginOf(roster(), anna_), "anna.k");
  EXPECT_EQ(LoginOf(roster(), org_.kit().id), "a recovery kit");
  EXPECT_EQ(LoginOf(roster(), std::string(16, 'x')), "somebody");
}

TEST_F(PeopleTest, RolesAreThoseInForce) {
  const auto* member = roster().FindMember(anna_);
  EXPECT_THAT(RolesOf(roster(), *member, roster().newest_ms()),
              ElementsAre("marketer", "pr"));
  EXPECT_EQ(StateWord(member->state()), "active");
}

TEST_F(PeopleTest, NamesAreOfPlainLetters) {
  for (const absl::string_view name : {"a", "anna.k", "x_9-", "0"}) {
    EXPECT_TRUE(IsName(name)) << name;
  }
  for (const absl::string_view name : {"", "Anna", "анна", "a b", "a/b"}) {
    EXPECT_FALSE(IsName(name)) << name;
  }
  EXPECT_FALSE(IsName(std::string(33, 'a')));
}

}  // namespace
}  // namespace klad::client
