#include "client/link_template.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using GivenArguments = std::map<std::string, std::string>;  // by argument

std::string PercentEncodedValue(absl::string_view value) {
  std::string encoded;
  for (const char c : value) {
    const bool plain = absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                       absl::StrContains("-._~", c);
    if (plain) {
      encoded += c;
    } else {
      absl::StrAppend(&encoded, "%",
                      absl::AsciiStrToUpper(absl::BytesToHexString({&c, 1})));
    }
  }
  return encoded;
}

std::string InBraces(absl::string_view word) {
  return absl::StrCat("{", word, "}");
}

// Which argument "NAME=VALUE" names; empty for none.
std::string NamedArgument(const std::vector<std::string>& arguments,
                          absl::string_view value) {
  const size_t equals = value.find('=');
  if (equals == absl::string_view::npos) return "";
  const auto named = std::find_if(
      arguments.begin(), arguments.end(), [&](const std::string& argument) {
        return SameTitle(argument, value.substr(0, equals));
      });
  return named == arguments.end() ? "" : *named;
}

absl::Status TooManyArguments(const std::vector<std::string>& arguments,
                              absl::string_view value) {
  return Error(ExitCode::kUsage, Say("the link takes no argument $0", value),
               arguments.empty()
                   ? std::string(Tr("it has no arguments; an argument with "
                                    "spaces is written in quotes"))
                   : Say("its arguments: $0", absl::StrJoin(arguments, ", ")));
}

absl::Status GiveArgument(const std::string& argument, absl::string_view value,
                          GivenArguments* given) {
  if (given->emplace(argument, value).second) return absl::OkStatus();
  return Error(ExitCode::kUsage,
               Say("the argument $0 is given twice", argument),
               Tr("give each argument once"));
}

absl::Status MissingArgument(const std::string& argument) {
  return Error(ExitCode::kUsage, Say("the argument $0 is missing", argument),
               Say("for example: $0=VALUE", argument));
}

}  // namespace

std::vector<std::string> TemplateArguments(absl::string_view address) {
  std::vector<std::string> arguments;
  for (;;) {
    const size_t open = address.find('{');
    if (open == absl::string_view::npos) return arguments;
    address.remove_prefix(open + 1);
    const size_t close = address.find('}');
    if (close == absl::string_view::npos) return arguments;
    const std::string word(address.substr(0, close));
    if (std::find(arguments.begin(), arguments.end(), word) ==
        arguments.end()) {
      arguments.push_back(word);
    }
    address.remove_prefix(close + 1);
  }
}

std::string WithoutArguments(absl::string_view address) {
  return absl::StrReplaceAll(address, {{"{", "%7B"}, {"}", "%7D"}});
}

absl::StatusOr<std::string> FillTemplate(
    absl::string_view address, const std::vector<std::string>& values) {
  const std::vector<std::string> arguments = TemplateArguments(address);
  GivenArguments given;
  std::vector<absl::string_view> others;
  for (const absl::string_view value : values) {
    const std::string named = NamedArgument(arguments, value);
    if (named.empty()) {
      others.push_back(value);
    } else {
      RETURN_IF_ERROR(
          GiveArgument(named, value.substr(value.find('=') + 1), &given));
    }
  }
  size_t next = 0;
  for (const std::string& argument : arguments) {
    if (given.count(argument) > 0) continue;
    if (next == others.size()) return MissingArgument(argument);
    given[argument] = std::string(others[next++]);
  }
  if (next < others.size()) return TooManyArguments(arguments, others[next]);
  std::vector<std::pair<std::string, std::string>> replacements;
  for (const auto& [argument, value] : given) {
    replacements.emplace_back(InBraces(argument), PercentEncodedValue(value));
  }
  return absl::StrReplaceAll(address, replacements);
}

}  // namespace klad::client
