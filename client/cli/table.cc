#include "client/cli/table.h"

#include <sodium.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/cell_words.h"
#include "client/cli/column_fit.h"
#include "client/cli/headings.h"
#include "client/cli/kind.h"
#include "client/cli/printable.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

using client::Say;

std::string Minute(absl::Time time) {
  static const absl::TimeZone zone = absl::LocalTimeZone();
  const absl::CivilMinute minute(zone.At(time).cs);
  const auto two = [](int number) {
    return absl::Dec(number, absl::kZeroPad2);
  };
  return absl::StrCat(absl::Dec(minute.year(), absl::kZeroPad4), "-",
                      two(minute.month()), "-", two(minute.day()), " ",
                      two(minute.hour()), ":", two(minute.minute()));
}

struct TextOf {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(bool v) const {
    return std::string(v ? client::Tr("yes") : client::Tr("no"));
  }
  std::string operator()(int64_t v) const { return absl::StrCat(v); }
  std::string operator()(absl::Time v) const { return Minute(v); }
  std::string operator()(const std::string& v) const { return v; }
  std::string operator()(absl::string_view v) const { return std::string(v); }
  std::string operator()(const std::vector<std::string>& v) const {
    return absl::StrJoin(v, ", ");
  }
  std::string operator()(const Secret& v) const {
    return std::string(v.Expose());
  }
};

// As it is held; empty when the value is no text.
absl::string_view PlainText(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.get())) return *text;
  const auto* kept = std::get_if<absl::string_view>(&value.get());
  return kept == nullptr ? absl::string_view() : *kept;
}

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value.get());
}

std::string Shown(const Value& value, const CellWords& words, Lines lines) {
  std::string text = ValueText(value);
  const auto* list = std::get_if<std::vector<std::string>>(&value.get());
  if (!words.empty() && list != nullptr) {
    text = absl::StrJoin(words.Of(*list), ", ");
  }
  const absl::string_view word = list == nullptr ? words.Of(text) : text;
  std::string shown = word.empty() ? "-" : Printable(word, lines);
  sodium_memzero(text.data(), text.size());
  return shown;
}

// Names may have commas: many of them are easier to read one a line.
std::string ShownList(const std::vector<std::string>& list,
                      const CellWords& words, bool counted) {
  constexpr int kOneLine = 60;
  std::vector<std::string> shown;
  shown.reserve(list.size());
  for (const std::string& item : list) {
    shown.push_back(Printable(words.Of(item), Lines::kEscape));
  }
  std::string line = absl::StrJoin(shown, ", ");
  if (DisplayWidth(line) <= kOneLine) return line;
  return counted ? Say("$0 (-o json names them)", list.size())
                 : absl::StrJoin(shown, "\n");
}

std::string ShownField(const Field& field) {
  const CellWords words(field.free == Free::kNo ? field.key : "");
  const auto* list = std::get_if<std::vector<std::string>>(&field.value.get());
  return list == nullptr || list->empty()
             ? Shown(field.value, words, Lines::kKeep)
             : ShownList(*list, words, field.counted);
}

struct Cell {
  absl::string_view text;
  int width = 0;  // DisplayWidth
};

// What stands in the cells of a row: one after the other, in memory that is
// used again, and is wiped when a secret was in it.
class CellText {
 public:
  explicit CellText(const std::vector<std::string>& columns) {
    for (const std::string& key : columns) words_.emplace_back(key);
  }
  CellText(const CellText&) = delete;
  CellText& operator=(const CellText&) = delete;
  ~CellText() { sodium_memzero(text_.data(), text_.size()); }

  // Of this column. Valid until the next call, as long as the value.
  Cell Of(size_t column, const Value& value) {
    const CellWords& words = words_[column];
    const absl::string_view text = PlainText(value);
    if (!text.empty()) {
      const absl::string_view word = words.Of(text);
      const auto width = PlainWidth(word);
      if (width.has_value()) return {word, *width};
    }
    if (const auto* time = std::get_if<absl::Time>(&value.get())) {
      const absl::string_view minute = OfTime(*time);
      return {minute, static_cast<int>(minute.size())};
    }
    sodium_memzero(text_.data(), text_.size());
    text_ = Shown(value, words, Lines::kEscape);
    return {text_, DisplayWidth(text_)};
  }

 private:
  // What came together is of one minute, and a calendar is slow.
  absl::string_view OfTime(absl::Time time) {
    if (time < minute_ || time >= minute_ + absl::Minutes(1)) {
      minute_ = absl::UnixEpoch() +
                absl::Floor(time - absl::UnixEpoch(), absl::Minutes(1));
      minute_text_ = Minute(time);
    }
    return minute_text_;
  }

  std::vector<CellWords> words_;
  std::string text_;
  absl::Time minute_ = absl::InfiniteFuture();  // the text's
  std::string minute_text_;
};

// What people know a row by, or must type again.
bool IsName(absl::string_view key) {
  return key == "title" || key == "name" || key == "id" || key == "what" ||
         key == "problems" || key == "reason" || key == "why";
}

bool IsTime(const Value& value) {
  return std::holds_alternative<absl::Time>(value.get());
}

