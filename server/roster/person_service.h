// klad.v1.PersonService.
#ifndef KLAD_SERVER_ROSTER_PERSON_SERVICE_H_
#define KLAD_SERVER_ROSTER_PERSON_SERVICE_H_

#include "server/roster/names.h"
#include "server/rpc/method_table.h"

namespace klad::roster {

// All outlive the table.
void BindPersonService(Names& names, rpc::MethodTable* methods);

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_PERSON_SERVICE_H_
