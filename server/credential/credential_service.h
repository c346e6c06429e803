// klad.v1.CredentialService over the feature's three halves.
#ifndef KLAD_SERVER_CREDENTIAL_CREDENTIAL_SERVICE_H_
#define KLAD_SERVER_CREDENTIAL_CREDENTIAL_SERVICE_H_

#include "server/audit/ledger.h"
#include "server/credential/changer.h"
#include "server/credential/reader.h"
#include "server/credential/revealer.h"
#include "server/rpc/method_table.h"

namespace klad::credential {

// All arguments outlive the table.
void BindCredentialService(const Reader& reader, const Revealer& revealer,
                           const Changer& changer, audit::Ledger& ledger,
                           rpc::MethodTable* methods);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_CREDENTIAL_SERVICE_H_
