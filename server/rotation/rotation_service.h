// klad.v1.RotationService over Departures.
#ifndef KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_
#define KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_

#include "server/rotation/departures.h"
#include "server/rpc/method_table.h"

namespace klad::rotation {

// All arguments outlive the table.
void BindRotationService(const Departures& departures,
                         rpc::MethodTable* methods);

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_
