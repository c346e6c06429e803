#include "crypto/roster/parse.h"

#include <functional>
#include <string>

#include "crypto/roster/testing/drafts.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::absl::StatusCode;

class ParseTest : public ::testing::Test {
 protected:
  // The code for a valid invitation changed by `spoil`.
  StatusCode Spoilt(const std::function<void(Entry*)>& spoil) {
    Entry entry = org_.DraftInvited(org_.Fresh(""), org_.Fresh("mira"),
                                    {{"pr"}, {"marketer"}});
    spoil(&entry);
    return ParseEntry(entry.SerializeAsString()).status().code();
  }
  StatusCode SpoiltSafe(const std::function<void(trust::v1::SafeKey*)>& spoil) {
    Entry entry = org_.DraftSafe(org_.FreshId());
    spoil(entry.mutable_safe_created()->mutable_key());
    return ParseEntry(entry.SerializeAsString()).status().code();
  }

  TestOrganisation org_;
};

TEST_F(ParseTest, TakesWhatIsRight) {
  EXPECT_EQ(Spoilt([](Entry*) {}), StatusCode::kOk);
  EXPECT_EQ(SpoiltSafe([](auto*) {}), StatusCode::kOk);
}

TEST_F(ParseTest, RefusesIdsOfAnotherSize) {
  for (const size_t size : {0, 15, 17}) {
    EXPECT_EQ(Spoilt([&](Entry* e) {
                e->mutable_invited()->set_member(std::string(size, 'i'));
              }),
              StatusCode::kDataLoss);
  }
}

TEST_F(ParseTest, RefusesKeysOutOfShape) {
  using Spoil = void (*)(trust::v1::PublicKeys*);
  const Spoil spoils[] = {
      [](auto* keys) { keys->set_sign("short"); },
      [](auto* keys) { keys->set_box(std::string(31, 'b')); },
      [](auto* keys) { keys->set_tls(std::string(32, '\2')); },
      [](auto* keys) { keys->set_tls(std::string(33, '\4')); },
      [](auto* keys) { keys->clear_box(); },
  };
  for (const Spoil spoil : spoils) {
    EXPECT_EQ(
        Spoilt([&](Entry* e) { spoil(e->mutable_invited()->mutable_keys()); }),
        StatusCode::kDataLoss);
  }
}

TEST_F(ParseTest, RefusesBoxKeysOfSmallOrder) {
  std::string one(32, '\0');
  one[0] = 1;
  for (const std::string& key : {std::string(32, '\0'), one}) {
    EXPECT_EQ(Spoilt([&](Entry* e) {
                e->mutable_invited()->mutable_keys()->set_box(key);
              }),
              StatusCode::kDataLoss);
  }
}

TEST_F(ParseTest, RefusesAMissingPart) {
  EXPECT_EQ(Spoilt([](Entry* e) { e->mutable_invited()->clear_keys(); }),
            StatusCode::kDataLoss);
  EXPECT_EQ(SpoiltSafe([](auto* key) { key->clear_head(); }),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesLoginsOutOfShape) {
  for (const char* login :
       {"", "Mira", "mira ivanova", "мира", "mira@x", "mira/"}) {
    EXPECT_EQ(Spoilt([&](Entry* e) { e->mutable_invited()->set_login(login); }),
              StatusCode::kDataLoss)
        << login;
  }
  EXPECT_TRUE(IsName(std::string(32, 'a')));
  EXPECT_FALSE(IsName(std::string(33, 'a')));
  EXPECT_TRUE(IsName("a.b_c-9"));
}

TEST_F(ParseTest, RefusesARoleTwice) {
  EXPECT_EQ(Spoilt([](Entry* e) {
              *e->mutable_invited()->add_roles() = e->invited().roles(0);
            }),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesListsThatAreTooLong) {
  Entry entry = org_.DraftRoleDefined("x", {});
  auto* words = entry.mutable_role_defined()->mutable_definition();
  for (int i = 0; i <= kMaxListed; ++i) {
    words->add_permissions(std::to_string(i));
  }
  EXPECT_EQ(ParseEntry(entry.SerializeAsString()).status().code(),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesTimesOutOfRange) {
  for (const int64_t time : {int64_t{-1}, (int64_t{1} << 53) + 1}) {
    EXPECT_EQ(Spoilt([&](Entry* e) { e->set_time_ms(time); }),
              StatusCode::kDataLoss);
    EXPECT_EQ(
        Spoilt([&](Entry* e) { e->mutable_invited()->set_until_ms(time); }),
        StatusCode::kDataLoss);
  }
}

TEST_F(ParseTest, RefusesEpochsOutOfShape) {
  EXPECT_EQ(SpoiltSafe([](auto* key) { key->set_epoch(0); }),
            StatusCode::kDataLoss);
  EXPECT_EQ(SpoiltSafe([](auto* key) { key->set_epoch(2); }),
            StatusCode::kDataLoss);
  EXPECT_EQ(
      SpoiltSafe([](auto* key) { key->set_previous(std::string(104, 'p')); }),
      StatusCode::kDataLoss);
  EXPECT_EQ(SpoiltSafe([](auto* key) {
              key->set_epoch(2);
              key->set_previous("short");
            }),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesPositionsOutOfShape) {
  EXPECT_EQ(SpoiltSafe([](auto* key) {
              key->mutable_head()->set_link(std::string(32, 'l'));
            }),
            StatusCode::kDataLoss);
  EXPECT_EQ(SpoiltSafe([](auto* key) { key->mutable_head()->set_sequence(1); }),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesNamesOutOfShape) {
  Entry entry = org_.DraftSafe(org_.FreshId());
  for (const size_t size : {0, 72 + 255, 72 + 1025}) {
    entry.mutable_safe_created()->set_sealed_name(std::string(size, 's'));
    EXPECT_EQ(ParseEntry(entry.SerializeAsString()).status().code(),
              StatusCode::kDataLoss);
  }
}

TEST_F(ParseTest, UnknownLevelNeedsANewerKlad) {
  Entry entry =
      org_.DraftGrant(org_.FreshId(), {true, "pr"}, trust::v1::LEVEL_READ);
  entry.mutable_granted()->set_level(static_cast<Level>(4));
  EXPECT_EQ(ParseEntry(entry.SerializeAsString()).status().code(),
            StatusCode::kUnimplemented);
  entry.mutable_granted()->set_level(trust::v1::LEVEL_UNSPECIFIED);
  EXPECT_EQ(ParseEntry(entry.SerializeAsString()).status().code(),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, GrantToNobodyIsRefused) {
  Entry entry =
      org_.DraftGrant(org_.FreshId(), {true, "pr"}, trust::v1::LEVEL_READ);
  entry.mutable_granted()->mutable_target()->clear_kind();
  EXPECT_EQ(ParseEntry(entry.SerializeAsString()).status().code(),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, RefusesBodiesThatAreTooLong) {
  EXPECT_EQ(ParseEntry(std::string(kMaxBody + 1, 'x')).status().code(),
            StatusCode::kDataLoss);
}

TEST_F(ParseTest, PermissionsAreWordsOfServices) {
  EXPECT_TRUE(IsPermission("credential.reveal"));
  EXPECT_TRUE(IsPermission("safe.create"));
  for (const char* word :
       {"", "a", ".", "a.", ".a", "a.b.c", "safe.manage", "roster.append",
        "owner.x", "A.b", "1a.b", "a b.c", "*.*"}) {
    EXPECT_FALSE(IsPermission(word)) << word;
  }
}

}  // namespace
}  // namespace klad::crypto::roster
