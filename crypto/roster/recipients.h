// Who a key must be sealed to, computed from the replayed roster alone, and
// the record of who it was sealed to.
#ifndef KLAD_CRYPTO_ROSTER_RECIPIENTS_H_
#define KLAD_CRYPTO_ROSTER_RECIPIENTS_H_

#include <vector>

#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

// The newest epoch of a key that the roster knows; null otherwise.
const KeyEpoch* CurrentEpoch(const Facts& facts, const KeyName& key);

// The recipients of a new epoch of `key`, in the state as it stands at the
// time of its newest entry:
//   a role    its active members, the open invitations that give it, `owner`
//   `owner`   its active members, kits included
//   a safe    active members and roles it is granted to, `owner`
// What is over by its end is left out, and so is a tool past its own.
std::vector<Recipient> RecipientsOf(const Facts& facts, const KeyName& key);

// Below: what an entry adds. Each envelope that did not exist in the key's
// current epoch is recorded there and in `facts->needed`.
void SealToAll(Facts* facts, const KeyName& key);
// To a member, by its identity of now, every key it is a direct recipient of.
void SealAllTo(Facts* facts, const Member& member);
void SealRoleTo(Facts* facts, const std::string& role, const Member& member);
void SealRoleTo(Facts* facts, const std::string& role,
                const Invitation& invitation);
void SealSafeTo(Facts* facts, const Id& safe, const GrantTarget& target);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_RECIPIENTS_H_
