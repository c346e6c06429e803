// klad.v1.RotationService over Departures and Reader.
#ifndef KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_
#define KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_

#include "server/rotation/departures.h"
#include "server/rotation/reader.h"
#include "server/rpc/method_table.h"

namespace klad::rotation {

// All arguments outlive the table.
void BindRotationService(const Departures& departures, const Reader& reader,
                         rpc::MethodTable* methods);

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_ROTATION_SERVICE_H_
