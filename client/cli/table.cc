#include "client/cli/table.h"

#include <sodium.h>

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/headings.h"
#include "client/cli/printable.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 6;

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
  std::string operator()(const std::vector<std::string>& v) const {
    return absl::StrJoin(v, ", ");
  }
  std::string operator()(const Secret& v) const {
    return std::string(v.Expose());
  }
};

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value.get());
}

std::string Cell(const Value& value, Lines lines) {
  std::string text = ValueText(value);
  std::string shown = text.empty() ? "-" : Printable(text, lines);
  sodium_memzero(text.data(), text.size());
  return shown;
}

// What stands in the cells of a row: one after the other, in memory that is
// used again, and is wiped when a secret was in it.
class CellText {
 public:
  CellText() = default;
  CellText(const CellText&) = delete;
  CellText& operator=(const CellText&) = delete;
  ~CellText() { sodium_memzero(text_.data(), text_.size()); }

  // Valid until the next call, as long as the value.
  absl::string_view Of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value.get());
    if (text != nullptr && !text->empty() && IsPlainAscii(*text)) return *text;
    sodium_memzero(text_.data(), text_.size());
    text_ = Cell(value, Lines::kEscape);
    return text_;
  }

 private:
  std::string text_;
};

// Takes from the widest column until the line fits.
void Shrink(std::vector<int>* widths, int width) {
  const int gaps = kGap * static_cast<int>(widths->size() - 1);
  while (std::accumulate(widths->begin(), widths->end(), gaps) > width) {
    auto widest = std::max_element(widths->begin(), widths->end());
    if (*widest <= kNarrowest) return;
    --*widest;
  }
}

class Table {
 public:
  Table(const std::vector<std::string>& columns,
        const std::vector<std::vector<Value>>& rows)
      : rows_(rows), right_(columns.size(), !rows.empty()) {
    for (const std::string& key : columns) {
      headings_.push_back(ColumnHeading(key));
      widths_.push_back(DisplayWidth(headings_.back()));
    }
    CellText cell;
    for (const std::vector<Value>& row : rows) {
      for (size_t i = 0; i < columns.size(); ++i) {
        widths_[i] = std::max(widths_[i], DisplayWidth(cell.Of(row[i])));
        if (!IsNumber(row[i])) right_[i] = false;
      }
    }
  }

  void Print(int width, std::ostream& out) {
    if (width > 0) Shrink(&widths_, width);
    PrintLine([&](size_t i) -> absl::string_view { return headings_[i]; }, out);
    CellText cell;
    for (const std::vector<Value>& row : rows_) {
      PrintLine([&](size_t i) { return cell.Of(row[i]); }, out);
    }
  }

 private:
  template <typename CellAt>
  void PrintLine(CellAt cell_at, std::ostream& out) {
    line_.clear();
    for (size_t i = 0; i < widths_.size(); ++i) {
      const absl::string_view cell = cell_at(i);
      const int wide = DisplayWidth(cell);
      if (wide > widths_[i]) {
        absl::StrAppend(&line_, CutToWidth(cell, widths_[i]));
      } else {
        const auto space = static_cast<size_t>(widths_[i] - wide);
        if (right_[i]) line_.append(space, ' ');
        line_.append(cell.data(), cell.size());
        if (!right_[i]) line_.append(space, ' ');
      }
      line_.append(kGap, ' ');
    }
    line_.erase(line_.find_last_not_of(' ') + 1);
    out << line_ << '\n';
  }

  const std::vector<std::vector<Value>>& rows_;
  std::vector<bool> right_;  // columns of numbers
  std::vector<std::string> headings_;
  std::vector<int> widths_;
  std::string line_;
};

}  // namespace

std::string ValueText(const Value& value) {
  return std::visit(TextOf(), value.get());
}

void PrintFields(const std::vector<Field>& fields, std::ostream& out) {
  int width = 0;
  for (const Field& field : fields) {
    width = std::max(width, DisplayWidth(Printable(FieldHeading(field.key))));
  }
  const std::string indent(width + kGap, ' ');
  for (const Field& field : fields) {
    const std::string key = Printable(FieldHeading(field.key));
    std::string text = Cell(field.value, Lines::kKeep);
    const std::string space(indent.size() - DisplayWidth(key), ' ');
    out << key << space
        << absl::StrReplaceAll(text, {{"\n", absl::StrCat("\n", indent)}})
        << '\n';
    sodium_memzero(text.data(), text.size());
  }
}

void PrintRow(const std::vector<Value>& row, std::ostream& out) {
  CellText cell;
  absl::string_view gap;
  const std::string space(kGap, ' ');
  for (const Value& value : row) {
    out << gap << cell.Of(value);
    gap = space;
  }
  out << '\n';
}

void PrintRows(const std::vector<std::string>& columns,
               const std::vector<std::vector<Value>>& rows, int width,
               std::ostream& out) {
  if (!columns.empty()) Table(columns, rows).Print(width, out);
}

}  // namespace klad::cli