class Table {
 public:
  explicit Table(const Result& result)
      : result_(result),
        fits_(result.columns.size()),
        right_(result.columns.size(), !result.rows.empty()),
        cells_(result.columns) {
    for (size_t i = 0; i < fits_.size(); ++i) {
      headings_.push_back(ColumnHeading(result.columns[i]));
      fits_[i].width = DisplayWidth(headings_[i]);
      if (IsName(result.columns[i])) fits_[i].cut = Cut::kAtLast;
    }
    for (const std::vector<Value>& row : result.rows) {
      for (size_t i = 0; i < fits_.size(); ++i) {
        fits_[i].width = std::max(fits_[i].width, cells_.Of(i, row[i]).width);
        if (!IsNumber(row[i])) right_[i] = false;
        if (IsTime(row[i])) fits_[i].cut = Cut::kNever;
      }
    }
  }

  // Returns what is left out.
  std::vector<std::string> Fit(int width) {
    std::vector<size_t> spare;
    for (const std::string& key : result_.spare) {
      const auto& keys = result_.columns;
      spare.push_back(std::find(keys.begin(), keys.end(), key) - keys.begin());
    }
    for (size_t i = 0; i < fits_.size(); ++i) {
      if (right_[i]) fits_[i].cut = Cut::kNever;
    }
    FitColumns(width, spare, &fits_);
    std::vector<std::string> left_out;
    for (size_t i = 0; i < fits_.size(); ++i) {
      if (!fits_[i].shown) left_out.push_back(FieldHeading(result_.columns[i]));
    }
    return left_out;
  }

  void Print(std::ostream& out) {
    PrintLine(
        [&](size_t i) {
          return Cell{headings_[i], DisplayWidth(headings_[i])};
        },
        out);
    for (const std::vector<Value>& row : result_.rows) {
      PrintLine([&](size_t i) { return cells_.Of(i, row[i]); }, out);
    }
  }

 private:
  size_t Last() const {
    size_t last = 0;
    for (size_t i = 0; i < fits_.size(); ++i) {
      if (fits_[i].shown) last = i;
    }
    return last;
  }

  template <typename CellAt>
  void PrintLine(CellAt cell_at, std::ostream& out) {
    const size_t last = Last();
    line_.clear();
    int indent = 0;
    for (size_t i = 0; i < last; ++i) {
      if (!fits_[i].shown) continue;
      AppendCell(i, cell_at(i));
      line_.append(kColumnGap, ' ');
      indent += fits_[i].width + kColumnGap;
    }
    const Cell cell = cell_at(last);
    if (cell.width <= fits_[last].width) {
      AppendCell(last, cell);
      EndLine(out);
      return;
    }
    for (const std::string& line : LinesOfWidth(cell.text, fits_[last].width)) {
      line_ += line;
      EndLine(out);
      line_.assign(indent, ' ');
    }
  }

  void AppendCell(size_t column, const Cell& cell) {
    const int width = fits_[column].width;
    if (cell.width > width) {
      absl::StrAppend(&line_, CutToWidth(cell.text, width));
      return;
    }
    const auto space = static_cast<size_t>(width - cell.width);
    if (right_[column]) line_.append(space, ' ');
    line_.append(cell.text.data(), cell.text.size());
    if (!right_[column]) line_.append(space, ' ');
  }

  void EndLine(std::ostream& out) {
    line_.erase(line_.find_last_not_of(' ') + 1);
    out << line_ << '\n';
  }

  const Result& result_;
  std::vector<ColumnFit> fits_;
  std::vector<bool> right_;  // columns of numbers
  CellText cells_;
  std::vector<std::string> headings_;
  std::string line_;
};

}  // namespace

std::string ValueText(const Value& value) {
  return std::visit(TextOf(), value.get());
}

// A name that people gave keeps its spelling.
std::string LabelOf(const Field& field) {
  return Printable(field.free == Free::kNo ? FieldHeading(field.key)
                                           : FieldLabel(field.key));
}

void PrintFields(const std::vector<Field>& fields, std::ostream& out) {
  int width = 0;
  for (const Field& field : fields) {
    width = std::max(width, DisplayWidth(LabelOf(field)));
  }
  const std::string indent(width + kColumnGap, ' ');
  for (const Field& field : fields) {
    const std::string key = LabelOf(field);
    std::string text = ShownField(field);
    const std::string space(indent.size() - DisplayWidth(key), ' ');
    out << key << space
        << absl::StrReplaceAll(text, {{"\n", absl::StrCat("\n", indent)}})
        << '\n';
    sodium_memzero(text.data(), text.size());
  }
}

void PrintRow(const std::vector<std::string>& columns,
              const std::vector<Value>& row, std::ostream& out) {
  CellText cells(columns);
  absl::string_view gap;
  const std::string space(kColumnGap, ' ');
  for (size_t i = 0; i < row.size(); ++i) {
    out << gap << cells.Of(i, row[i]).text;
    gap = space;
  }
  out << '\n';
}

std::vector<std::string> PrintRows(const Result& result, int width,
                                   std::ostream& out) {
  if (result.columns.empty()) return {};
  Table table(result);
  std::vector<std::string> left_out;
  if (width > 0) left_out = table.Fit(width);
  table.Print(out);
  return left_out;
}

}  // namespace klad::cli
