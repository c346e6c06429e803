#include "client/formats/pass_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/formats/column.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// gopass 1.9 to 1.11 wrote its secrets as a MIME message.
constexpr absl::string_view kMime = "GOPASS-SECRET-1.0";
constexpr size_t kMaxKey = 64;

bool IsCode(absl::string_view line) {
  return absl::StartsWith(line, "otpauth://") ||
         absl::StartsWith(line, "steam://");
}

absl::string_view Trimmed(absl::string_view line) {
  return absl::StripTrailingAsciiWhitespace(line);
}

// Where the colon of "name: value" stands, or npos.
size_t ColonOf(absl::string_view line) {
  const size_t colon = line.find(": ");
  const size_t last = line.empty() ? absl::string_view::npos : line.size() - 1;
  const size_t at =
      colon == absl::string_view::npos && line.find(':') == last ? last : colon;
  return at > 0 && at <= kMaxKey ? at : absl::string_view::npos;
}

// What a YAML text in quotes says: in these the quote itself is doubled, in
// those a backslash stands before it.
WipedString Unquoted(absl::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                      (value.front() == '"' || value.front() == '\'');
  if (!quoted) return WipedString(value.data(), value.size());
  const char before = value.front() == '"' ? '\\' : '\'';
  value = value.substr(1, value.size() - 2);
  WipedString text;
  for (size_t i = 0; i < value.size(); ++i) {
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    const bool line = before == '\\' && next == 'n';
    const bool known = next == before || next == '"' || line;
    const bool escaped = value[i] == before && known;
    if (escaped) ++i;
    text += escaped && line ? '\n' : value[i];
  }
  return text;
}

// Of a YAML text on the lines below: each as it is, or one line of all.
bool IsBlock(absl::string_view value) {
  return value == "|" || value == "|-" || value == "|+" || value == ">" ||
         value == ">-" || value == ">+";
}

class SecretReader {
 public:
  explicit SecretReader(absl::string_view text)
      : lines_(absl::StrSplit(text, '\n')) {}

  Draft Read(const std::string& name) {
    draft_.Title(name);
    size_t first = 0;
    if (Line(0) == kMime) {
      first = 1;
    } else {
      draft_.Password(Line(0));
      first = 1;
    }
    for (size_t i = first; i < lines_.size(); ++i) i = TakeLine(i);
    draft_.Notes(notes_);
    return std::move(draft_);
  }

 private:
  absl::string_view Line(size_t i) const { return Trimmed(lines_[i]); }

  // Returns the last line that was taken.
  size_t TakeLine(size_t i) {
    const absl::string_view line = Line(i);
    if (line == "---") {
      yaml_ = true;
      return i;
    }
    if (IsCode(line)) {
      draft_.Code(line);
      return i;
    }
    const size_t colon = ColonOf(line);
    if (line.empty() && notes_.empty()) return i;
    if (colon == absl::string_view::npos) {
      notes_.append(line.data(), line.size()).append("\n");
      return i;
    }
    const absl::string_view name = line.substr(0, colon);
    absl::string_view value =
        absl::StripAsciiWhitespace(line.substr(colon + 1));
    if (yaml_ && IsBlock(value)) return TakeBlock(name, value[0], i);
    if (IsCode(value)) {
      draft_.Code(value);
    } else if (yaml_) {
      TakePair(name, ViewOf(Unquoted(value)));
    } else {
      TakePair(name, value);
    }
    return i;
  }

  // Whether the line, or the first below it that is not empty, is indented.
  bool GoesOn(size_t i) const {
    while (i < lines_.size() && Line(i).empty()) ++i;
    return i < lines_.size() && absl::StartsWith(lines_[i], " ");
  }

  // The lines that are indented below the name.
  size_t TakeBlock(absl::string_view name, char style, size_t i) {
    const absl::string_view first = i + 1 < lines_.size() ? lines_[i + 1] : "";
    const size_t indent = std::min(first.find_first_not_of(' '), first.size());
    WipedString block;
    while (GoesOn(i + 1)) {
      absl::string_view line = Line(++i);
      line.remove_prefix(
          std::min({line.find_first_not_of(' '), indent, line.size()}));
      if (!block.empty()) block += style == '|' ? '\n' : ' ';
      block.append(line.data(), line.size());
    }
    TakePair(name, ViewOf(block));
    return i;
  }

  void TakePair(absl::string_view name, absl::string_view value) {
    const Column column = ColumnOf(FoldTitle(name)).value_or(Column::kUnknown);
    if (column == Column::kTitle) return draft_.Field(name, value, false);
    if (column == Column::kEmail && draft_.item.user_name.empty()) {
      return draft_.User(value);
    }
    TakeColumn(column, name, value, &draft_);
  }

  const std::vector<absl::string_view> lines_;
  Draft draft_;
  std::string notes_;
  bool yaml_ = false;
};

absl::Status Read(const Source& source, Rows& rows) {
  RETURN_IF_ERROR(rows.Begin(source.text));
  if (source.text.size() > kMaxImportedItem) {
    rows.Reject(source.name, Tr("it is larger than 96 KiB"));
    return absl::OkStatus();
  }
  return rows.Take(SecretReader(source.text).Read(source.name));
}

// A letter, a log and a page of text have such lines too: here the first is a
// password, and most of the others are pairs.
Fit FitOf(const Source& source) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(source.text.substr(0, 4096), '\n');
  if (lines[0] == kMime) return Fit::kExactly;
  if (ColonOf(lines[0]) != absl::string_view::npos ||
      absl::StartsWith(lines[0], "# ")) {
    return Fit::kNo;
  }
  int pairs = 0;
  int others = 0;
  bool known = lines.size() > 1 && Trimmed(lines[1]) == "---";
  for (size_t i = 1; i < lines.size(); ++i) {
    const absl::string_view line = Trimmed(lines[i]);
    if (IsCode(line)) return Fit::kLoosely;
    if (line.empty() || line == "---") continue;
    const size_t colon = ColonOf(line);
    ++(colon == absl::string_view::npos ? others : pairs);
    known = known || (colon != absl::string_view::npos &&
                      ColumnOf(FoldTitle(line.substr(0, colon))).has_value());
  }
  return known && pairs >= others ? Fit::kLoosely : Fit::kNo;
}

}  // namespace

Format PassText() {
  return {kPassFormat, "pass and gopass", Shape::kText, FitOf, Read};
}

}  // namespace klad::client
