// klad.v1.MoveService.
#ifndef KLAD_SERVER_ROSTER_MOVE_SERVICE_H_
#define KLAD_SERVER_ROSTER_MOVE_SERVICE_H_

#include "server/roster/moves.h"
#include "server/rpc/method_table.h"

namespace klad::roster {

// All outlive the table.
void BindMoveService(Moves& moves, rpc::MethodTable* methods);

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_MOVE_SERVICE_H_
