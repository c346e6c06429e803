// What the verified roster says about one safe: all that a change is judged
// by. Implemented over a replayed roster, for the server and clients alike.
#ifndef KLAD_CRYPTO_VAULT_JUDGE_H_
#define KLAD_CRYPTO_VAULT_JUDGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "crypto/digest.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::vault {

// A roster entry that names the safe's newest change of its time: its
// creation and each new epoch.
struct Anchor {
  uint64_t position = 0;  // of the entry
  uint32_t epoch = 0;     // in force from there on
  trust::v1::Position head;
  Digest root;
};

// A position is the number of a roster entry; the state at it is the one after
// that entry.
class Judge {
 public:
  virtual ~Judge() = default;

  // Of the entry; nullopt beyond the newest that was verified.
  virtual absl::optional<Digest> LinkAt(uint64_t position) const = 0;

  // Whether the member was active and could write to the safe.
  virtual bool CouldWrite(absl::string_view author,
                          uint64_t position) const = 0;

  // The member's Ed25519 key there; empty if it had none.
  virtual std::string SignKey(absl::string_view author,
                              uint64_t position) const = 0;

  // Oldest first. After a `restored` entry the anchors of what it undid are
  // left out, and the head it names is an anchor of the epoch then in force.
  virtual const std::vector<Anchor>& anchors() const = 0;
};

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_JUDGE_H_
