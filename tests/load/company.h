// People of an organisation, invited and joined by its founder.
#ifndef KLAD_TESTS_LOAD_COMPANY_H_
#define KLAD_TESTS_LOAD_COMPANY_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/keyring.h"
#include "client/state.h"
#include "client/vault.h"
#include "crypto/identity.h"
#include "klad/trust/v1/roster.pb.h"
#include "tests/support/klad_server.h"

namespace klad::load {

// A member's machine.
struct Machine {
  std::unique_ptr<client::State> state;
  std::unique_ptr<client::Keyring> keyring;
  std::unique_ptr<client::Account> account;
};

// The server outlives it. `folder` exists; machines are made in it.
class Company {
 public:
  Company(testing::KladServer* server, std::string folder)
      : server_(*server),
        folder_(std::move(folder)),
        vault_(&server->account()) {}

  testing::KladServer& server() { return server_; }
  // The founder's.
  client::Vault& vault() { return vault_; }

  absl::Status Write(const trust::v1::Entry& entry);

  // Invited as a marketer and joined; returns the id. The machine is kept for
  // whom it is wanted.
  absl::StatusOr<std::string> Join(const std::string& login, Machine* machine);

 private:
  absl::Status Open(crypto::Identity identity, Machine* machine);

  testing::KladServer& server_;
  const std::string folder_;
  client::Vault vault_;
};

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_COMPANY_H_
