// Every kind of entry by every kind of author: who may make it stands here
// once more, by hand, and everybody else is refused.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/roster/testing/cast.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {
namespace {

using Names = std::set<std::string>;

const Names kOwners = {"founder", "olga", "kit"};
const Names kManagers = {"founder", "olga", "kit", "hans", "maks"};

std::map<std::string, TestMember> Authors(const Cast& c) {
  return {{"founder", c.founder}, {"olga", c.olga},   {"kit", c.kit},
          {"hans", c.hans},       {"maks", c.maks},   {"wim", c.wim},
          {"rita", c.rita},       {"mira", c.mira},   {"cora", c.cora},
          {"bot", c.bot},         {"sven", c.sven},   {"lena", c.lena},
          {"dora", c.dora},       {"wanda", c.wanda}, {"letter", c.letter}};
}

struct Kind {
  Names may;
  std::function<Entry(Cast&)> draft;
  // Who must sign it besides.
  std::function<TestMember(Cast&)> other = nullptr;
};

Kind Plain(Names may, std::function<Entry(Cast&)> draft) {
  return {std::move(may), std::move(draft)};
}

int64_t Tomorrow(const Cast& c) { return c.org.now_ms() + kDayMs; }

void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }

// An entry that some `newcomer` signs with.
Kind WithNewcomer(Names may,
                  std::function<Entry(Cast&, const TestMember&)> draft) {
  const auto made = std::make_shared<TestMember>();
  return {std::move(may),
          [made, draft](Cast& c) {
            *made = c.org.Fresh("newcomer");
            return draft(c, *made);
          },
          [made](Cast&) { return *made; }};
}

std::map<Entry::KindCase, Kind> People() {
  return {
      {Entry::kInvited, Plain(kOwners,
                              [](Cast& c) {
                                return c.org.DraftInvited(
                                    c.org.Fresh(""), c.org.Fresh("newcomer"),
                                    {{"marketer"}});
                              })},
      {Entry::kWithdrawn,
       Plain(kOwners, [](Cast& c) { return Withdrawn(c.org, c.letter.id); })},
      {Entry::kJoined,
       {{"letter"},
        [](Cast& c) { return c.org.DraftJoined(c.letter, c.wanda); },
        [](Cast& c) { return c.wanda; }}},
      {Entry::kMoved, WithNewcomer({"founder", "olga", "hans", "maks", "wim",
                                    "rita", "mira", "cora"},
                                   [](Cast& c, const TestMember& newcomer) {
                                     return Moved(c.org, newcomer);
                                   })},
      {Entry::kLost, Plain({"founder", "olga", "mira"},
                           [](Cast& c) { return Lost(c.org, c.mira.id); })},
      {Entry::kSuspended,
       Plain({"founder", "olga", "kit", "mira"},
             [](Cast& c) { return Suspended(c.org, c.mira.id); })},
      {Entry::kResumed,
       Plain(kOwners, [](Cast& c) { return Resumed(c.org, c.sven.id); })},
      {Entry::kDeparted,
       Plain(kOwners,
             [](Cast& c) { return Departed(c.org, c.sven.id, c.mira.id); })},
      {Entry::kToolMade, WithNewcomer(kOwners,
                                      [](Cast& c, const TestMember& tool) {
                                        return c.org.DraftTool(
                                            tool, {"lead.write"}, Tomorrow(c));
                                      })},
      {Entry::kToolEnded,
       Plain(kOwners, [](Cast& c) { return ToolEnded(c.org, c.bot.id); })},
      {Entry::kKitAdded, WithNewcomer(kOwners,
                                      [](Cast& c, const TestMember& kit) {
                                        return KitAdded(c.org, kit);
                                      })},
      {Entry::kKitRemoved,
       Plain(kOwners, [](Cast& c) { return KitRemoved(c.org, c.kit.id); })},
  };
}

