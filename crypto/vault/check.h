// Whether a change may follow what is known of a safe. Needs no keys: the
// server and every reader decide alike.
#ifndef KLAD_CRYPTO_VAULT_CHECK_H_
#define KLAD_CRYPTO_VAULT_CHECK_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/vault/change.h"
#include "crypto/vault/judge.h"
#include "crypto/vault/map.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::vault {

// A safe as far as a verifier has accepted its changes.
struct SafeState {
  explicit SafeState(SafeName safe_name)
      : name(std::move(safe_name)), map(name.safe) {}

  SafeName name;
  trust::v1::Position head;  // sequence 0: nothing yet
  uint64_t roster = 0;       // position of the newest change
  SafeMap map;
};

// The newest accepted header of a credential that stands in the map, as it was
// signed. Its hash is compared with the map.
using NewestHeader = absl::FunctionRef<absl::StatusOr<std::string>(
    absl::string_view credential)>;

struct CheckedChange {
  trust::v1::Position position;  // the safe's head after it
  std::string author;
  trust::v1::Position roster;
  uint32_t epoch = 0;
  std::vector<SignedHeader> headers;
  Digest root;
};

// kDataLoss with a rule's word (rules.h); kUnimplemented ("needs a newer
// klad") for unknown fields; errors of `newest` as they are. Whether the roster
// position is the newest one, and the time near the server's own, is for the
// server to ask besides.
absl::StatusOr<CheckedChange> CheckChange(const SafeState& state,
                                          const Judge& judge,
                                          NewestHeader newest,
                                          const trust::v1::Signed& change);

// The same of a change that is shown without those before it, as the one with
// this number: by whom and where it was signed, and what the entries that name
// heads say of it. What it makes of the credentials is taken from the author.
// kNewest: no later change exists.
enum class Place { kAnywhere, kNewest };
absl::StatusOr<CheckedChange> CheckLone(const SafeName& name, uint64_t sequence,
                                        const Judge& judge,
                                        const trust::v1::Signed& change,
                                        Place place);

// What a change that follows `state` makes of the safe. Checks nothing.
CheckedChange Conclude(const SafeState& state, const trust::v1::Signed& change,
                       ChangeBody body);

// Takes a change that was checked against this state.
void Accept(const CheckedChange& change, SafeState* state);

// For whoever has followed the changes to the head: kDataLoss unless the head
// is of the epoch in force, or exactly the one that every later roster entry
// names. Nothing can be slipped in behind a new epoch, nor left out before it.
absl::Status CheckHead(const SafeState& state, const Judge& judge);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_CHECK_H_
