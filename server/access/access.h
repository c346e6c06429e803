// Who is calling, and the only authoriser.
#ifndef KLAD_SERVER_ACCESS_ACCESS_H_
#define KLAD_SERVER_ACCESS_ACCESS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/policy.pb.h"

namespace klad::access {

struct Caller {
  enum class Kind { kNobody, kMember, kDoor, kLocal, kInvitation, kMove };
  Kind kind = Kind::kNobody;
  // 16 bytes: the member, the invitation, or the door's own; of a move 32, see
  // crypto::Subject; else empty.
  std::string id;
  std::string tls_key;  // of the connection, compressed P-256; empty if local

  // "member/HEX", "door/HEX", "local", "invitation/HEX", "move/HEX" or
  // "nobody", as the ledger writes it.
  std::string Name() const;
};

// What the roster says of an invitation, or of a move to another machine.
enum class GuestState {
  kUnknown,    // no such thing, or another key
  kOpen,       // not used yet
  kUsed,       // its member joined, or moved, by it
  kWithdrawn,  // of an invitation, by an owner
  kEnded,      // with its author's rights, or by a newer one, or its time
};

// What the roster says now. Implementations may be asked from any thread and
// never wait for a disk.
class Membership {
 public:
  virtual ~Membership() = default;

  // The roster names this TLS key for this member, who is active.
  virtual bool Names(absl::string_view member_id,
                     absl::string_view tls_key) const = 0;

  // A role of the member that has not ended, or the tool itself, holds the
  // permission. False for whoever Names() would not know.
  virtual bool Allows(absl::string_view member_id, absl::string_view permission,
                      int64_t now_ms) const = 0;

  // Of a caller of kind kInvitation or kMove. Who knows of none lets none in.
  virtual GuestState Guest(const Caller&, int64_t /*now_ms*/) const {
    return GuestState::kUnknown;
  }
};

// Whether a connection of this caller is let through the handshake: members
// that are named, doors, and guests that are known; those whose invitation is
// over are told so by each call.
bool MayConnect(const Caller& caller, const Membership& membership,
                int64_t now_ms);

// The permission that every active member has.
inline constexpr char kEveryMember[] = "member";

// kInvalidArgument with a sentence unless every field is set to a known value,
// and a permission is named exactly for CALLER_MEMBER.
absl::Status CheckPolicy(const v1::Policy& policy);

// OK or a Refusal:
//
//   policy.caller    member, named     door        guest: open       used
//   CALLER_MEMBER    if permitted,     PERMISSION  PERMISSION        USED
//                    else PERMISSION
//   CALLER_DOOR      OK                OK          OK                USED
//   CALLER_ARRIVING  OK                OK          OK                OK
//   CALLER_INVITED   OK                PERMISSION  OK, if invited    USED
//   CALLER_MOVING    PERMISSION        PERMISSION  OK, if moving     USED
//   CALLER_LOCAL     PERMISSION        PERMISSION  PERMISSION        USED
//   anything else    PERMISSION for all, as for a policy CheckPolicy refuses
//
// "Named" is Membership::Names; "permitted" is Membership::Allows, or the
// permission kEveryMember. USED is INVITATION_USED; a guest that is withdrawn
// or ended is told so always. A member that is not named, a guest that is not
// known and nobody are always NOT_A_MEMBER. Local is OK for CALLER_LOCAL and
// PERMISSION for all else.
absl::Status Decide(const v1::Policy& policy, const Caller& caller,
                    const Membership& membership, int64_t now_ms);

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_ACCESS_H_
