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
  enum class Kind { kNobody, kMember, kDoor, kLocal };
  Kind kind = Kind::kNobody;
  std::string id;       // 16 bytes: the member, or the door's own; else empty
  std::string tls_key;  // of the connection, compressed P-256; empty if local

  // "member/HEX", "door/HEX", "local" or "nobody", as the ledger writes it.
  std::string Name() const;
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
};

// The permission that every active member has.
inline constexpr char kEveryMember[] = "member";

// kInvalidArgument with a sentence unless every field is set to a known value,
// and a permission is named exactly for CALLER_MEMBER.
absl::Status CheckPolicy(const v1::Policy& policy);

// OK or a Refusal:
//
//   policy.caller   member, named     member, else   door          local
//   CALLER_MEMBER   if permitted,     NOT_A_MEMBER   PERMISSION    PERMISSION
//                   else PERMISSION
//   CALLER_DOOR     OK                NOT_A_MEMBER   OK            PERMISSION
//   CALLER_LOCAL    PERMISSION        NOT_A_MEMBER   PERMISSION    OK
//   anything else   PERMISSION for all, as for a policy CheckPolicy refuses
//
// "Named" is Membership::Names; "permitted" is Membership::Allows, or the
// permission kEveryMember. Nobody is always NOT_A_MEMBER.
absl::Status Decide(const v1::Policy& policy, const Caller& caller,
                    const Membership& membership, int64_t now_ms);

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_ACCESS_H_
