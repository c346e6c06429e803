#include "client/formats/csv_product.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

bool Has(const std::vector<std::string>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool Has(const std::vector<Column>& columns, Column column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool IsWrittenBy(const CsvProduct& product, absl::string_view name) {
  for (const absl::string_view header : product.headers) {
    for (const absl::string_view written : absl::StrSplit(header, ',')) {
      if (FoldTitle(written) == name) return true;
    }
  }
  return std::any_of(product.columns.begin(), product.columns.end(),
                     [name](const auto& own) { return own.first == name; });
}

Fit FitOf(const CsvProduct& product, const CsvHead& head) {
  const std::string header = absl::StrJoin(head.names, ",");
  for (const absl::string_view written : product.headers) {
    if (header == written) return Fit::kExactly;
  }
  for (const absl::string_view needed : product.needed) {
    if (!Has(head.folded, needed)) return Fit::kNo;
  }
  const bool all_known = std::all_of(
      head.folded.begin(), head.folded.end(), [&](const std::string& name) {
        return name.empty() || IsWrittenBy(product, name);
      });
  if (all_known) return Fit::kWell;
  return product.closed ? Fit::kNo : Fit::kLoosely;
}

// What the product says of the column, else what its name says in general.
Column ColumnIn(const CsvProduct* product, const std::string& folded) {
  if (product != nullptr) {
    for (const auto& [name, column] : product->columns) {
      if (name == folded) return column;
    }
  }
  return ColumnOf(folded).value_or(Column::kUnknown);
}

CsvRule RuleOf(const CsvProduct* product, const Source& source) {
  CsvRule rule;
  rule.names = source.head.names;
  rule.folded = source.head.folded;
  for (const std::string& name : rule.folded) {
    Column column = ColumnIn(product, name);
    for (const auto& [mapped, field] : source.map) {
      if (FoldTitle(mapped) == name) {
        column = ColumnForMap(field).value_or(column);
      }
    }
    rule.columns.push_back(column);
  }
  if (product != nullptr) {
    rule.ragged = product->ragged;
    rule.own = product->own;
  }
  return rule;
}

absl::Status Missing(absl::string_view sentence) {
  return Error(ExitCode::kUsage, sentence,
               Tr("say which column it is: --map COLUMN=FIELD"));
}

// What the paths in that column begin with, all of them: where none goes
// further, only a name that KeePassXC gives.
std::string TopOf(absl::string_view text, const CsvHead& head, size_t column) {
  constexpr absl::string_view kGiven[] = {"Root", "Passwords", "Пароли"};
  CsvReader reader(text.substr(head.offset), head.dialect);
  absl::optional<std::string> top;
  bool deeper = false;
  for (bool first = true;; first = false) {
    const auto more = reader.Next();
    if (!more.ok() || !*more) break;
    if (first || column >= reader.fields().size()) continue;
    const absl::string_view path =
        absl::StripAsciiWhitespace(reader.fields()[column]);
    const absl::string_view part = path.substr(0, path.find('/'));
    if (top.has_value() && *top != part) return "";
    top = std::string(part);
    deeper = deeper || part.size() < path.size();
  }
  const bool given = top.has_value() && absl::c_linear_search(kGiven, *top);
  return deeper || given ? *top : "";
}

absl::Status Read(const CsvProduct* product, const Source& source, Rows& rows) {
  CsvHead head = source.head;
  CsvRule rule = RuleOf(product, source);
  if (product != nullptr) {
    head.dialect.backslash = product->backslash;
    const auto rooted = absl::c_find(rule.folded, product->rooted);
    if (!product->rooted.empty() && rooted != rule.folded.end()) {
      rule.top = TopOf(source.text, head,
                       static_cast<size_t>(rooted - rule.folded.begin()));
    }
  }
  return ReadCsvRows(source.text, head, rule, rows);
}

absl::Status ReadProduct(const CsvProduct& product, const Source& source,
                         Rows& rows) {
  for (const absl::string_view needed : product.needed) {
    if (Has(source.head.folded, needed)) continue;
    return Error(
        ExitCode::kUsage,
        Say("the file has no column $0, which $1 writes", needed,
            product.product),
        Tr("leave out --from, or name the columns: --map COLUMN=FIELD"));
  }
  return Read(&product, source, rows);
}

bool NamesACredential(const std::vector<Column>& columns) {
  return Has(columns, Column::kTitle) || Has(columns, Column::kAddress) ||
         Has(columns, Column::kUser);
}

bool HoldsSomething(const std::vector<Column>& columns) {
  return Has(columns, Column::kPassword) || Has(columns, Column::kCode);
}

absl::Status ReadGeneric(const Source& source, Rows& rows) {
  const CsvRule rule = RuleOf(nullptr, source);
  if (!NamesACredential(rule.columns)) {
    return Missing(
        Tr("the file has no column for a title, an address or a "
           "user name"));
  }
  if (!HoldsSomething(rule.columns) && source.map.empty()) {
    return Missing(Tr("the file has no column for a password"));
  }
  return Read(nullptr, source, rows);
}

Fit FitGeneric(const Source& source) {
  if (!source.map.empty()) return Fit::kExactly;
  const CsvRule rule = RuleOf(nullptr, source);
  return NamesACredential(rule.columns) && HoldsSomething(rule.columns) &&
                 HasHeader(source.text, source.head)
             ? Fit::kPerhaps
             : Fit::kNo;
}

}  // namespace

absl::Status CheckMap(const Source& source) {
  if (!source.map.empty() && source.shape != Shape::kText) {
    return Error(ExitCode::kUsage,
                 Tr("--map is for tables, and the file is none"),
                 Tr("leave out --map"));
  }
  for (const auto& [column, field] : source.map) {
    if (!ColumnForMap(field).has_value()) {
      return Error(ExitCode::kUsage, Say("--map: no field $0", field),
                   Say("fields are $0", FieldsForMap()));
    }
    if (!Has(source.head.folded, FoldTitle(column))) {
      return Error(ExitCode::kUsage,
                   Say("--map: the file has no column $0", column),
                   Tr("names of columns stand in its first line"));
    }
  }
  return absl::OkStatus();
}

Format FormatOf(const CsvProduct& product) {
  const CsvProduct* p = &product;
  Format format;
  format.name = p->name;
  format.product = p->product;
  format.shape = Shape::kText;
  format.fit = [p](const Source& s) { return FitOf(*p, s.head); };
  format.read = [p](const Source& s, Rows& rows) {
    return ReadProduct(*p, s, rows);
  };
  format.rule = [p](const Source& s) { return RuleOf(p, s); };
  return format;
}

Format GenericCsv() {
  Format format;
  format.name = "csv";
  format.product = "any table";
  format.shape = Shape::kText;
  format.fit = FitGeneric;
  format.read = ReadGeneric;
  format.rule = [](const Source& s) { return RuleOf(nullptr, s); };
  return format;
}

}  // namespace klad::client
