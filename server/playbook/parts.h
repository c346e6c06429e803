// What the feature is made from.
#ifndef KLAD_SERVER_PLAYBOOK_PARTS_H_
#define KLAD_SERVER_PLAYBOOK_PARTS_H_

#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/playbook/keys.h"
#include "server/playbook/known_links.h"
#include "server/store/store.h"
#include "server/words/index.h"

namespace klad::playbook {

// All of it outlives what is made from it.
struct Parts {
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const KnownLinks* links = nullptr;
  words::Index* words = nullptr;
  const IndexKey* index = nullptr;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_PARTS_H_
