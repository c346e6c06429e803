#include "client/undone.h"

#include "absl/strings/str_cat.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {
namespace {

using absl::StrCat;
using trust::v1::Entry;

class Describer {
 public:
  Describer(const crypto::roster::State& roster,
            const std::function<std::string(absl::string_view)>& safe_name)
      : roster_(roster), safe_name_(safe_name) {}

  std::string People(const Entry& entry, const std::string& author) const {
    switch (entry.kind_case()) {
      case Entry::kInvited:
        return StrCat("the invitation of ", entry.invited().login());
      case Entry::kWithdrawn:
        return "the withdrawal of an invitation";
      case Entry::kJoined:
        return StrCat("the joining of ", Invitee(entry.joined().invitation()));
      case Entry::kMoved:
        return StrCat("the new identity of ", Login(author));
      case Entry::kLost:
        return StrCat("the loss of the identity of ",
                      Login(entry.lost().member()));
      case Entry::kSuspended:
        return StrCat("the suspension of ", Login(entry.suspended().member()));
      case Entry::kResumed:
        return StrCat("the return of ", Login(entry.resumed().member()));
      case Entry::kDeparted:
        return StrCat("the departure of ", Login(entry.departed().member()));
      case Entry::kToolMade:
        return StrCat("the tool ", entry.tool_made().login());
      case Entry::kToolEnded:
        return StrCat("the end of the tool ", Login(entry.tool_ended().tool()));
      default:
        return Roles(entry);
    }
  }

 private:
  std::string Roles(const Entry& entry) const {
    switch (entry.kind_case()) {
      case Entry::kRoleDefined:
        return StrCat("the role ", entry.role_defined().definition().role());
      case Entry::kRoleChanged:
        return StrCat("the change of the role ",
                      entry.role_changed().definition().role());
      case Entry::kRoleEnded:
        return StrCat("the end of the role ", entry.role_ended().role());
      case Entry::kRoleGiven:
        return StrCat("the role ", entry.role_given().role().role(), " of ",
                      Login(entry.role_given().member()));
      case Entry::kRoleTaken:
        return StrCat("the end of the role ", entry.role_taken().role(), " of ",
                      Login(entry.role_taken().member()));
      case Entry::kRoleEpoch:
        return StrCat("the new key of the role ", entry.role_epoch().role());
      default:
        return Safes(entry);
    }
  }

  std::string Safes(const Entry& entry) const {
    switch (entry.kind_case()) {
      case Entry::kSafeCreated:
        return StrCat("the safe ",
                      safe_name_(entry.safe_created().key().safe()));
      case Entry::kSafeRenamed:
        return StrCat("the name of ", safe_name_(entry.safe_renamed().safe()));
      case Entry::kSafeRetired:
        return StrCat("the end of ", safe_name_(entry.safe_retired().safe()));
      case Entry::kSafeEpoch:
        return StrCat("the new key of ", safe_name_(entry.safe_epoch().safe()));
      case Entry::kGranted:
        return StrCat("the grant of ", safe_name_(entry.granted().safe()),
                      " to ", Target(entry.granted().target()));
      case Entry::kGrantRevoked:
        return StrCat("the end of the grant of ",
                      safe_name_(entry.grant_revoked().safe()), " to ",
                      Target(entry.grant_revoked().target()));
      case Entry::kShared:
        return StrCat("a credential of ", safe_name_(entry.shared().safe()),
                      " shared with ", Login(entry.shared().member()));
      case Entry::kUnshared:
        return StrCat("the end of sharing a credential of ",
                      safe_name_(entry.unshared().safe()), " with ",
                      Login(entry.unshared().member()));
      default:
        return Organisation(entry);
    }
  }

  static std::string Organisation(const Entry& entry) {
    switch (entry.kind_case()) {
      case Entry::kPolicySet:
        return StrCat("the policy ", entry.policy_set().word());
      case Entry::kKitAdded:
        return "the adding of a recovery kit";
      case Entry::kKitRemoved:
        return "the removal of a recovery kit";
      case Entry::kServerKeys:
        return "the new keys of the server";
      default:
        return "an owner's word on a restored backup";
    }
  }

  std::string Login(absl::string_view member) const {
    const crypto::roster::Member* found = roster_.FindMember(member);
    return found == nullptr || found->login.empty() ? "a recovery kit"
                                                    : found->login;
  }

  std::string Invitee(absl::string_view invitation) const {
    const crypto::roster::Invitation* found =
        roster_.FindInvitation(invitation);
    return found == nullptr ? "somebody" : Login(found->member);
  }

  std::string Target(const trust::v1::Target& target) const {
    return target.has_role() ? StrCat("the role ", target.role())
                             : Login(target.member());
  }

  const crypto::roster::State& roster_;
  const std::function<std::string(absl::string_view)>& safe_name_;
};

}  // namespace

std::string Describe(
    const crypto::roster::State& roster, const trust::v1::Signed& entry,
    const std::function<std::string(absl::string_view)>& safe_name) {
  Entry parsed;
  if (!parsed.ParseFromString(entry.body())) return "an entry";
  return Describer(roster, safe_name).People(parsed, entry.author());
}

}  // namespace klad::client
