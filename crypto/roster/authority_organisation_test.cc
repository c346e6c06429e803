#include "crypto/roster/testing/authority_rows.h"

namespace klad::crypto::roster {
namespace {

void MustAdd(Cast& c, const TestMember& author, const Entry& entry) {
  const absl::Status status = c.org.Add(author, entry);
  ASSERT_TRUE(status.ok()) << status;
}

Attempt NewKeys(Cast& c, const TestMember& author, bool new_ca,
                bool new_audit_key) {
  const ServerKeys& now = c.org.state().server_keys();
  return {author,
          NewServerKeys(c.org, new_ca ? c.org.FreshBytes(32) : now.ca,
                        new_audit_key ? c.org.FreshBytes(32) : now.audit_key)};
}

std::vector<Row> OrganisationRows() {
  return {
    ROW("FoundedTwice", "founded", Entry entry;
        if (!entry.ParseFromString(c.org.entries()[0].body())) abort();
        entry.set_time_ms(c.org.now_ms()); return {c.founder, entry, c.kit};),
        ROW("OwnerSetsAPolicy", "",
            return {c.olga, PolicySet(c.org, "unlock.idle.minutes", 720)};),
        ROW("HeadSetsAPolicy", "not-owner",
            return {c.hans, PolicySet(c.org, "unlock.idle.minutes", 10)};),
        ROW("UnknownPolicy", "policy-unknown",
            return {c.olga, PolicySet(c.org, "recovery.silent", 1)};),
        ROW("PolicyAboveItsRange", "policy-range",
            return {c.olga, PolicySet(c.org, "unlock.idle.minutes", 721)};),
        ROW("PolicyBelowItsRange", "policy-range",
            return {c.olga, PolicySet(c.org, "unlock.idle.minutes", 0)};),
        ROW("OwnerAddsAKit", "", TestMember kit = c.org.Fresh("");
            return {c.olga, KitAdded(c.org, kit), kit};),
        ROW("HeadAddsAKit", "not-owner", TestMember kit = c.org.Fresh("");
            return {c.hans, KitAdded(c.org, kit), kit};),
        ROW("KitAddedTwice", "id-taken",
            TestMember kit = c.org.WithNewKeys(c.kit);
            return {c.olga, KitAdded(c.org, kit), kit};),
        ROW("MemberAddedAsKit", "id-taken",
            TestMember kit = c.org.WithNewKeys(c.mira);
            return {c.olga, KitAdded(c.org, kit), kit};),
        ROW("KitWithAMembersKeys", "key-reused", TestMember kit = c.mira;
            kit.id = c.org.FreshId();
            return {c.olga, KitAdded(c.org, kit), kit};),
        ROW("OwnerRemovesTheKit", "",
            return {c.olga, KitRemoved(c.org, c.kit.id)};),
        ROW("HeadRemovesTheKit", "not-owner",
            return {c.hans, KitRemoved(c.org, c.kit.id)};),
        ROW("MemberRemovedAsKit", "not-kit",
            return {c.olga, KitRemoved(c.org, c.mira.id)};),
        ROW("KitRemovedTwice", "not-active",
            MustAdd(c, c.olga, KitRemoved(c.org, c.kit.id));
            return {c.olga, KitRemoved(c.org, c.kit.id)};),
        ROW("OnlyTheKitIsLeft", "last-owner", c.org.Suspend(c.olga.id);
            MustAdd(c, c.founder, Lost(c.org, c.founder.id));
            return {c.kit, KitRemoved(c.org, c.kit.id)};),
        ROW("OwnerNamesANewCa", "", return NewKeys(c, c.olga, true, false);),
        ROW("OwnerNamesANewAuditKey", "",
            return NewKeys(c, c.olga, false, true);),
        ROW("HeadNamesANewCa", "not-owner",
            return NewKeys(c, c.hans, true, false);),
        ROW("TheSameServerKeys", "unchanged",
            return NewKeys(c, c.olga, false, false);),
        ROW("AuditKeyOfAMember", "key-reused",
            Attempt a = NewKeys(c, c.olga, true, true);
            a.entry.mutable_server_keys()->set_audit_key(c.mira.keys().sign());
            return a;),
        ROW("AuditKeyOfBefore", "key-reused",
            Attempt back{c.olga,
                         NewServerKeys(c.org, c.org.FreshBytes(32),
                                       c.org.state().server_keys().audit_key)};
            MustAdd(c, c.olga, NewKeys(c, c.olga, true, true).entry);
            return back;),
        ROW("OwnerRestores", "",
            return {c.olga, Restored(c.org, {c.safe, c.retired})};),
        ROW("HeadRestores", "not-owner",
            return {c.hans, Restored(c.org, {c.safe})};),
        ROW("RestoredAtAnEarlierPlace", "restored-elsewhere",
            Attempt a{c.olga, Restored(c.org, {})};
            c.org.Suspend(c.mira.id); return a;),
        ROW("RestoredAtAnotherLink", "restored-elsewhere",
            Attempt a{c.olga, Restored(c.org, {})};
            a.entry.mutable_restored()->mutable_roster()->set_link(
                std::string(32, 'l'));
            return a;),
        ROW("UnknownSafeRestored", "safe-unknown",
            return {c.olga, Restored(c.org, {c.mira.id})};),
  };
}

AUTHORITY_ROWS(Organisation, OrganisationRows());

class FoundingTest : public ::testing::Test {
 protected:
  FoundingTest() {
    EXPECT_TRUE(entry_.ParseFromString(org_.entries()[0].body()));
  }
  absl::Status Found() {
    return State::Found(
               org_.id(), std::nullopt,
               SignEntry({org_.id(), 1, Digest()}, org_.founder().id,
                         org_.founder().sign(), entry_, &org_.kit().sign()))
        .status();
  }
  trust::v1::Founded& founded() { return *entry_.mutable_founded(); }

