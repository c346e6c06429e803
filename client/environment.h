// The variables a process was started with, handed in so that tests choose
// them.
#ifndef KLAD_CLIENT_ENVIRONMENT_H_
#define KLAD_CLIENT_ENVIRONMENT_H_

#include <functional>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace klad::client {

using Environment = std::map<std::string, std::string, std::less<>>;

// The process's own.
Environment SystemEnvironment();

// Empty when the variable is missing or empty.
absl::string_view Variable(const Environment& environment, const char* name);

// The languages that are asked for, best first, in the order of gettext:
// LC_ALL, LC_MESSAGES, LANG, refined by LANGUAGE. Empty is English.
std::string LanguagesOf(const Environment& environment);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ENVIRONMENT_H_
