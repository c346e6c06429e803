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

using Row = std::vector<std::string>;

struct TextOf {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(bool v) const {
    return std::string(v ? client::Tr("yes") : client::Tr("no"));
  }
  std::string operator()(int64_t v) const { return absl::StrCat(v); }
  std::string operator()(absl::Time v) const {
    return absl::FormatTime("%Y-%m-%d %H:%M", v, absl::LocalTimeZone());
  }
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

// Takes from the widest column until the line fits.
void Shrink(std::vector<int>* widths, int width) {
  const int gaps = kGap * static_cast<int>(widths->size() - 1);
  while (std::accumulate(widths->begin(), widths->end(), gaps) > width) {
    auto widest = std::max_element(widths->begin(), widths->end());
    if (*widest <= kNarrowest) return;
    --*widest;
  }
}

std::vector<int> Widths(const std::vector<Row>& lines, int width) {
  std::vector<int> widths(lines[0].size());
  for (const Row& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(line[i]));
    }
  }
  if (width > 0) Shrink(&widths, width);
  return widths;
}

void PrintLine(const Row& line, const std::vector<int>& widths,
               const std::vector<bool>& right, std::ostream& out) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    const std::string cell = CutToWidth(line[i], widths[i]);
    const std::string space(widths[i] - DisplayWidth(cell), ' ');
    absl::StrAppend(&text, right[i] ? space : "", cell, right[i] ? "" : space,
                    std::string(kGap, ' '));
  }
  text.erase(text.find_last_not_of(' ') + 1);
  out << text << '\n';
}

Row CellsOf(const std::vector<Value>& values) {
  Row row;
  for (const Value& value : values) row.push_back(Cell(value, Lines::kEscape));
  return row;
}

std::vector<bool> RightColumns(const std::vector<std::vector<Value>>& rows,
                               size_t columns) {
  std::vector<bool> right(columns, !rows.empty());
  for (const std::vector<Value>& row : rows) {
    for (size_t i = 0; i < columns; ++i) {
      if (!IsNumber(row[i])) right[i] = false;
    }
  }
  return right;
}

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
  out << absl::StrJoin(CellsOf(row), std::string(kGap, ' ')) << '\n';
}

void PrintRows(const std::vector<std::string>& columns,
               const std::vector<std::vector<Value>>& rows, int width,
               std::ostream& out) {
  if (columns.empty()) return;
  std::vector<Row> lines(1);
  for (const std::string& key : columns) lines[0].push_back(ColumnHeading(key));
  for (const std::vector<Value>& row : rows) lines.push_back(CellsOf(row));
  const std::vector<int> widths = Widths(lines, width);
  const std::vector<bool> right = RightColumns(rows, columns.size());
  for (const Row& line : lines) PrintLine(line, widths, right, out);
}

}  // namespace klad::cli
