// An imported item as the two parts that are sealed.
#ifndef KLAD_CLIENT_FORMATS_STORED_H_
#define KLAD_CLIENT_FORMATS_STORED_H_

#include "absl/status/status.h"
#include "client/formats/imported.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// What is listed. Folder and favourite mark are tags here; strength, time of
// change and secret tag are left to the caller.
trust::v1::Overview OverviewOf(const Imported& item);

// What is revealed. Earlier passwords stand at the end of the note: they open
// nothing, so a later change of the password is a new generation.
crypto::vault::SecretPart SecretOf(const Imported& item);

// Of an item whose title is not empty: kInvalidArgument with a sentence that
// names what is above its limit.
absl::Status CheckFits(const Imported& item);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_STORED_H_
