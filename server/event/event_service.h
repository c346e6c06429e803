// klad.v1.EventService over the feature.
#ifndef KLAD_SERVER_EVENT_EVENT_SERVICE_H_
#define KLAD_SERVER_EVENT_EVENT_SERVICE_H_

#include "server/event/events.h"
#include "server/rpc/method_table.h"

namespace klad::event {

// The events outlive the table.
void BindEventService(const Events& events, rpc::MethodTable* methods);

}  // namespace klad::event

#endif  // KLAD_SERVER_EVENT_EVENT_SERVICE_H_
