#include "client/cli/output.h"

#include <sodium.h>

#include <string>

#include "absl/strings/str_join.h"
#include "client/cli/json.h"
#include "client/cli/printable.h"
#include "client/cli/table.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

void PrintLines(const std::vector<std::string>& lines, std::ostream& out) {
  for (const std::string& line : lines) {
    out << Printable(line, Lines::kKeep) << '\n';
  }
}

// A file or a pipe gets the exact bytes; a terminal must not obey them.
void PrintExact(absl::string_view text, bool on_terminal, std::ostream& out) {
  if (!on_terminal) {
    out << text;
    return;
  }
  std::string shown = Printable(text, Lines::kKeep);
  out << shown;
  sodium_memzero(shown.data(), shown.size());
}

void PrintSingle(const Value& value, bool on_terminal, std::ostream& out) {
  std::string text = ValueText(value);
  PrintExact(text, on_terminal, out);
  out << '\n';
  sodium_memzero(text.data(), text.size());
}

void PrintTable(const Result& result, const OutputStyle& style,
                std::ostream& out, std::ostream& err) {
  out << result.text;
  PrintExact(result.exact.Expose(), style.width > 0, out);
  if (!result.single.empty()) {
    PrintSingle(result.single.front().value, style.width > 0, out);
  }
  if (!result.exact.empty() && !result.fields.empty()) out << '\n';
  PrintFields(result.fields, out);
  if (!result.fields.empty() && !result.rows.empty()) out << '\n';
  const auto left_out = PrintRows(result, style.width, out);
  if (left_out.empty()) return;
  out.flush();
  err << client::Say("left out for want of room: $0; -o json has all",
                     absl::StrJoin(left_out, ", "))
      << '\n';
}

absl::Status CheckWritten(std::ostream& out) {
  out.flush();
  if (out.good()) return absl::OkStatus();
  return client::Error(client::ExitCode::kUnavailable,
                       client::Tr("the output could not be written"),
                       client::Tr("is the disk full, or the pipe closed?"));
}

absl::Status PrintStream(const Result& result, const OutputStyle& style,
                         std::ostream& out) {
  return result.stream([&](const std::vector<Value>& row) {
    if (style.json) {
      PrintJsonRow(result.columns, row, out);
    } else {
      PrintRow(result.columns, row, out);
    }
    return CheckWritten(out);
  });
}

}  // namespace

absl::Status PrintResult(const Result& result, const OutputStyle& style,
                         std::ostream& out, std::ostream& err) {
  if (result.stream != nullptr) return PrintStream(result, style, out);
  if (result.bytes != nullptr) {
    if (absl::Status written = result.bytes(out); !written.ok()) return written;
  } else if (style.json && result.json != nullptr) {
    if (absl::Status written = result.json(out); !written.ok()) return written;
  } else if (style.json) {
    PrintJson(result, out);
  } else {
    PrintTable(result, style, out, err);
    PrintLines(result.messages, err);
  }
  return CheckWritten(out);
}

void PrintError(const absl::Status& error, const OutputStyle& style,
                std::ostream& err) {
  if (style.json) {
    PrintJsonError(error, style.verbose, err);
    return;
  }
  err << "klad: " << Printable(error.message()) << '\n';
  if (const std::string hint = client::HintOf(error); !hint.empty()) {
    err << client::Say("hint: $0", Printable(hint)) << '\n';
  }
  if (const std::string detail = client::DetailOf(error);
      style.verbose && !detail.empty()) {
    err << client::Say("detail: $0", Printable(detail)) << '\n';
  }
}

}  // namespace klad::cli
