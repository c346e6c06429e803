#include "client/cli/reference.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/credential_id.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Say;
using client::Tr;

constexpr absl::string_view kByName = "klad://";

absl::Status NoReference(absl::string_view text) {
  return client::Error(
      client::ExitCode::kUsage,
      Say("\"$0\" is not klad://SAFE/TITLE/FIELD or klad:ID/FIELD", text),
      Tr("a slash within a title is written %2F"));
}

// False for a percent sign without two hexadecimal digits behind it, for what
// is no UTF-8 then, and for nothing.
bool Decode(absl::string_view part, std::string* text) {
  while (!part.empty()) {
    if (!absl::ConsumePrefix(&part, "%")) {
      *text += part.front();
      part.remove_prefix(1);
      continue;
    }
    if (part.size() < 2 || !absl::ascii_isxdigit(part[0]) ||
        !absl::ascii_isxdigit(part[1])) {
      return false;
    }
    *text += absl::HexStringToBytes(part.substr(0, 2));
    part.remove_prefix(2);
  }
  return !text->empty() && client::IsUtf8(*text);
}

}  // namespace

bool LooksLikeReference(absl::string_view text) {
  return absl::StartsWith(text, client::kCredentialIdPrefix);
}

absl::StatusOr<ValueReference> ParseValueReference(absl::string_view text) {
  absl::string_view rest = text;
  const bool by_name = absl::ConsumePrefix(&rest, kByName);
  if (!by_name && !absl::ConsumePrefix(&rest, client::kCredentialIdPrefix)) {
    return NoReference(text);
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, '/');
  std::vector<std::string> decoded(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!Decode(parts[i], &decoded[i])) return NoReference(text);
  }
  if (by_name && decoded.size() == 3) {
    return ValueReference{absl::StrCat(decoded[0], "/", decoded[1]),
                          decoded[2]};
  }
  if (!by_name && decoded.size() == 2 &&
      client::ParseCredentialId(decoded[0]).has_value()) {
    return ValueReference{absl::StrCat(client::kCredentialIdPrefix, decoded[0]),
                          decoded[1]};
  }
  return NoReference(text);
}

}  // namespace klad::cli
