// A safe as this client has verified it: the overviews of its credentials at
// its head. Kept between commands, sealed; never a secret.
#ifndef KLAD_CLIENT_MIRROR_H_
#define KLAD_CLIENT_MIRROR_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/account.h"
#include "client/keychain.h"
#include "client/mirror_file.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/check.h"
#include "klad/v1/credential.pb.h"

namespace klad::client {

// For one thread; account and keychain outlive it. Items stay where they are,
// and show what the mirror learns.
class Mirror {
 public:
  using Item = MirrorItem;

  // What the state folder holds, or an empty one.
  static absl::StatusOr<Mirror> Load(Account* account, Keychain* keychain,
                                     absl::string_view safe);

  const std::string& safe() const { return safe_; }
  const trust::v1::Position& head() const { return at_.head; }
  // Deleted ones too.
  absl::StatusOr<const MirrorItems*> Items();
  // In order of their ids, deleted ones too, without keeping what only the
  // stored copy has; what is given lives until the next.
  absl::Status ForEach(const std::function<void(const Item&)>& visit) const;
  // Those whose titles fold to the same.
  absl::StatusOr<std::vector<const Item*>> WithTitle(absl::string_view title,
                                                     bool deleted = false);

  // Deleted or not; null when there is none.
  absl::StatusOr<const Item*> WithId(absl::string_view credential);

  // Asks for what changed until nothing is newer.
  absl::Status Follow();

  // Checks and takes changes that an answer brought. When the safe has more,
  // asks for it. Exit kIntegrity when they do not follow from what is known.
  absl::Status Learn(const klad::v1::SafeNews& news);

  // Takes what this client built on the head, once the server has it: it is not
  // checked again, since it was made from what was.
  absl::Status Learn(const crypto::vault::BuiltChange& own);

  // For making a change on the head.
  absl::StatusOr<const crypto::vault::SafeState*> State();
  absl::StatusOr<crypto::vault::SignedHeader> NewestHeader(
      absl::string_view credential);

  // Does nothing when nothing was learnt.
  absl::Status Save();

 private:
  // By their hashes.
  using SealedParts = std::map<std::string, const std::string*>;

  Mirror(Account* account, Keychain* keychain, absl::string_view safe)
      : account_(account), keychain_(keychain), safe_(safe) {}

  std::vector<const Item*> Keep(std::vector<Item>&& items);
  absl::Status Apply(const trust::v1::Signed& change,
                     const SealedParts& sealed);
  absl::Status Accept(const crypto::vault::CheckedChange& checked,
                      const SealedParts& sealed);
  absl::Status TakeHeader(const crypto::vault::SignedHeader& header,
                          const SealedParts& sealed);
  absl::StatusOr<trust::v1::Overview> OpenOverview(
      const trust::v1::Header& header, absl::string_view sealed);
  absl::Status Finish();

  Account* account_;
  Keychain* keychain_;
  std::string safe_;
  MirrorHead at_;
  // The stored copy, until all of it has been read into items_.
  absl::optional<MirrorFile> file_;
  MirrorItems items_;
  // Built when a change comes: most commands bring none.
  std::unique_ptr<crypto::vault::SafeState> state_;
  // Credentials whose overview a later page brings, by its hash.
  std::map<std::string, std::string> awaited_;
  bool changed_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_MIRROR_H_
