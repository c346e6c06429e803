// klad.v1.PlaybookService over the feature.
#ifndef KLAD_SERVER_PLAYBOOK_PLAYBOOK_SERVICE_H_
#define KLAD_SERVER_PLAYBOOK_PLAYBOOK_SERVICE_H_

#include "server/playbook/playbooks.h"
#include "server/rpc/method_table.h"

namespace klad::playbook {

// The playbooks outlive the table.
void BindPlaybookService(const Playbooks& playbooks, rpc::MethodTable* methods);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_PLAYBOOK_SERVICE_H_
