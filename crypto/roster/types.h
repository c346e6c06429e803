// The words of the roster: who, what and since when.
//
// A position is the number of an entry; the state at position p is the one
// after entry p. Times are milliseconds since 1970 UTC. An `until_ms` is the
// first moment at which something no longer holds; 0 is "without an end".
#ifndef KLAD_CRYPTO_ROSTER_TYPES_H_
#define KLAD_CRYPTO_ROSTER_TYPES_H_

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/digest.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::roster {

using Id = std::string;  // 16 bytes
using trust::v1::Level;

inline constexpr char kOwner[] = "owner";
inline constexpr char kHead[] = "head";
inline constexpr char kContractor[] = "contractor";

struct Position {
  uint64_t sequence = 0;  // 0: nothing yet
  Digest link;

  friend bool operator==(const Position&, const Position&) = default;
};

// Something that held from one entry until another.
struct Term {
  uint64_t from = 0;
  int64_t from_ms = 0;
  uint64_t to = 0;  // the entry that ended it; 0: none has
  int64_t to_ms = 0;
  int64_t until_ms = 0;  // ends by itself here

  bool ended() const { return to != 0; }
  bool InForce(int64_t now_ms) const {
    return !ended() && (until_ms == 0 || now_ms < until_ms);
  }
  // `time_ms` is the time of the entry at `position`.
  bool Covers(uint64_t position, int64_t time_ms) const {
    return from <= position && (!ended() || position < to) &&
           (until_ms == 0 || time_ms < until_ms);
  }

  friend bool operator==(const Term&, const Term&) = default;
};

struct Keys {
  std::string sign;  // Ed25519
  std::string box;   // X25519
  std::string tls;   // P-256, compressed

  friend bool operator==(const Keys&, const Keys&) = default;
};

enum class MemberKind { kPerson, kTool, kKit };
// kDeparted is also a tool that was ended and a kit that was removed.
enum class MemberState { kWaiting, kActive, kSuspended, kDeparted };

struct StateTerm {
  MemberState state;
  Term term;

  friend bool operator==(const StateTerm&, const StateTerm&) = default;
};

// A member that lost its identity and joined again is another incarnation:
// whoever found the old keys is not the member. `moved` keeps it.
struct IdentityTerm {
  Keys keys;
  uint32_t incarnation = 1;
  Term term;

  friend bool operator==(const IdentityTerm&, const IdentityTerm&) = default;
};

struct Member {
  Id id;
  MemberKind kind = MemberKind::kPerson;
  std::string login;  // empty for kits
  std::string name_hash;
  Id author;  // who invited or made it; empty for the founder and its kit
  std::vector<StateTerm> states;         // newest last, never empty
  std::vector<IdentityTerm> identities;  // newest last; none before joining
  std::map<std::string, std::vector<Term>> roles;
  std::vector<std::string> permissions;  // a tool's own
  int64_t until_ms = 0;                  // a tool's end
  int64_t distrusted_since_ms = 0;       // from the newest `lost`
  Id successor;                          // once departed

  MemberState state() const { return states.back().state; }
  bool active() const { return state() == MemberState::kActive; }
  // The identity that speaks for the member now, or null.
  const IdentityTerm* identity() const {
    return identities.empty() || identities.back().term.ended()
               ? nullptr
               : &identities.back();
  }

  friend bool operator==(const Member&, const Member&) = default;
};

// A key that has epochs. Ordered as they are renewed: `owner`, the other
// roles, safes.
struct KeyName {
  enum class Kind { kRole, kSafe };
  Kind kind = Kind::kRole;
  std::string name;  // of the role, or id of the safe

  static KeyName Role(std::string role) {
    return {Kind::kRole, std::move(role)};
  }
  static KeyName Safe(Id safe) { return {Kind::kSafe, std::move(safe)}; }

  bool is_role() const { return kind == Kind::kRole; }
  bool is_owner() const { return is_role() && name == kOwner; }
  friend bool operator==(const KeyName&, const KeyName&) = default;
  friend std::strong_ordering operator<=>(const KeyName& a, const KeyName& b) {
    if (a.kind != b.kind) return a.kind <=> b.kind;
    if (a.is_owner() != b.is_owner()) return b.is_owner() <=> a.is_owner();
    return a.name.compare(b.name) <=> 0;
  }
};

// Who a key is sealed to.
struct Recipient {
  enum class Kind { kMember, kInvitation, kRole };
  Kind kind = Kind::kMember;
  std::string name;          // id, or the role
  uint32_t epoch = 0;        // of the role
  uint32_t incarnation = 0;  // of the member
  std::string box;           // the public key it is sealed to

  friend auto operator<=>(const Recipient&, const Recipient&) = default;
};

// One envelope: the key's epoch, and to whom it is sealed.
struct Sealing {
  KeyName key;
  uint32_t epoch = 0;
  Recipient recipient;

  friend auto operator<=>(const Sealing&, const Sealing&) = default;
};

struct KeyEpoch {
  uint32_t number = 0;
  Term term;               // to: where the next epoch begins
  std::string box;         // a role's public key
  std::string commitment;  // a safe's
  std::string previous;    // the key before, sealed; empty in epoch 1
  Position head;           // a safe's last change before this epoch
  Digest root;             // of the safe's map there
  // Every envelope made for this epoch so far; forgotten once the next begins.
  std::set<Recipient> sealed;

  friend bool operator==(const KeyEpoch&, const KeyEpoch&) = default;
};

struct PermissionTerm {
  std::vector<std::string> permissions;
  Term term;

  friend bool operator==(const PermissionTerm&,
                         const PermissionTerm&) = default;
};

struct Role {
  std::string name;
  Term term;
  std::vector<PermissionTerm> permissions;  // newest last
  std::set<Id> members;  // not taken from them; ends by time stay in
  std::vector<KeyEpoch> epochs;
  // Whom the earlier epochs were sealed to, and the newest of those that were:
  // what opens an epoch opens all before it.
  std::map<Recipient, uint32_t> sealed_before;

  const KeyEpoch& epoch() const { return epochs.back(); }

  friend bool operator==(const Role&, const Role&) = default;
};

struct GrantTarget {
  bool is_role = false;
  std::string name;  // id of the member, or the role

  friend auto operator<=>(const GrantTarget&, const GrantTarget&) = default;
};

struct GrantTerm {
  Level level;
  Term term;

  friend bool operator==(const GrantTerm&, const GrantTerm&) = default;
};

struct SharedTerm {
  Id author;
  Term term;

  friend bool operator==(const SharedTerm&, const SharedTerm&) = default;
};

struct Safe {
  Id id;
  Id author;
  Term term;  // ends when retired
  std::string sealed_name;
  uint32_t name_epoch = 1;
  std::vector<KeyEpoch> epochs;
  std::map<GrantTarget, std::vector<GrantTerm>> grants;
  // Of single credentials, to read: (credential, member).
  std::map<std::pair<Id, Id>, std::vector<SharedTerm>> shares;
  std::optional<Position> restored_head;  // named since the newest epoch

  bool retired() const { return term.ended(); }
  const KeyEpoch& epoch() const { return epochs.back(); }

  friend bool operator==(const Safe&, const Safe&) = default;
};

struct RoleUntil {
  std::string role;
  int64_t until_ms = 0;

  friend bool operator==(const RoleUntil&, const RoleUntil&) = default;
};

struct Invitation {
  Id id;
  Id author;
  uint32_t author_incarnation = 0;
  Id member;
  Keys keys;
  std::vector<RoleUntil> roles;
  Term term;  // until_ms: its end; to: used, withdrawn, or ended otherwise
  bool used = false;
  uint32_t used_incarnation = 0;

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

struct ServerKeys {
  std::string ca;
  std::string audit_key;
  Term term;

  friend bool operator==(const ServerKeys&, const ServerKeys&) = default;
};

struct Restoration {
  Position roster;
  uint64_t sequence = 0;  // of the entry itself
  struct SafeHead {
    Id safe;
    Position head;
    Digest root;

    friend bool operator==(const SafeHead&, const SafeHead&) = default;
  };
  std::vector<SafeHead> safes;

  friend bool operator==(const Restoration&, const Restoration&) = default;
};

// Somebody who knows a key, or could: a member's incarnation, or whoever has
// an invitation's line.
struct Holder {
  bool is_invitation = false;
  Id id;
  uint32_t incarnation = 0;

  friend auto operator<=>(const Holder&, const Holder&) = default;
};

enum class Why {
  kSuspended,
  kDeparted,
  kIdentityLost,
  kToolEnded,
  kKitRemoved,
  kInvitationEnded,
  kRoleLeft,    // taken, over, or the role ended
  kGrantEnded,  // revoked, over, or the role it came by
  kWriteLost,   // of a safe: may still read
};

struct DueKey {
  KeyName key;
  std::vector<std::pair<Holder, Why>> reasons;  // never empty
};

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_TYPES_H_
