#include "client/environment.h"

#include <unistd.h>

namespace klad::client {

Environment SystemEnvironment() {
  Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const absl::string_view line = *entry;
    const size_t equals = line.find('=');
    if (equals == absl::string_view::npos) continue;
    environment.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return environment;
}

absl::string_view Variable(const Environment& environment, const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? absl::string_view() : found->second;
}

std::string LanguagesOf(const Environment& environment) {
  absl::string_view locale;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    locale = Variable(environment, name);
    if (!locale.empty()) break;
  }
  if (locale.empty() || locale == "C" || locale == "POSIX") return "";
  const absl::string_view languages = Variable(environment, "LANGUAGE");
  return std::string(languages.empty() ? locale : languages);
}

}  // namespace klad::client
