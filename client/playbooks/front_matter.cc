#include "client/playbooks/front_matter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr absl::string_view kFenceLine = "---";

absl::string_view Trimmed(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

// Takes the next value off the front of a line, quoted or plain; a plain one
// ends before one of `ends`. False when it cannot be read.
bool TakeValue(absl::string_view* rest, absl::string_view ends,
               std::string* value) {
  *rest = absl::StripLeadingAsciiWhitespace(*rest);
  const char quote = rest->empty() ? 0 : (*rest)[0];
  if (quote != '"' && quote != '\'') {
    const size_t end = std::min(rest->find_first_of(ends), rest->size());
    *value = std::string(Trimmed(rest->substr(0, end)));
    rest->remove_prefix(end);
    // What has these is something else in YAML than its letters.
    return value->empty() || (!absl::StrContains("[]{}&*!|>%@`", (*value)[0]) &&
                              !absl::StrContains(*value, " #"));
  }
  value->clear();
  for (size_t i = 1; i < rest->size(); ++i) {
    const char c = (*rest)[i];
    const bool doubled = quote == '\'' && c == quote && i + 1 < rest->size() &&
                         (*rest)[i + 1] == quote;
    const bool escaped = quote == '"' && c == '\\' && i + 1 < rest->size();
    if (c == quote && !doubled) {
      rest->remove_prefix(i + 1);
      *rest = absl::StripLeadingAsciiWhitespace(*rest);
      return true;
    }
    if (escaped && (*rest)[i + 1] != '"' && (*rest)[i + 1] != '\\') {
      return false;
    }
    if (doubled || escaped) ++i;
    value->push_back((*rest)[i]);
  }
  return false;
}

bool TakeList(absl::string_view rest, std::vector<std::string>* values) {
  rest.remove_prefix(1);
  rest = absl::StripLeadingAsciiWhitespace(rest);
  if (absl::ConsumePrefix(&rest, "]")) return Trimmed(rest).empty();
  while (true) {
    std::string value;
    if (!TakeValue(&rest, ",]", &value) || value.empty()) return false;
    values->push_back(std::move(value));
    if (absl::ConsumePrefix(&rest, "]")) return Trimmed(rest).empty();
    if (!absl::ConsumePrefix(&rest, ",")) return false;
  }
}

class MatterReader {
 public:
  // False when the line is not understood.
  bool Take(absl::string_view line) {
    const absl::string_view bare = Trimmed(line);
    if (bare.empty() || bare[0] == '#') return true;
    absl::string_view rest = bare;
    if (rest == "-" || absl::ConsumePrefix(&rest, "- ")) {
      return bare != "-" && TakeItem(rest);
    }
    return !absl::ascii_isspace(static_cast<unsigned char>(line[0])) &&
           TakeKey(rest);
  }

  std::vector<FrontMatterField> Done() { return std::move(fields_); }

 private:
  bool TakeItem(absl::string_view rest) {
    if (!open_) return false;
    std::string value;
    if (!TakeValue(&rest, "", &value) || value.empty() || !rest.empty()) {
      return false;
    }
    fields_.back().list = true;
    fields_.back().values.push_back(std::move(value));
    return true;
  }

  bool TakeKey(absl::string_view rest) {
    const size_t colon = rest.find(':');
    if (colon == absl::string_view::npos) return false;
    FrontMatterField field;
    field.key = absl::AsciiStrToLower(Trimmed(rest.substr(0, colon)));
    rest.remove_prefix(colon + 1);
    if (!rest.empty() && !absl::ascii_isblank(rest[0])) return false;
    rest = Trimmed(rest);
    const bool known = std::any_of(
        fields_.begin(), fields_.end(),
        [&](const FrontMatterField& each) { return each.key == field.key; });
    if (field.key.empty() || known) return false;
    open_ = rest.empty();
    if (absl::StartsWith(rest, "[")) {
      field.list = true;
      if (!TakeList(rest, &field.values)) return false;
    } else if (!open_) {
      std::string value;
      if (!TakeValue(&rest, "", &value) || !rest.empty()) return false;
      field.values.push_back(std::move(value));
    }
    fields_.push_back(std::move(field));
    return true;
  }

  std::vector<FrontMatterField> fields_;
  bool open_ = false;  // items may follow
};

// The line that begins at *at, which moves behind its end.
absl::string_view NextLine(absl::string_view text, size_t* at) {
  const size_t end = std::min(text.find('\n', *at), text.size());
  const absl::string_view line = text.substr(*at, end - *at);
  *at = std::min(end + 1, text.size());
  return line;
}

bool IsPlain(const std::string& value) {
  return !value.empty() && Trimmed(value) == value &&
         value.find_first_of("\"'[],:#{}&*!|>%@`\\") == std::string::npos &&
         !absl::StartsWith(value, "-");
}

std::string Quoted(const std::string& value) {
  if (IsPlain(value)) return value;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

absl::StatusOr<FrontMatter> ReadFrontMatter(absl::string_view file) {
  FrontMatter matter;
  size_t at = 0;
  if (absl::StripTrailingAsciiWhitespace(NextLine(file, &at)) != kFenceLine) {
    matter.text = std::string(file);
    return matter;
  }
  MatterReader reader;
  for (int number = 2; at < file.size(); ++number) {
    const absl::string_view line = NextLine(file, &at);
    if (absl::StripTrailingAsciiWhitespace(line) == kFenceLine) {
      absl::string_view text = file.substr(at);
      absl::ConsumePrefix(&text, "\n");
      matter.fields = reader.Done();
      matter.text = std::string(text);
      return matter;
    }
    if (!reader.Take(line)) {
      return Error(ExitCode::kUsage,
                   Say("line $0 of the front matter is not understood", number),
                   Tr("one \"key: value\" or \"key: [a, b]\" a line; quotes "
                      "around what has signs in it"));
    }
  }
  return Error(ExitCode::kUsage, Tr("the front matter does not end"),
               Tr("a line of three hyphens ends it"));
}

std::string WriteFrontMatter(const FrontMatter& matter) {
  std::string out = "---\n";
  for (const FrontMatterField& field : matter.fields) {
    if (field.list) {
      const auto quoted = [](std::string* to, const std::string& value) {
        absl::StrAppend(to, Quoted(value));
      };
      absl::StrAppend(&out, field.key, ": [",
                      absl::StrJoin(field.values, ", ", quoted), "]\n");
    } else {
      absl::StrAppend(&out, field.key, ": ", Quoted(field.values[0]), "\n");
    }
  }
  return absl::StrCat(out, "---\n\n", matter.text);
}

}  // namespace klad::client
