#include "client/undone.h"

#include "client/words/words.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {
namespace {

using trust::v1::Entry;

class Describer {
 public:
  Describer(const crypto::roster::State& roster,
            const std::function<std::string(absl::string_view)>& safe_name)
      : roster_(roster), safe_name_(safe_name) {}

  std::string People(const Entry& entry, const std::string& author) const {
    switch (entry.kind_case()) {
      case Entry::kInvited:
        return Say("the invitation of $0", entry.invited().login());
      case Entry::kWithdrawn:
        return Say("the withdrawal of an invitation");
      case Entry::kJoined:
        return Say("the joining of $0", Invitee(entry.joined().invitation()));
      case Entry::kMoved:
        return Say("the new identity of $0", Login(author));
      case Entry::kLost:
        return Say("the loss of the identity of $0",
                   Login(entry.lost().member()));
      case Entry::kSuspended:
        return Say("the suspension of $0", Login(entry.suspended().member()));
      case Entry::kResumed:
        return Say("the return of $0", Login(entry.resumed().member()));
      case Entry::kDeparted:
        return Say("the departure of $0", Login(entry.departed().member()));
      case Entry::kToolMade:
        return Say("the tool $0", entry.tool_made().login());
      case Entry::kToolEnded:
        return Say("the end of the tool $0", Login(entry.tool_ended().tool()));
      default:
        return Roles(entry);
    }
  }

 private:
  std::string Roles(const Entry& entry) const {
    switch (entry.kind_case()) {
      case Entry::kRoleDefined:
        return Say("the role $0", entry.role_defined().definition().role());
      case Entry::kRoleChanged:
        return Say("the change of the role $0",
                   entry.role_changed().definition().role());
      case Entry::kRoleEnded:
        return Say("the end of the role $0", entry.role_ended().role());
      case Entry::kRoleGiven:
        return Say("the role $0 of $1", entry.role_given().role().role(),
                   Login(entry.role_given().member()));
      case Entry::kRoleTaken:
        return Say("the end of the role $0 of $1", entry.role_taken().role(),
                   Login(entry.role_taken().member()));
      case Entry::kRoleEpoch:
        return Say("the new key of the role $0", entry.role_epoch().role());
      default:
        return Safes(entry);
    }
  }

  std::string Safes(const Entry& entry) const {
    switch (entry.kind_case()) {
      case Entry::kSafeCreated:
        return Say("the safe $0",
                   safe_name_(entry.safe_created().key().safe()));
      case Entry::kSafeRenamed:
        return Say("the name of $0", safe_name_(entry.safe_renamed().safe()));
      case Entry::kSafeRetired:
        return Say("the end of $0", safe_name_(entry.safe_retired().safe()));
      case Entry::kSafeEpoch:
        return Say("the new key of $0", safe_name_(entry.safe_epoch().safe()));
      case Entry::kGranted:
        return Say("the grant of $0 to $1", safe_name_(entry.granted().safe()),
                   Target(entry.granted().target()));
      case Entry::kGrantRevoked:
        return Say("the end of the grant of $0 to $1",
                   safe_name_(entry.grant_revoked().safe()),
                   Target(entry.grant_revoked().target()));
      case Entry::kShared:
        return Say("a credential of $0 shared with $1",
                   safe_name_(entry.shared().safe()),
                   Login(entry.shared().member()));
      case Entry::kUnshared:
        return Say("the end of sharing a credential of $0 with $1",
                   safe_name_(entry.unshared().safe()),
                   Login(entry.unshared().member()));
      default:
        return Organisation(entry);
    }
  }

  static std::string Organisation(const Entry& entry) {
    switch (entry.kind_case()) {
      case Entry::kPolicySet:
        return Say("the policy $0", entry.policy_set().word());
      case Entry::kKitAdded:
        return Say("the adding of a recovery kit");
      case Entry::kKitRemoved:
        return Say("the removal of a recovery kit");
      case Entry::kServerKeys:
        return Say("the new keys of the server");
      default:
        return Say("an owner's word on a restored backup");
    }
  }

  std::string Login(absl::string_view member) const {
    const crypto::roster::Member* found = roster_.FindMember(member);
    return found == nullptr || found->login.empty() ? Say("a recovery kit")
                                                    : found->login;
  }

  std::string Invitee(absl::string_view invitation) const {
    const crypto::roster::Invitation* found =
        roster_.FindInvitation(invitation);
    return found == nullptr ? Say("somebody") : Login(found->member);
  }

  std::string Target(const trust::v1::Target& target) const {
    return target.has_role() ? Say("the role $0", target.role())
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
  if (!parsed.ParseFromString(entry.body())) return Say("an entry");
  return Describer(roster, safe_name).People(parsed, entry.author());
}

}  // namespace klad::client
