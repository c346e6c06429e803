#include "server/base/log.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace klad {
namespace {

std::string Escaped(absl::string_view value) {
  std::string escaped = absl::CHexEscape(value);
  if (!escaped.empty() && escaped.find_first_of(" =") == std::string::npos &&
      escaped == value) {
    return escaped;
  }
  return absl::StrCat("\"", escaped, "\"");
}

std::string Priority(Severity severity) {
  static const bool journal = getenv("JOURNAL_STREAM") != nullptr;
  return journal ? absl::StrCat("<", static_cast<int>(severity), ">") : "";
}

}  // namespace

std::string LogLine(absl::string_view event,
                    std::initializer_list<LogField> fields) {
  std::string line(event);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.key, "=", Escaped(field.value));
  }
  return line;
}

void Log(Severity severity, absl::string_view event,
         std::initializer_list<LogField> fields) {
  const std::string line =
      absl::StrCat(Priority(severity), LogLine(event, fields), "\n");
  // Nobody is left to tell when stderr does not take the line.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace klad
