// What the server says on stderr: one line an event, `event key=value ...`.
//
//   Log(Severity::kInfo, "started", {{"address", address}, {"pid", getpid()}});
//
// Values are escaped so that no value can end a line or colour a terminal, and
// quoted where they hold spaces. Under systemd each line begins with its
// priority, as sd-daemon(3) says. Never log a secret or a person's data.
#ifndef KLAD_SERVER_BASE_LOG_H_
#define KLAD_SERVER_BASE_LOG_H_

#include <initializer_list>
#include <string>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace klad {

enum class Severity { kError = 3, kWarning = 4, kInfo = 6 };

struct LogField {
  LogField(absl::string_view k, absl::string_view v) : key(k), value(v) {}
  LogField(absl::string_view k, const char* v) : key(k), value(v) {}
  template <typename Number,
            typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  LogField(absl::string_view k, Number v) : key(k), value(absl::StrCat(v)) {}

  absl::string_view key;
  std::string value;
};

// The line without its end.
std::string LogLine(absl::string_view event,
                    std::initializer_list<LogField> fields);

// Writes the line with one system call: lines of several threads do not mix.
void Log(Severity severity, absl::string_view event,
         std::initializer_list<LogField> fields = {});

}  // namespace klad

#endif  // KLAD_SERVER_BASE_LOG_H_
