#include "client/cli/env_file.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Say;
using client::Tr;

bool IsName(absl::string_view text) {
  return !text.empty() && !absl::ascii_isdigit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_';
         });
}

absl::string_view WithoutQuotes(absl::string_view value) {
  for (const absl::string_view quote : {"\"", "'"}) {
    if (value.size() >= 2 && absl::StartsWith(value, quote) &&
        absl::EndsWith(value, quote)) {
      return value.substr(1, value.size() - 2);
    }
  }
  return value;
}

absl::StatusOr<Setting> ParseLine(absl::string_view line, size_t number) {
  if (absl::ConsumePrefix(&line, "export ")) {
    line = absl::StripLeadingAsciiWhitespace(line);
  }
  const size_t at = line.find('=');
  if (at == absl::string_view::npos || !IsName(line.substr(0, at))) {
    return Error(ExitCode::kUsage,
                 Say("line $0 of the file is not NAME=value", number),
                 Tr("a name has letters of A to Z, digits and _"));
  }
  Setting setting;
  setting.name = std::string(line.substr(0, at));
  const absl::string_view value = WithoutQuotes(line.substr(at + 1));
  if (LooksLikeReference(value)) {
    ASSIGN_OR_RETURN(setting.reference, ParseValueReference(value));
  } else {
    setting.value = Secret::Copy(value);
  }
  return setting;
}

}  // namespace

absl::StatusOr<Setting> ParseSetting(absl::string_view text) {
  const size_t at = text.find('=');
  if (at == absl::string_view::npos || !IsName(text.substr(0, at))) {
    return Error(ExitCode::kUsage, Say("\"$0\" is not NAME=REFERENCE", text),
                 Tr("for example: --env PASSWORD=klad://ads/vk/password"));
  }
  Setting setting;
  setting.name = std::string(text.substr(0, at));
  ASSIGN_OR_RETURN(setting.reference, ParseValueReference(text.substr(at + 1)));
  return setting;
}

absl::StatusOr<std::vector<Setting>> ParseEnvFile(const Secret& file) {
  std::vector<Setting> settings;
  size_t number = 0;
  for (absl::string_view line : absl::StrSplit(file.Expose(), '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    ASSIGN_OR_RETURN(settings.emplace_back(), ParseLine(line, number));
  }
  return settings;
}

}  // namespace klad::cli
