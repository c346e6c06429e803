// Safes and their credentials, as commands work with them.
#ifndef KLAD_CLIENT_VAULT_H_
#define KLAD_CLIENT_VAULT_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/keychain.h"
#include "client/mirror.h"
#include "client/roster_writer.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {

struct SafeInfo {
  std::string id;
  std::string name;
  trust::v1::Level level = trust::v1::LEVEL_UNSPECIFIED;
  bool retired = false;
};

// What is to become of a safe: adds its edits to the builder. Called again,
// with the safe as it is by then, when somebody else was faster.
using Edits = std::function<absl::Status(
    Mirror& mirror, crypto::vault::ChangeBuilder& builder)>;

// For one thread; the account outlives it.
class Vault {
 public:
  explicit Vault(Account* account)
      : account_(account),
        keychain_(account),
        roster_writer_(account, &keychain_) {}

  Account& account() { return *account_; }
  Keychain& keychain() { return keychain_; }
  RosterWriter& roster_writer() { return roster_writer_; }

  // Those this member may open, sorted by name.
  absl::StatusOr<std::vector<SafeInfo>> Safes();
  // By name, forgiving case; exit kNotFound with near misses as its hint.
  absl::StatusOr<SafeInfo> FindSafe(absl::string_view name);

  // By id, retired ones too.
  absl::StatusOr<std::string> NameOf(absl::string_view safe);

  // Exit kDenied with a sentence when this member may only read there: what
  // commands ask before they reveal or send anything. The server asks again.
  absl::Status CheckMayWrite(absl::string_view safe);

  absl::Status CreateSafe(absl::string_view name);
  absl::Status RenameSafe(const SafeInfo& safe, absl::string_view name);
  absl::Status RetireSafe(const SafeInfo& safe);

  // As last verified; Follow() it to be up to date.
  absl::StatusOr<Mirror*> OpenSafe(absl::string_view safe);

  // By title, forgiving case, width and Ё: at least one; several when they
  // share it. Follows the safe when it is not there. Exit kNotFound with near
  // misses.
  absl::StatusOr<std::vector<const Mirror::Item*>> FindCredentials(
      Mirror* mirror, absl::string_view title, bool deleted = false);

  // The secret that this version of the credential has, as the newest header
  // of the mirror or an older one names it. The record of it is durable by
  // then. What the answer brought is taken in; a newer version is not.
  absl::StatusOr<crypto::vault::SecretPart> Reveal(
      Mirror* mirror, const trust::v1::Header& header,
      trust::v1::Purpose purpose);

  // One signed change, on the head. The mirror shows it afterwards.
  absl::Status Change(Mirror* mirror, const Edits& edits);

  // The credential goes on in the other safe, and both mirrors show it. Nobody
  // is given its secret. `check`: what must hold, with both safes as they are
  // by then; asked again when somebody else was faster.
  using MoveCheck = std::function<absl::Status()>;
  absl::Status Move(Mirror* from, absl::string_view credential, Mirror* to,
                    const MoveCheck& check);

  // The versions of a credential, newest first, checked to be one chain that
  // ends at the newest header of the mirror: through the safes it was in, down
  // to the first version or to a safe that is not open to this member.
  struct Version {
    trust::v1::Header header;
    trust::v1::Overview overview;
  };
  absl::StatusOr<std::vector<Version>> History(Mirror* mirror,
                                               absl::string_view credential);

  // For the tag of equal passwords.
  absl::StatusOr<uint32_t> SecretTag(const Mirror& mirror,
                                     const Secret& password);

  // Writes what was learnt; before anything is printed.
  absl::Status Save();

 private:
  class Chain;

  absl::StatusOr<std::string> NameOf(const crypto::roster::Safe& safe);
  // Exit kConflict when another safe that may be opened here is called so.
  absl::Status CheckNameFree(absl::string_view name, absl::string_view except);
  absl::Status SaveAll();
  absl::StatusOr<crypto::vault::BuiltChange> Build(Mirror* mirror,
                                                   const Edits& edits);
  absl::Status Send(Mirror* mirror, const crypto::vault::BuiltChange& built);
  // The safe that what was called so here went to; empty for none.
  absl::StatusOr<std::string> WhereMoved(Mirror* mirror,
                                         absl::string_view title);
  absl::Status TryMove(Mirror* from, absl::string_view credential, Mirror* to,
                       const MoveCheck& check);
  absl::Status AddArrival(Mirror& from, const crypto::vault::SignedHeader& left,
                          Mirror& to, crypto::vault::ChangeBuilder& builder);
  absl::StatusOr<trust::v1::Overview> OpenOverview(
      const trust::v1::Header& header, absl::string_view sealed);

  Account* const account_;
  Keychain keychain_;
  RosterWriter roster_writer_;
  std::map<std::string, Mirror> mirrors_;
  bool changed_ = false;  // what the server has, when it cannot be saved here
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_VAULT_H_
