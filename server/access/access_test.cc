#include "server/access/access.h"

#include <array>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "tests/support/status_matchers.h"

namespace klad::access {
namespace {

using ::klad::testing::StatusIs;

constexpr int64_t kNow = 1'000;
const std::string kAlice(16, 'a');
const std::string kKey(33, 'k');

class FakeMembership : public Membership {
 public:
  bool Names(absl::string_view id, absl::string_view key) const override {
    return active && id == kAlice && key == kKey;
  }
  bool Allows(absl::string_view id, absl::string_view permission,
              int64_t now_ms) const override {
    return id == kAlice && permission == allowed && now_ms == kNow;
  }
  GuestState Guest(const Caller& caller, int64_t now_ms) const override {
    return caller.id == kAlice && caller.tls_key == kKey && now_ms == kNow
               ? guest
               : GuestState::kUnknown;
  }
  bool active = true;
  GuestState guest = GuestState::kOpen;
  std::string allowed = "link.read";
};

v1::Policy MakePolicy(v1::Caller caller, const std::string& permission) {
  v1::Policy policy;
  policy.set_caller(caller);
  policy.set_permission(permission);
  policy.set_audit(v1::AUDIT_DENIALS);
  policy.set_cost(v1::COST_INLINE);
  return policy;
}

enum Who {
  kNobody,       // no identity at all
  kPermitted,    // an active member who holds the permission
  kUnpermitted,  // an active member who does not
  kWrongKey,     // that member under a key the roster no longer names
  kGone,         // suspended or departed
  kDoor,
  kLocal,
  kInvited,           // by an invitation that is open
  kInvitedElsewhere,  // by one that the roster does not know, or another key
  kJoined,            // by an invitation that was used
  kWithdrawn,
  kEnded,
  kMoving,  // to another machine
  kMoved,
  kWhos
};

GuestState StateFor(Who who) {
  switch (who) {
    case kJoined:
    case kMoved:
      return GuestState::kUsed;
    case kWithdrawn:
      return GuestState::kWithdrawn;
    case kEnded:
      return GuestState::kEnded;
    default:
      return GuestState::kOpen;
  }
}

// Decides for `who`; the reason of the refusal, or UNSPECIFIED for OK.
v1::Reason Ask(const v1::Policy& policy, Who who) {
  FakeMembership membership;
  Caller caller{Caller::Kind::kMember, kAlice, kKey};
  if (who == kNobody) caller = Caller{};
  if (who == kUnpermitted) membership.allowed = "other";
  if (who == kWrongKey) caller.tls_key = std::string(33, 'x');
  if (who == kGone) membership.active = false;
  if (who == kDoor) caller.kind = Caller::Kind::kDoor;
  if (who == kLocal) caller = Caller{Caller::Kind::kLocal, "", ""};
  if (who >= kInvited) caller.kind = Caller::Kind::kInvitation;
  if (who >= kMoving) caller.kind = Caller::Kind::kMove;
  if (who == kInvitedElsewhere) caller.tls_key = std::string(33, 'x');
  membership.guest = StateFor(who);
  const absl::Status status = Decide(policy, caller, membership, kNow);
  if (status.ok()) return v1::REASON_UNSPECIFIED;
  EXPECT_NE(ReasonOf(status), v1::REASON_UNSPECIFIED);
  return ReasonOf(status);
}

constexpr v1::Reason OK = v1::REASON_UNSPECIFIED;
constexpr v1::Reason NM = v1::REASON_NOT_A_MEMBER;
constexpr v1::Reason PE = v1::REASON_PERMISSION;
constexpr v1::Reason US = v1::REASON_INVITATION_USED;
constexpr v1::Reason WD = v1::REASON_INVITATION_WITHDRAWN;
constexpr v1::Reason EN = v1::REASON_INVITATION_ENDED;

// nobody permitted unpermitted wrong-key gone door local, invited elsewhere
// joined withdrawn ended moving moved
using Expected = std::array<v1::Reason, kWhos>;

constexpr Expected kRefused = {NM, PE, PE, PE, PE, PE, PE,
                               PE, PE, PE, PE, PE, PE, PE};

struct Row {
  const char* name;
  v1::Policy policy;
  Expected expected;
};

std::vector<Row> Table() {
  const auto unknown = static_cast<v1::Caller>(17);
  v1::Policy no_audit = MakePolicy(v1::CALLER_MEMBER, "link.read");
  no_audit.clear_audit();
  v1::Policy odd_audit = MakePolicy(v1::CALLER_DOOR, "");
  odd_audit.set_audit(static_cast<v1::Audit>(17));
  v1::Policy no_cost = MakePolicy(v1::CALLER_LOCAL, "");
  no_cost.clear_cost();
  v1::Policy odd_cost = MakePolicy(v1::CALLER_MEMBER, "member");
  odd_cost.set_cost(static_cast<v1::Cost>(17));
  return {
      {"member with a permission",
       MakePolicy(v1::CALLER_MEMBER, "link.read"),
       {NM, OK, PE, NM, NM, PE, PE, PE, NM, US, WD, EN, PE, US}},
      {"every member",
       MakePolicy(v1::CALLER_MEMBER, "member"),
       {NM, OK, OK, NM, NM, PE, PE, PE, NM, US, WD, EN, PE, US}},
      {"door",
       MakePolicy(v1::CALLER_DOOR, ""),
       {NM, OK, OK, NM, NM, OK, PE, OK, NM, US, WD, EN, OK, US}},
      {"arriving",
       MakePolicy(v1::CALLER_ARRIVING, ""),
       {NM, OK, OK, NM, NM, OK, PE, OK, NM, OK, WD, EN, OK, OK}},
      {"invited",
       MakePolicy(v1::CALLER_INVITED, ""),
       {NM, OK, OK, NM, NM, PE, PE, OK, NM, US, WD, EN, PE, US}},
      {"moving",
       MakePolicy(v1::CALLER_MOVING, ""),
       {NM, PE, PE, NM, NM, PE, PE, PE, NM, US, WD, EN, OK, US}},
      {"local",
       MakePolicy(v1::CALLER_LOCAL, ""),
       {NM, PE, PE, NM, NM, PE, OK, PE, NM, US, WD, EN, PE, US}},
      {"unspecified", MakePolicy(v1::CALLER_UNSPECIFIED, ""), kRefused},
      {"unspecified with a permission",
       MakePolicy(v1::CALLER_UNSPECIFIED, "link.read"), kRefused},
      {"unknown caller", MakePolicy(unknown, "link.read"), kRefused},
      {"empty permission", MakePolicy(v1::CALLER_MEMBER, ""), kRefused},
      {"door with a permission",
       MakePolicy(v1::CALLER_DOOR, "link.read"), kRefused},
      {"arriving with a permission",
       MakePolicy(v1::CALLER_ARRIVING, "link.read"), kRefused},
      {"local with a permission",
       MakePolicy(v1::CALLER_LOCAL, "link.read"), kRefused},
      {"no audit", no_audit, kRefused},
      {"unknown audit", odd_audit, kRefused},
      {"no cost", no_cost, kRefused},
      {"unknown cost", odd_cost, kRefused},
      {"nothing set", v1::Policy(), kRefused},
  };
}

TEST(Decide, AnswersAsTheTableSays) {
  for (const Row& row : Table()) {
    for (int who = 0; who < kWhos; ++who) {
      EXPECT_EQ(Ask(row.policy, static_cast<Who>(who)), row.expected[who])
          << row.name << ", caller " << who;
    }
  }
}

TEST(Decide, EveryCallerOfTheProtoHasARow) {
  EXPECT_EQ(v1::Caller_ARRAYSIZE, 7);
  EXPECT_EQ(v1::Audit_ARRAYSIZE, 3);
  EXPECT_EQ(v1::Cost_ARRAYSIZE, 4);
}

TEST(MayConnect, LetsInWhomTheRosterKnows) {
  FakeMembership membership;
  const auto may = [&](Caller::Kind kind, const std::string& key) {
    return MayConnect({kind, kAlice, key}, membership, kNow);
  };
  EXPECT_TRUE(may(Caller::Kind::kMember, kKey));
  EXPECT_TRUE(may(Caller::Kind::kDoor, "any"));
  EXPECT_TRUE(may(Caller::Kind::kInvitation, kKey));
  EXPECT_TRUE(may(Caller::Kind::kMove, kKey));
  for (const auto kind : {Caller::Kind::kMember, Caller::Kind::kInvitation,
                          Caller::Kind::kMove}) {
    EXPECT_FALSE(may(kind, "other"));
  }
  EXPECT_FALSE(may(Caller::Kind::kNobody, kKey));
  EXPECT_FALSE(may(Caller::Kind::kLocal, kKey));
  // Is told by each call why it is over.
  membership.guest = GuestState::kWithdrawn;
  EXPECT_TRUE(may(Caller::Kind::kInvitation, kKey));
}

TEST(Decide, SaysWhichPermissionIsMissing) {
  FakeMembership membership;
  const auto refusal = RefusalOf(
      Decide(MakePolicy(v1::CALLER_MEMBER, "safe.create"),
             {Caller::Kind::kMember, kAlice, kKey}, membership, kNow));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->fields().at("permission"), "safe.create");
}

TEST(Decide, PermissionIsAskedForAtTheTimeOfTheCall) {
  FakeMembership membership;
  EXPECT_THAT(
      Decide(MakePolicy(v1::CALLER_MEMBER, "link.read"),
             {Caller::Kind::kMember, kAlice, kKey}, membership, kNow + 1),
      StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(CallerName, IsAsTheLedgerWritesIt) {
  const std::string id = std::string(15, '\0') + '\x0a';
  EXPECT_EQ((Caller{Caller::Kind::kMember, id, ""}).Name(),
            "member/0000000000000000000000000000000a");
  EXPECT_EQ((Caller{Caller::Kind::kDoor, id, ""}).Name(),
            "door/0000000000000000000000000000000a");
  EXPECT_EQ((Caller{Caller::Kind::kLocal, "", ""}).Name(), "local");
  EXPECT_EQ((Caller{Caller::Kind::kInvitation, id, ""}).Name(),
            "invitation/0000000000000000000000000000000a");
  EXPECT_EQ((Caller{Caller::Kind::kMove, id, ""}).Name(),
            "move/0000000000000000000000000000000a");
  EXPECT_EQ(Caller{}.Name(), "nobody");
}

}  // namespace
}  // namespace klad::access
