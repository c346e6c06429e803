// The files of a secret, as they are stored.
#ifndef KLAD_SERVER_CREDENTIAL_FILE_CHECK_H_
#define KLAD_SERVER_CREDENTIAL_FILE_CHECK_H_

#include "absl/strings/string_view.h"
#include "klad/store/v1/records.pb.h"
#include "klad/trust/v1/credential.pb.h"
#include "server/store/store.h"

namespace klad::credential {

class FileCheck {
 public:
  explicit FileCheck(store::Store* store) : store_(store) {}

  // That the record of a secret names the files that its header does, and each
  // of them is there to its last chunk.
  bool Check(const trust::v1::Header& header,
             const store::v1::SecretRecord& secret) const;

 private:
  bool IsWhole(absl::string_view attachment,
               absl::string_view credential) const;

  store::Store* const store_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_FILE_CHECK_H_
