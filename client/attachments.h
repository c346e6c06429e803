// Files that belong to a secret: sent before the change that names them,
// fetched behind the reveal of the secret that does.
#ifndef KLAD_CLIENT_ATTACHMENTS_H_
#define KLAD_CLIENT_ATTACHMENTS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"
#include "client/vault.h"
#include "crypto/vault/attachment.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::client {

// Told between two calls how many chunks of how many are done; an error of it
// ends the work.
using ChunkStep = std::function<absl::Status(uint64_t done, uint64_t all)>;

// Seals and sends a file of the credential. What no change names within a day
// the server throws away.
absl::Status SendAttachment(Vault& vault, const Mirror& mirror,
                            absl::string_view credential,
                            const crypto::vault::Attachment& attachment,
                            absl::string_view contents, const ChunkStep& step);

// The contents of a file that the secret of this header names, which was
// revealed for this purpose before. Exit kIntegrity unless they are whole.
absl::StatusOr<WipedString> FetchAttachment(
    Vault& vault, const trust::v1::Header& header, trust::v1::Purpose purpose,
    const crypto::vault::Attachment& attachment, const ChunkStep& step);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ATTACHMENTS_H_
