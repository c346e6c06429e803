// Addresses with arguments: https://example.com/?utm_campaign={campaign}
#ifndef KLAD_CLIENT_LINK_TEMPLATE_H_
#define KLAD_CLIENT_LINK_TEMPLATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// The words in braces, each once, in the order in which they first stand.
std::vector<std::string> TemplateArguments(absl::string_view address);

// The address with its braces percent-encoded: what was no template stays none.
std::string WithoutArguments(absl::string_view address);

// The address with the values in place of the words, percent-encoded (RFC 3986:
// all but unreserved characters), so that a value stays a value. NAME=VALUE
// gives the argument that is called so, without case; any other value goes to
// the next that has none. Exit kUsage names one that is missing, too much, or
// given twice.
absl::StatusOr<std::string> FillTemplate(
    absl::string_view address, const std::vector<std::string>& values);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINK_TEMPLATE_H_
