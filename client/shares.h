// Single credentials that are shared beside their safes: on the side of those
// who share and write, and of those they are shared with.
#ifndef KLAD_CLIENT_SHARES_H_
#define KLAD_CLIENT_SHARES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/keychain.h"
#include "client/vault.h"
#include "crypto/vault/change.h"
#include "crypto/vault/secret_part.h"
#include "klad/client/v1/state.pb.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/trust/v1/share.pb.h"

namespace klad::client {

// What a change with these headers must come with: the keys of its new parts,
// for each share in force at the header's time.
absl::StatusOr<std::vector<trust::v1::ShareEnvelope>> SealShares(
    const Account& account, Keychain* keychain, absl::string_view safe,
    const std::vector<crypto::vault::SignedHeader>& headers);

// An entry each. Sharing again changes the end, and seals to the key that the
// member has now.
absl::Status Share(Vault* vault, Mirror* mirror, const std::string& credential,
                   const std::string& member, int64_t until_ms);
// Seals anew what is shared with members who came to other keys since, or were
// suspended while new versions came: for whoever manages the safe. Returns how
// many there were.
absl::StatusOr<int> RenewShares(Vault* vault);
absl::Status Unshare(Vault* vault, const std::string& safe,
                     const std::string& credential, const std::string& member);

// A share that no entry has ended, by the roster.
struct ShareTerm {
  std::string safe;
  std::string credential;
  std::string member;
  std::string by;        // who made the entry
  int64_t until_ms = 0;  // 0: without an end
};

// Those in force: of one member, or all for "".
std::vector<ShareTerm> SharesInForce(const Account& account,
                                     absl::string_view member);

// A credential that is shared with this member, verified by the roster alone:
// crypto/FORMAT.md, section 22.
struct SharedItem {
  ShareTerm share;
  client::v1::MirrorItem item;  // without an overview unless it opens
  trust::v1::Position head;     // of its safe
  bool opens = false;  // the key of this version is sealed to me as I am now
  std::vector<trust::v1::ShareEnvelope> envelopes;
};

// What the server has of them now; those that were deleted are left out. Exit
// kIntegrity when it shows something that does not verify.
absl::StatusOr<std::vector<SharedItem>> FetchShared(Account* account);

// The secret, when the record of it is durable. Exit kConflict when another
// version is the newest by now: fetch it anew.
absl::StatusOr<crypto::vault::SecretPart> RevealShared(
    Account* account, const SharedItem& shared, trust::v1::Purpose purpose);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SHARES_H_
