#include "client/formats/csv_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// A longer name is no name.
constexpr size_t kMaxName = 256;

size_t LineEnd(absl::string_view text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == absl::string_view::npos ? text.size() : end + 1;
}

bool HasNoContent(const std::vector<absl::string_view>& fields) {
  return std::all_of(fields.begin(), fields.end(), [](absl::string_view f) {
    return absl::StripAsciiWhitespace(f).empty();
  });
}

class TableReader {
 public:
  TableReader(absl::string_view text, const CsvHead& head, const CsvRule& rule,
              Rows& rows)
      : text_(text.substr(head.offset)),
        reader_(text_, head.dialect),
        rule_(rule),
        rows_(rows) {}

  absl::Status Read() {
    RETURN_IF_ERROR(reader_.Next().status());
    for (;;) {
      const size_t start = reader_.offset();
      ASSIGN_OR_RETURN(const bool more, reader_.Next());
      if (!more) return absl::OkStatus();
      RETURN_IF_ERROR(
          rows_.Begin(text_.substr(start, reader_.offset() - start)));
      RETURN_IF_ERROR(ReadRow());
    }
  }

 private:
  absl::Status ReadRow() {
    const auto& fields = reader_.fields();
    if (reader_.too_large()) return Reject(Tr("it is larger than 1 MiB"));
    if (HasNoContent(fields)) return Reject(Tr("it is empty"));
    const size_t wanted = rule_.columns.size();
    if (!rule_.ragged && fields.size() != wanted) {
      if (fields.size() < wanted && reader_.cut_short()) return CutShort();
      return Reject(SayN("it has $0 column, the header has $1",
                         "it has $0 columns, the header has $1", fields.size(),
                         fields.size(), wanted));
    }
    Draft draft;
    for (size_t i = 0; i < std::min(wanted, fields.size()); ++i) {
      TakeColumn(rule_.columns[i], rule_.names[i], fields[i], &draft);
    }
    if (rule_.own == nullptr) return rows_.Take(std::move(draft));
    return rule_.own(CsvRow(rule_.folded, fields, memory_), rows_,
                     std::move(draft));
  }

  absl::Status Reject(absl::string_view why) {
    rows_.Reject("", why);
    return absl::OkStatus();
  }

  absl::Status CutShort() {
    return Error(ExitCode::kUsage,
                 Say("the file is damaged: it ends in the middle of row $0",
                     rows_.report().rows),
                 Tr("export again; nothing was imported"));
  }

  const absl::string_view text_;
  CsvReader reader_;
  const CsvRule& rule_;
  Rows& rows_;
  CsvMemory memory_;
};

void TakeTags(absl::string_view value, Draft* draft) {
  for (const absl::string_view tag :
       absl::StrSplit(value, absl::ByAnyChar(",;\n"))) {
    draft->Tag(tag);
  }
}

// Where the next address of a list begins, behind its comma: "…, https://".
size_t NextAddress(absl::string_view list) {
  for (size_t scheme = list.find("://"); scheme != absl::string_view::npos;
       scheme = list.find("://", scheme + 1)) {
    size_t start = scheme;
    while (start > 0 && absl::ascii_isalpha(list[start - 1])) --start;
    if (start == scheme) continue;
    while (start > 0 && absl::ascii_isspace(list[start - 1])) --start;
    if (start > 0 && list[start - 1] == ',') return start;
  }
  return absl::string_view::npos;
}

}  // namespace

CsvHead ReadCsvHead(absl::string_view text) {
  CsvHead head;
  char separator = 0;
  for (;;) {
    const absl::string_view rest = text.substr(head.offset);
    const bool preamble = absl::StartsWith(rest, "sep=") && rest.size() > 4;
    if (preamble) separator = rest[4];
    if (!preamble && !absl::StartsWith(rest, "#")) break;
    head.offset = LineEnd(text, head.offset);
  }
  head.dialect = SniffCsv(text.substr(head.offset));
  if (separator != 0) head.dialect.separator = separator;
  CsvReader reader(text.substr(head.offset), head.dialect);
  const auto read = reader.Next();
  if (!read.ok() || !*read) return head;
  for (const absl::string_view field : reader.fields()) {
    head.names.push_back(OneLine(field.substr(0, kMaxName)));
    head.folded.push_back(FoldTitle(head.names.back()));
  }
  return head;
}

size_t CsvRow::IndexOf(absl::string_view folded) const {
  const auto found = std::find(folded_.begin(), folded_.end(), folded);
  if (found == folded_.end()) return fields_.size();
  return static_cast<size_t>(found - folded_.begin());
}

absl::string_view CsvRow::Get(absl::string_view folded) const {
  const size_t index = IndexOf(folded);
  return index < fields_.size() ? fields_[index] : absl::string_view();
}

absl::Status ReadCsvRows(absl::string_view text, const CsvHead& head,
                         const CsvRule& rule, Rows& rows) {
  return TableReader(text, head, rule, rows).Read();
}

void TakeColumn(Column column, absl::string_view name, absl::string_view value,
                Draft* draft) {
  switch (column) {
    case Column::kTitle:
      return draft->Title(value);
    case Column::kUser:
      return draft->User(value);
    case Column::kPassword:
      return draft->Password(value);
    case Column::kAddress:
      return TakeAddresses(value, draft);
    case Column::kNotes:
      return draft->Notes(value);
    case Column::kCode:
      return draft->Code(value);
    case Column::kFolder:
      return draft->Folder(value);
    case Column::kTags:
      return TakeTags(value, draft);
    case Column::kFavourite:
      draft->item.favourite = draft->item.favourite || IsYes(value);
      return;
    case Column::kArchived:
      draft->item.archived = draft->item.archived || IsYes(value);
      return;
    case Column::kCreated:
      return draft->Created(value);
    case Column::kUpdated:
      return draft->Updated(value);
    case Column::kEmail:
      return draft->Email(name, value);
    case Column::kPhone:
      return draft->Phone(name, value);
    case Column::kEarlierPassword:
      return draft->EarlierPassword(value, "");
    case Column::kVisible:
      return draft->Field(name, value, false);
    case Column::kHidden:
      return draft->Field(name, value, true);
    case Column::kUnknown:
      return draft->UnknownField(name, value);
    case Column::kOwn:
    case Column::kIgnored:
      return;
  }
}

void TakeAddresses(absl::string_view value, Draft* draft) {
  for (absl::string_view line : absl::StrSplit(value, '\n')) {
    for (size_t next; !line.empty(); line = line.substr(next)) {
      next = std::min(NextAddress(line), line.size());
      absl::string_view address = line.substr(0, next);
      if (next < line.size()) address.remove_suffix(1);
      draft->Address(address);
    }
  }
}

void TakePairs(absl::string_view lines, absl::string_view separator,
               const std::function<void(absl::string_view name,
                                        absl::string_view value)>& take) {
  absl::string_view name;
  size_t value = 0;
  const auto flush = [&](size_t end) {
    const absl::string_view text =
        absl::StripTrailingAsciiWhitespace(lines.substr(value, end - value));
    if (!name.empty() || !text.empty()) take(name, text);
  };
  for (size_t at = 0; at < lines.size(); at = LineEnd(lines, at)) {
    const absl::string_view line = lines.substr(at, LineEnd(lines, at) - at);
    const size_t found = line.find(separator);
    if (found == absl::string_view::npos) continue;
    flush(at);
    name = line.substr(0, found);
    value = at + found + separator.size();
  }
  flush(lines.size());
}

}  // namespace klad::client
