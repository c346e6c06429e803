// A text with references in double braces: {{ klad://SAFE/TITLE/FIELD }}.
#ifndef KLAD_CLIENT_CLI_TEMPLATE_H_
#define KLAD_CLIENT_CLI_TEMPLATE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/reference.h"
#include "crypto/base/secret.h"

namespace klad::cli {

// Views of the text, which outlives it. Braces around anything else are text.
struct Template {
  std::vector<absl::string_view> texts;  // one more than references
  std::vector<ValueReference> references;
};

// Exit kUsage names the line of what begins as a reference and is none.
absl::StatusOr<Template> ParseTemplate(absl::string_view text);

// With the values in place of the references.
Secret Fill(const Template& parsed, const std::vector<Secret>& values);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TEMPLATE_H_
