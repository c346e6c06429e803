// The state of an organisation, replayed from the bytes of its roster alone:
// no clock, no locale. Clients and server run the same code.
//
// A State is a value: copy it, apply an entry to the copy, swap. A const State
// may be read from any thread.
#ifndef KLAD_CRYPTO_ROSTER_STATE_H_
#define KLAD_CRYPTO_ROSTER_STATE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/digest.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/signing.h"
#include "crypto/roster/types.h"

namespace klad::crypto::roster {

class State {
 public:
  // From the first entry. `founding` is the hash the caller was told, if it
  // was told one. Errors as Apply's; kDataLoss also for another organisation
  // or founding.
  static absl::StatusOr<State> Found(absl::string_view organisation,
                                     const std::optional<Digest>& founding,
                                     const trust::v1::Signed& entry);

  // From all entries. Up to `verified` (sequence 0: none), where the caller
  // once verified this very log, only links are followed, not signatures;
  // kDataLoss when the log has another past or ends before it.
  static absl::StatusOr<State> Replay(
      absl::string_view organisation, const std::optional<Digest>& founding,
      absl::Span<const trust::v1::Signed> entries, const Position& verified);

  // One more entry. On error the state is as before.
  //   kDataLoss           no signature by its author in this place, malformed,
  //                       or the time falls
  //   kUnimplemented      needs a newer klad
  //   kPermissionDenied   the authority table says no; the message is the word
  //                       of the rule, such as "login-taken"
  // A server refuses with the rule; to a client that replays, all mean that
  // the log ends here. Whether the time is right is the server's to ask.
  absl::Status Apply(const trust::v1::Signed& entry);

  const Id& organisation() const { return facts_.organisation; }
  // Hash of the first signed entry.
  const Digest& founding() const { return facts_.founding; }
  Position head() const;
  int64_t newest_ms() const { return facts_.newest_ms(); }
  // Where the next entry is signed for.
  Slot slot() const;
  // Whether the log stood there: a head that somebody remembers.
  bool Contains(const Position& position) const;
  // kNotFound beyond the log.
  absl::StatusOr<Position> At(uint64_t sequence) const;

  // Members, roles, safes, invitations, server keys, restorations.
  const Facts& facts() const { return facts_; }
  const Member* FindMember(absl::string_view id) const {
    return facts_.FindMember(id);
  }
  const Member* FindByLogin(absl::string_view login) const;
  const Role* FindRole(absl::string_view name) const {
    return facts_.FindRole(name);
  }
  const Safe* FindSafe(absl::string_view id) const {
    return facts_.FindSafe(id);
  }
  const Invitation* FindInvitation(absl::string_view id) const {
    return facts_.FindInvitation(id);
  }
  const ServerKeys& server_keys() const { return facts_.server_keys.back(); }
  // The value set, or the standard one; kNotFound for an unknown word.
  absl::StatusOr<int64_t> Policy(absl::string_view word) const;

  // Whether the member is active and `tls_key` is the one it is called by now.
  bool Names(absl::string_view member, absl::string_view tls_key) const;
  // Owners: everything. `member`: everybody active. Tools: their own list
  // until their end. Others: what their roles give.
  bool Allows(absl::string_view member, absl::string_view permission,
              int64_t now_ms) const;
  bool IsOwner(absl::string_view member) const;
  // Unspecified: nothing. A retired safe may be read by owners alone.
  Level Access(absl::string_view member, absl::string_view safe,
               int64_t now_ms) const;
  // Whether the credential is shared with the member beside the safe.
  bool IsShared(absl::string_view safe, absl::string_view credential,
                absl::string_view member, int64_t now_ms) const;

  // At a position: see history.h.
  bool WasActive(absl::string_view member, uint64_t position) const;
  bool CouldWrite(absl::string_view member, absl::string_view safe,
                  uint64_t position) const;
  const std::string* SigningKeyAt(absl::string_view member,
                                  uint64_t position) const;
  const KeyEpoch* SafeEpochAt(absl::string_view safe, uint64_t position) const;

  // Who the next epoch of a key is sealed to: see recipients.h.
  std::vector<Recipient> Recipients(const KeyName& key) const;
  // The envelopes that the newest entry must come with: exactly these.
  const std::vector<Sealing>& needed() const { return facts_.needed; }
  // See holders.h and due.h.
  std::set<Holder> HoldersOf(const KeyName& key) const;
  std::vector<DueKey> Due(int64_t now_ms) const;

 private:
  friend absl::StatusOr<State> UnpackState(std::istream& in);

  enum class Signatures { kVerify, kVerifiedBefore };

  State() = default;
  absl::Status Apply(const trust::v1::Signed& entry, Signatures signatures);

  Facts facts_;
};

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_STATE_H_
