// What the rotation feature stands on.
#ifndef KLAD_SERVER_ROTATION_PARTS_H_
#define KLAD_SERVER_ROTATION_PARTS_H_

#include <string>

#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace klad::rotation {

// All outlive what is made from them.
struct Parts {
  std::string organisation;
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const access::NewsSource* news = nullptr;
};

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_PARTS_H_
