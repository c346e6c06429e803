// A member at work: the opened identity, the roster as verified so far, and
// the way to the server.
#ifndef KLAD_CLIENT_ACCOUNT_H_
#define KLAD_CLIENT_ACCOUNT_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/keyring.h"
#include "client/memory.h"
#include "client/roster_copy.h"
#include "client/server_log.h"
#include "client/session.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "crypto/roster/state.h"
#include "google/protobuf/message_lite.h"
#include "klad/client/v1/state.pb.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/v1/news.pb.h"

namespace klad::client {

// What an account is opened with; all of it outlives the account.
struct AccountParts {
  State* state = nullptr;
  Keyring* keyring = nullptr;
  // Asked when the key ring has nothing or is not usable; unset: exit kLocked
  // instead.
  std::function<absl::StatusOr<Secret>()> passphrase;
  std::function<absl::Time()> now;
  // Told how far it is with what the server sends of a safe: of how many
  // changes so many are verified; the last time with both alike. May be unset.
  std::function<void(uint64_t done, uint64_t all)> progress = nullptr;
  bool offline = false;  // what would call the server ends kUnavailable
  // Here for a moment, as an invitation is, or a tool, whose certificate lives
  // as long as itself: it is not renewed, which would make the folder its own.
  bool guest = false;
};

// Who this folder belongs to; kNotFound when it is nobody's yet.
absl::StatusOr<client::v1::Account> ReadAccount(const State& state);
absl::Status WriteAccount(State* state, const client::v1::Account& account);
KeyringEntry KeyringEntryOf(const client::v1::Account& account);

// The identity file's contents under a passphrase. Exit kLocked when it is the
// wrong one.
absl::StatusOr<crypto::Identity> ReadIdentity(const State& state,
                                              const Secret& passphrase);
absl::Status WriteIdentity(State* state, const crypto::Identity& identity,
                           const Secret& passphrase);

// For one thread.
class Account {
 public:
  // Exit kLocked when nobody joined here or the identity is locked.
  static absl::StatusOr<std::unique_ptr<Account>> Open(AccountParts parts);

  // With an identity that is at hand: the recovery kit's, a new member's.
  static absl::StatusOr<std::unique_ptr<Account>> Open(
      AccountParts parts, crypto::Identity identity,
      client::v1::Account account);

  // The same with a roster that was replayed just now: not fetched again.
  static absl::StatusOr<std::unique_ptr<Account>> Open(
      AccountParts parts, crypto::Identity identity,
      client::v1::Account account, ServerLog log);

  const crypto::Identity& identity() const { return identity_; }
  const std::string& member() const { return identity_.about().member(); }
  const std::string& organisation() const {
    return identity_.about().organisation();
  }
  // As verified; CatchUp() first if it was never asked for.
  const crypto::roster::State& roster() const { return *copy_.roster(); }
  // The log of it; most commands do without. See RosterCopy::Entries.
  absl::StatusOr<const std::vector<trust::v1::Signed>*> Entries() {
    return copy_.Entries();
  }
  // How many of them were saved before this command.
  uint64_t saved_entries() const { return copy_.stored(); }
  State* state() { return parts_.state; }
  void ShowProgress(uint64_t done, uint64_t all) const {
    if (parts_.progress) parts_.progress(done, all);
  }
  Memory& memory() { return memory_; }

  // This machine's clock, but not before the newest time verified.
  int64_t NowMs() const;

  // Calls the server, connecting at the first call. Errors are explained
  // (client/refusal.h). Exit kIntegrity when the server is behind because, as
  // an owner says, a backup was restored.
  absl::Status Call(absl::string_view method,
                    const google::protobuf::MessageLite& request,
                    google::protobuf::MessageLite* response);

  // The same with many answers: see Session::Stream.
  absl::Status Stream(absl::string_view method,
                      const google::protobuf::MessageLite& request,
                      google::protobuf::MessageLite* response,
                      absl::FunctionRef<absl::Status()> taken);

  // What this client knows, for a request.
  klad::v1::Known Known() const { return memory_.ToKnown(); }

  // Checks and takes in what an answer brought, asking for the rest if there
  // is more. Exit kIntegrity when it contradicts what is known, be it in an
  // owner's name: that takes a person (client/restoration.h).
  absl::Status Learn(const klad::v1::News& news);

  // Replays until the server has nothing newer.
  absl::Status CatchUp();

  // The certificate of the server's CA, in DER; it has the pinned hash.
  absl::StatusOr<std::string> ServerCa();

  // What the server shows, whatever is known here; changes nothing.
  absl::StatusOr<ServerLog> FetchLog();

  // Takes this log for the roster and these heads for the newest of safes, and
  // the ledger's as it will come next, with the next Save: for a person who
  // accepts a restored backup, and nobody else.
  void StartOver(ServerLog log, const std::vector<trust::v1::SafeHead>& heads);

  // Writes what was learnt. Commands do so before they print a value.
  absl::Status Save();

 private:
  Account(AccountParts parts, crypto::Identity identity,
          client::v1::Account account, Memory memory, RosterCopy copy)
      : parts_(std::move(parts)),
        identity_(std::move(identity)),
        account_(std::move(account)),
        memory_(std::move(memory)),
        copy_(std::move(copy)) {}

  absl::Status Connect();
  absl::Status RenewCertificate();
  absl::Status LearnLedger(const trust::v1::LedgerHead& head);
  absl::Status CheckRestored(uint64_t sequence);
  absl::Status OrRestored(absl::Status status);
  absl::Status DropCopies();

  AccountParts parts_;
  crypto::Identity identity_;
  client::v1::Account account_;
  Memory memory_;
  RosterCopy copy_;
  std::unique_ptr<Session> session_;
  bool starting_over_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_ACCOUNT_H_
