// Fields of one credential, whichever part they stand in.
#ifndef KLAD_CLIENT_CLI_FIELD_READER_H_
#define KLAD_CLIENT_CLI_FIELD_READER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/cli/result.h"
#include "client/one_time_code.h"
#include "client/vault.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::cli {

// Context, vault and what was found outlive it.
class FieldReader {
 public:
  FieldReader(Context& context, client::Vault& vault, const Found& found,
              trust::v1::Purpose purpose)
      : context_(context), vault_(vault), found_(found), purpose_(purpose) {}

  // As the credential is now. The first that is secret reveals the secret,
  // which is recorded with the purpose; the others use it. A one-time code
  // comes with a warning when this machine's clock is off. Exit kNotFound
  // lists the fields there are.
  absl::StatusOr<Value> Read(absl::string_view field);

  // The one-time code, once it was read.
  const absl::optional<client::OneTimeCode>& code() const { return code_; }

 private:
  bool InOverview(absl::string_view field) const;
  absl::Status Reveal();
  absl::StatusOr<Value> ReadCode();
  void WarnOfClock();

  Context& context_;
  client::Vault& vault_;
  const Found& found_;
  const trust::v1::Purpose purpose_;
  bool followed_ = false;
  absl::optional<crypto::vault::SecretPart> secret_;
  absl::optional<client::OneTimeCode> code_;
};

// A field's bytes, as `klad get` prints them.
Secret SecretOf(const Value& value);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FIELD_READER_H_
