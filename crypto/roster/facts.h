// What a replayed roster says, as plain data, and the questions that the
// authority table itself asks of it. Others ask State.
#ifndef KLAD_CRYPTO_ROSTER_FACTS_H_
#define KLAD_CRYPTO_ROSTER_FACTS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/roster/types.h"

namespace klad::crypto::roster {

struct Facts {
  Id organisation;
  std::string name;  // of the organisation, as people call it
  Digest founding;   // hash of the first signed entry
  std::map<Id, Member> members;
  std::map<std::string, Id> logins;  // for good: a login is never reused
  std::map<std::string, Role> roles;
  std::map<Id, Safe> safes;
  std::map<Id, Invitation> invitations;
  std::vector<ServerKeys> server_keys;  // newest last
  std::map<std::string, int64_t> policy;
  std::vector<Restoration> restorations;
  std::vector<Digest> named_keys;    // of all public keys ever named; sorted
  std::vector<int64_t> times;        // of entry n at n - 1
  std::vector<Digest> links;
  std::vector<Sealing> needed;  // what the newest entry must come with

  uint64_t sequence() const { return times.size(); }
  int64_t newest_ms() const { return times.empty() ? 0 : times.back(); }

  // Whether an entry has named that public key, whosever it was.
  bool HasNamed(absl::string_view key) const;
  void NameKey(absl::string_view key);

  const Member* FindMember(absl::string_view id) const;
  const Role* FindRole(absl::string_view name) const;
  const Safe* FindSafe(absl::string_view id) const;
  const Invitation* FindInvitation(absl::string_view id) const;

  friend bool operator==(const Facts&, const Facts&) = default;
};

// Roles a member is in now; an ended role has no members.
bool InRole(const Facts& facts, const Member& member, absl::string_view role,
            int64_t now_ms);
// An active member of role `owner`: a person or a kit.
bool IsOwner(const Facts& facts, const Member& member);
// Active owners that are persons.
int CountOwners(const Facts& facts);
// Holds role `contractor`, or held it until its end.
bool IsContractor(const Member& member);
// Whether some role in force gives `permission`; `end_ms` becomes the latest
// end of those that do, 0 if one has none.
bool HasPermission(const Facts& facts, const Member& member,
                   absl::string_view permission, int64_t now_ms,
                   int64_t* end_ms);

// The grant that stands for a target, over or not; null if none.
const GrantTerm* StandingGrant(const Safe& safe, const GrantTarget& target);
// What an active member may do in a safe now; unspecified is nothing. A
// retired safe may be read by owners alone.
Level AccessTo(const Facts& facts, const Member& member, const Safe& safe,
               int64_t now_ms);
// Whether somebody who is not an owner manages the safe now, and until when
// (0: without an end).
bool Manages(const Facts& facts, const Member& member, const Safe& safe,
             int64_t now_ms, int64_t* end_ms);

bool IsOpen(const Invitation& invitation, int64_t now_ms);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_FACTS_H_