std::map<Entry::KindCase, Kind> RolesAndOrganisation() {
  return {
      {Entry::kFounded,
       {{},
        [](Cast& c) {
          Entry entry;
          EXPECT_TRUE(entry.ParseFromString(c.org.entries()[0].body()));
          entry.set_time_ms(c.org.now_ms());
          return entry;
        },
        [](Cast& c) { return c.kit; }}},
      {Entry::kRoleDefined,
       Plain(kOwners,
             [](Cast& c) { return c.org.DraftRoleDefined("juggler", {}); })},
      {Entry::kRoleChanged,
       Plain(kOwners,
             [](Cast& c) { return RoleChanged(c.org, "pr", {"lead.write"}); })},
      {Entry::kRoleEnded,
       Plain(kOwners, [](Cast& c) { return RoleEnded(c.org, "pr"); })},
      {Entry::kRoleGiven,
       Plain(kOwners,
             [](Cast& c) { return RoleGiven(c.org, c.mira.id, kOwner); })},
      {Entry::kRoleTaken,
       Plain(kOwners,
             [](Cast& c) { return RoleTaken(c.org, c.olga.id, kOwner); })},
      {Entry::kRoleEpoch,
       Plain(kOwners,
             [](Cast& c) { return c.org.DraftRoleEpoch("marketer"); })},
      {Entry::kPolicySet, Plain(kOwners,
                                [](Cast& c) {
                                  return PolicySet(c.org, "unlock.idle.minutes",
                                                   5);
                                })},
      {Entry::kServerKeys, Plain(kOwners,
                                 [](Cast& c) {
                                   return NewServerKeys(c.org,
                                                        std::string(32, 'c'),
                                                        c.org.FreshBytes(32));
                                 })},
      {Entry::kRestored,
       Plain(kOwners, [](Cast& c) { return Restored(c.org, {c.safe}); })},
  };
}

std::map<Entry::KindCase, Kind> Safes() {
  return {
      {Entry::kSafeCreated,
       Plain({"founder", "olga", "kit", "hans"},
             [](Cast& c) { return c.org.DraftSafe(c.org.FreshId()); })},
      {Entry::kSafeRenamed,
       Plain(kManagers,
             [](Cast& c) {
               return SafeRenamed(
                   c.org, c.safe,
                   c.org.state().FindSafe(c.safe)->epoch().number);
             })},
      {Entry::kSafeRetired,
       Plain(kManagers, [](Cast& c) { return SafeRetired(c.org, c.safe); })},
      {Entry::kSafeEpoch,
       Plain(kManagers, [](Cast& c) { return c.org.DraftSafeEpoch(c.safe); })},
      {Entry::kGranted, Plain(kManagers,
                              [](Cast& c) {
                                return c.org.DraftGrant(
                                    c.safe, {false, c.mira.id},
                                    trust::v1::LEVEL_READ, Tomorrow(c));
                              })},
      {Entry::kGrantRevoked,
       Plain(kManagers,
             [](Cast& c) {
               return Revoked(c.org, c.safe, {false, c.rita.id});
             })},
      {Entry::kShared, Plain(kManagers,
                             [](Cast& c) {
                               return Shared(c.org, c.safe, c.mira.id,
                                             c.mira.id, Tomorrow(c));
                             })},
      {Entry::kUnshared,
       Plain(kManagers,
             [](Cast& c) {
               Must(c.org.Add(c.olga,
                              Shared(c.org, c.safe, c.mira.id, c.mira.id)));
               return Unshared(c.org, c.safe, c.mira.id, c.mira.id);
             })},
  };
}

std::map<Entry::KindCase, Kind> AllKinds() {
  std::map<Entry::KindCase, Kind> kinds = People();
  kinds.merge(RolesAndOrganisation());
  kinds.merge(Safes());
  return kinds;
}

TEST(AuthorityMatrix, HasEveryKind) {
  EXPECT_EQ(AllKinds().size(),
            static_cast<size_t>(
                Entry::descriptor()->FindOneofByName("kind")->field_count()));
}

TEST(AuthorityMatrix, EveryAuthorOfEveryKind) {
  for (const auto& [number, kind] : AllKinds()) {
    Cast cast;
    const Entry entry = kind.draft(cast);
    ASSERT_EQ(entry.kind_case(), number);
    const TestMember other = kind.other ? kind.other(cast) : TestMember();
    for (const auto& [name, author] : Authors(cast)) {
      State state = cast.org.state();
      const absl::Status status = state.Apply(
          cast.org.Sign(author, entry, kind.other ? &other : nullptr));
      const std::string row =
          Entry::descriptor()->FindFieldByNumber(number)->name() + " by " +
          name;
      EXPECT_EQ(status.ok(), kind.may.count(name) > 0) << row << ": " << status;
      if (status.ok()) continue;
      // By the table; or nobody whom the roster gives a key.
      EXPECT_TRUE(absl::IsPermissionDenied(status) ||
                  status.message() == "an entry by nobody the roster knows")
          << row << ": " << status;
      EXPECT_EQ(state.head(), cast.org.state().head()) << row;
    }
  }
}

}  // namespace
}  // namespace klad::crypto::roster