  TestOrganisation org_;
  Entry entry_;
};

TEST_F(FoundingTest, IsAcceptedAsItIs) { EXPECT_TRUE(Found().ok()); }

TEST_F(FoundingTest, FounderAndKitDiffer) {
  founded().set_kit(founded().founder());
  EXPECT_EQ(Found(), absl::PermissionDeniedError("id-taken"));
}

TEST_F(FoundingTest, NoRoleWritesTheRoster) {
  founded().mutable_roles(1)->add_permissions("roster.append");
  EXPECT_EQ(Found(), absl::PermissionDeniedError("permission-word"));
}

TEST_F(FoundingTest, OwnerIsTheFirstRoleAndHasNoPermissions) {
  founded().mutable_roles(0)->add_permissions("link.read");
  EXPECT_EQ(Found(), absl::PermissionDeniedError("founding-roles"));
  founded().mutable_roles(0)->clear_permissions();
  founded().mutable_roles()->SwapElements(0, 1);
  EXPECT_EQ(Found(), absl::PermissionDeniedError("founding-roles"));
}

TEST_F(FoundingTest, HeadAndContractorAreThere) {
  for (auto& role : *founded().mutable_roles()) {
    const std::string name = role.role();
    if (name != kHead && name != kContractor) continue;
    role.set_role("juggler");
    EXPECT_EQ(Found(), absl::PermissionDeniedError("founding-roles"));
    role.set_role(name);
  }
}

TEST_F(FoundingTest, EveryRoleHasItsFirstKey) {
  founded().mutable_role_keys()->SwapElements(1, 2);
  EXPECT_EQ(Found(), absl::PermissionDeniedError("first-epoch"));
  founded().mutable_role_keys()->SwapElements(1, 2);
  auto* key = founded().mutable_role_keys(1);
  key->set_epoch(2);
  key->set_previous(std::string(104, 'p'));
  EXPECT_EQ(Found(), absl::PermissionDeniedError("first-epoch"));
  founded().mutable_role_keys()->RemoveLast();
  EXPECT_EQ(Found(), absl::PermissionDeniedError("first-epoch"));
}

TEST_F(FoundingTest, NoKeyStandsTwice) {
  founded().mutable_role_keys(1)->set_box(founded().keys().box());
  EXPECT_EQ(Found(), absl::PermissionDeniedError("key-reused"));
}

}  // namespace
}  // namespace klad::crypto::roster
