// Kinds of credentials by the words that people use.
#ifndef KLAD_CLIENT_CLI_KIND_H_
#define KLAD_CLIENT_CLI_KIND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/words/words.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// "ssh-key".
absl::string_view KindName(trust::v1::Kind kind);
// By that or by the person's word for it.
absl::optional<trust::v1::Kind> KindNamed(absl::string_view name);

// All of them, for a hint.
std::string KindNames();

// The kind that the option --kind names; exit kUsage with all names for none.
absl::StatusOr<trust::v1::Kind> ParseKind(absl::string_view name);

// What a credential of a kind usually has: a field of its own (user_name, url,
// email, phone; password, key, note), else a free field of this name.
struct UsualField {
  enum class How { kShown, kHidden, kFile };  // kFile: a secret from a file
  absl::string_view name;
  client::Text label;  // what a person is asked for
  How how = How::kShown;
};
std::vector<UsualField> UsualFields(trust::v1::Kind kind);

// The name of a free field, which is stored in English whatever the language:
// as a person reads it, and the stored one of what a person may type. What is
// no usual field's name stays as it is.
std::string FieldLabel(absl::string_view stored);
std::string StoredFieldName(absl::string_view typed);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_KIND_H_
