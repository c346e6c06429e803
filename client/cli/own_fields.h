// The fields that are klad's own, and the words people know them by.
#ifndef KLAD_CLIENT_CLI_OWN_FIELDS_H_
#define KLAD_CLIENT_CLI_OWN_FIELDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/base/secret.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// The one-time code of now, which is no field that anybody stores.
inline constexpr char kCodeField[] = "code";

// One text of the overview, or one value of the secret, or neither: a list of
// the overview, or what is made of others.
struct OwnField {
  const char* key;     // in results and references: "user_name"
  const char* option;  // that sets it: "user"; null for none
  std::string* (trust::v1::Overview::*mutable_text)() = nullptr;
  const std::string& (trust::v1::Overview::*text)() const = nullptr;
  Secret crypto::vault::SecretPart::*secret = nullptr;

  // Whether it is seen only by revealing.
  bool hidden() const {
    return secret != nullptr || absl::string_view(key) == kCodeField;
  }
};
absl::Span<const OwnField> OwnFields();

// By its key, by the option that sets a field of the overview, or by its
// heading in the person's language; case, width, Ё, and signs between words do
// not matter. Null for none.
const OwnField* FindOwnField(absl::string_view typed);

// Whether `typed` is its key or its option, which are never a free field's.
bool IsKeyOf(const OwnField& field, absl::string_view typed);

// The key when an own field is called so, else as typed.
std::string FieldKey(absl::string_view typed);

// Whether one slip of the fingers makes `typed` of this name. A short name, or
// one with another digit, is taken for a name of its own.
bool IsOneSlipAway(absl::string_view typed, absl::string_view name);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_OWN_FIELDS_H_
