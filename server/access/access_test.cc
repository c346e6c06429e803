#include "server/access/access.h"

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
  bool active = true;
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
  kWhos
};

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
  const absl::Status status = Decide(policy, caller, membership, kNow);
  if (status.ok()) return v1::REASON_UNSPECIFIED;
  EXPECT_NE(ReasonOf(status), v1::REASON_UNSPECIFIED);
  return ReasonOf(status);
}

constexpr v1::Reason OK = v1::REASON_UNSPECIFIED;
constexpr v1::Reason NM = v1::REASON_NOT_A_MEMBER;
constexpr v1::Reason PE = v1::REASON_PERMISSION;

struct Row {
  const char* name;
  v1::Policy policy;
  // nobody permitted unpermitted wrong-key gone door local
  v1::Reason expected[kWhos];
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
       {NM, OK, PE, NM, NM, PE, PE}},
      {"every member",
       MakePolicy(v1::CALLER_MEMBER, "member"),
       {NM, OK, OK, NM, NM, PE, PE}},
      {"door", MakePolicy(v1::CALLER_DOOR, ""), {NM, OK, OK, NM, NM, OK, PE}},
      {"local", MakePolicy(v1::CALLER_LOCAL, ""), {NM, PE, PE, NM, NM, PE, OK}},
      {"unspecified",
       MakePolicy(v1::CALLER_UNSPECIFIED, ""),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"unspecified with a permission",
       MakePolicy(v1::CALLER_UNSPECIFIED, "link.read"),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"unknown caller",
       MakePolicy(unknown, "link.read"),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"empty permission",
       MakePolicy(v1::CALLER_MEMBER, ""),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"door with a permission",
       MakePolicy(v1::CALLER_DOOR, "link.read"),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"local with a permission",
       MakePolicy(v1::CALLER_LOCAL, "link.read"),
       {NM, PE, PE, PE, PE, PE, PE}},
      {"no audit", no_audit, {NM, PE, PE, PE, PE, PE, PE}},
      {"unknown audit", odd_audit, {NM, PE, PE, PE, PE, PE, PE}},
      {"no cost", no_cost, {NM, PE, PE, PE, PE, PE, PE}},
      {"unknown cost", odd_cost, {NM, PE, PE, PE, PE, PE, PE}},
      {"nothing set", v1::Policy(), {NM, PE, PE, PE, PE, PE, PE}},
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
  EXPECT_EQ(v1::Caller_ARRAYSIZE, 4);
  EXPECT_EQ(v1::Audit_ARRAYSIZE, 3);
  EXPECT_EQ(v1::Cost_ARRAYSIZE, 4);
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
  EXPECT_EQ(Caller{}.Name(), "nobody");
}

}  // namespace
}  // namespace klad::access
