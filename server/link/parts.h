// What the feature is made from.
#ifndef KLAD_SERVER_LINK_PARTS_H_
#define KLAD_SERVER_LINK_PARTS_H_

#include "crypto/base/secret.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/link/keys.h"
#include "server/store/store.h"
#include "server/words/index.h"

namespace klad::link {

// All of it outlives what is made from it.
struct Parts {
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  words::Index* words = nullptr;  // for links among other things
  const IndexKey* index = nullptr;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_PARTS_H_
