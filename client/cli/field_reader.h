// Fields of one credential, whichever part they stand in.
#ifndef KLAD_CLIENT_CLI_FIELD_READER_H_
#define KLAD_CLIENT_CLI_FIELD_READER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/cli/own_fields.h"
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

  // As the credential is now, by any name of own_fields.h or of a free field;
  // an own field wins over a free one that is called so too. The first that is
  // secret reveals the secret, which is recorded with the purpose; the others
  // use it. What nobody but the secret can know reveals it as well; what is one
  // slip away from a name that is known does not. A one-time code comes with a
  // warning when this machine's clock is off. Exit kNotFound lists the fields
  // there are.
  absl::StatusOr<Value> Read(absl::string_view field);

  // The one-time code, once it was read.
  const absl::optional<client::OneTimeCode>& code() const { return code_; }

 private:
  absl::Status Follow();
  absl::Status Reveal();
  absl::StatusOr<Value> ReadOwn(const OwnField& field);
  absl::StatusOr<Value> ReadOverview(const OwnField& field,
                                     absl::string_view typed);
  absl::StatusOr<Value> ReadFree(absl::string_view typed);
  absl::Status CheckTyped(absl::string_view typed) const;
  absl::Status NoField(absl::string_view typed) const;
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
