// What somebody with a client's keys opens of the envelopes on a server.
#ifndef KLAD_TESTS_SUPPORT_OPENED_ENVELOPES_H_
#define KLAD_TESTS_SUPPORT_OPENED_ENVELOPES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/base/status_macros.h"
#include "crypto/envelope.h"
#include "crypto/epoch_key.h"
#include "crypto/keys.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/types.h"
#include "server/roster/envelopes.h"
#include "tests/support/organisation_server.h"

namespace klad::testing {

// The member's own, then of each role that it opens, of every epoch up to now.
inline std::vector<crypto::BoxKey> RoleKeysOf(TestClient& client) {
  std::vector<crypto::BoxKey> keys;
  const auto& roster = client.account->roster();
  for (const auto& [name, role] : roster.facts().roles) {
    const auto key = crypto::roster::KeyName::Role(name);
    for (const auto& epoch : role.epochs) {
      const auto seed = client.vault->keychain().Open(key, epoch.number);
      if (!seed.ok()) continue;
      keys.push_back(crypto::RoleBoxKey(
          crypto::roster::NameOf(client.account->organisation(), key),
          epoch.number, **seed));
    }
  }
  return keys;
}

struct OpenedEnvelopes {
  int opened = 0;
  int all = 0;
};

// Of one epoch of a key, whoever they are for.
inline absl::StatusOr<OpenedEnvelopes> OpenEnvelopes(
    OrganisationServer& server, const crypto::roster::KeyName& key,
    uint32_t epoch, TestClient& client,
    const std::vector<crypto::BoxKey>& of_roles) {
  std::vector<const crypto::BoxKey*> mine = {
      &client.account->identity().box_key()};
  for (const crypto::BoxKey& one : of_roles) mine.push_back(&one);
  ASSIGN_OR_RETURN(
      const trust::v1::EpochEnvelopes record,
      roster::LoadEnvelopes(server.data().store.get(), key, epoch));
  const auto name = crypto::roster::NameOf(client.account->organisation(), key);
  OpenedEnvelopes out;
  for (const trust::v1::Envelope& envelope : record.envelopes()) {
    const crypto::Context context = crypto::EnvelopeContext(
        name, epoch, envelope.recipient(), envelope.box());
    ++out.all;
    for (const crypto::BoxKey* each : mine) {
      out.opened += crypto::OpenFrom(*each, context, envelope.sealed()).ok();
    }
  }
  return out;
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_OPENED_ENVELOPES_H_
