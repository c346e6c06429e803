#include "server/access/roster_membership.h"

#include <algorithm>

#include "crypto/certificate.h"
#include "crypto/identity.h"
#include "server/access/refusal.h"

namespace klad::access {
namespace {

using crypto::roster::State;

bool EndedWithItsAuthor(const State& state,
                        const crypto::roster::Invitation& invitation) {
  const crypto::roster::Member* author = state.FindMember(invitation.author);
  const uint64_t end = invitation.term.to;
  for (const auto& term : author->states) {
    if (term.term.from == end) return true;
  }
  const auto owner = author->roles.find(crypto::roster::kOwner);
  if (owner == author->roles.end()) return false;
  return std::any_of(owner->second.begin(), owner->second.end(),
                     [end](const auto& term) { return term.to == end; });
}

bool IsReplaced(const State& state,
                const crypto::roster::Invitation& invitation) {
  const auto& all = state.facts().invitations;
  return std::any_of(all.begin(), all.end(), [&](const auto& other) {
    return other.second.member == invitation.member &&
           other.second.term.from == invitation.term.to;
  });
}

GuestState StateOf(const State& state,
                   const crypto::roster::Invitation& invitation,
                   int64_t now_ms) {
  if (invitation.used) return GuestState::kUsed;
  if (crypto::roster::IsOpen(invitation, now_ms)) return GuestState::kOpen;
  if (invitation.term.ended() && !EndedWithItsAuthor(state, invitation) &&
      !IsReplaced(state, invitation)) {
    return GuestState::kWithdrawn;
  }
  return GuestState::kEnded;
}

// By the identity that began it: used, once the member has moved on from that
// one; unknown, once it was lost.
GuestState StateOfMove(const State& state, absl::string_view id) {
  const crypto::roster::Member* member =
      state.FindMember(id.substr(0, crypto::kIdSize));
  if (member == nullptr || !member->active() || member->identity() == nullptr) {
    return GuestState::kUnknown;
  }
  for (const auto& identity : member->identities) {
    if (crypto::MoveMark(identity.keys.tls) != id.substr(crypto::kIdSize) ||
        identity.incarnation != member->identity()->incarnation) {
      continue;
    }
    return identity.term.ended() ? GuestState::kUsed : GuestState::kOpen;
  }
  return GuestState::kUnknown;
}

}  // namespace

bool RosterMembership::Names(absl::string_view member_id,
                             absl::string_view tls_key) const {
  const Directory::Snapshot now = directory_.Now();
  return now.state != nullptr && now.state->Names(member_id, tls_key) &&
         now.state->Allows(member_id, kEveryMember, clock_.NowMs());
}

bool RosterMembership::Allows(absl::string_view member_id,
                              absl::string_view permission,
                              int64_t now_ms) const {
  const Directory::Snapshot now = directory_.Now();
  return now.state != nullptr &&
         now.state->Allows(member_id, permission, now_ms);
}

GuestState RosterMembership::Guest(const Caller& caller,
                                   int64_t now_ms) const {
  const Directory::Snapshot now = directory_.Now();
  if (now.state == nullptr) return GuestState::kUnknown;
  if (caller.kind == Caller::Kind::kMove) {
    return StateOfMove(*now.state, caller.id);
  }
  const crypto::roster::Invitation* invitation =
      now.state->FindInvitation(caller.id);
  if (caller.kind != Caller::Kind::kInvitation || invitation == nullptr ||
      invitation->keys.tls != caller.tls_key) {
    return GuestState::kUnknown;
  }
  return StateOf(*now.state, *invitation, now_ms);
}

absl::Status DecideSafe(const Caller& caller,
                        const crypto::roster::State& state,
                        absl::string_view safe, trust::v1::Level level,
                        int64_t now_ms) {
  if (caller.kind == Caller::Kind::kMember &&
      level != trust::v1::LEVEL_UNSPECIFIED &&
      state.Access(caller.id, safe, now_ms) >= level) {
    return absl::OkStatus();
  }
  return Refuse(v1::REASON_NO_ACCESS);
}

}  // namespace klad::access
