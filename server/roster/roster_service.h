// klad.v1.RosterService over Roster.
#ifndef KLAD_SERVER_ROSTER_ROSTER_SERVICE_H_
#define KLAD_SERVER_ROSTER_ROSTER_SERVICE_H_

#include "server/audit/ledger.h"
#include "server/roster/issuer.h"
#include "server/roster/roster.h"
#include "server/rpc/method_table.h"

namespace klad::roster {

// All arguments outlive the table.
void BindRosterService(Roster& roster, const Issuer& issuer,
                       audit::Ledger& ledger, rpc::MethodTable* methods);

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_ROSTER_SERVICE_H_
