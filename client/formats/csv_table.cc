#include "client/formats/csv_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/formats/guess.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// A longer name is no name.
constexpr size_t kMaxName = 256;
// How many rows recognition looks at.
constexpr int kJudged = 50;

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
    return rule_.own(CsvRow(rule_, fields, memory_), rows_, std::move(draft));
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

// A word that is neither yes nor no stays as a field.
void TakeMark(absl::string_view name, absl::string_view value, bool* mark,
              Draft* draft) {
  if (IsYes(value)) {
    *mark = true;
  } else if (!IsNo(value)) {
    draft->Field(name, value, false);
  }
}

void TakeTags(absl::string_view value, Draft* draft) {
  for (const absl::string_view tag :
       absl::StrSplit(value, absl::ByAnyChar(",;\n"))) {
    draft->Tag(tag);
  }
}

bool IsHostLetter(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// "https://…", or "m.vk.com/…": what ends a host is no number.
bool BeginsAddress(absl::string_view text) {
  const auto host_end =
      std::find_if_not(text.begin(), text.end(), IsHostLetter);
  const absl::string_view host =
      text.substr(0, static_cast<size_t>(host_end - text.begin()));
  const absl::string_view rest = text.substr(host.size());
  if (absl::StartsWith(rest, "://")) return !host.empty();
  const size_t dot = host.rfind('.');
  return dot != absl::string_view::npos && dot > 0 && dot + 2 < host.size() &&
         std::none_of(host.begin() + static_cast<long>(dot), host.end(),
                      absl::ascii_isdigit) &&
         (rest.empty() || absl::StrContains(",/:?#", rest[0]));
}

// Whether an address, or what goes on with one, has more than a host.
bool GoesDeeper(absl::string_view part) {
  const size_t scheme = part.find("://");
  if (scheme != absl::string_view::npos) part.remove_prefix(scheme + 3);
  const size_t path = part.find_first_of("/?#");
  return path != absl::string_view::npos && path + 1 < part.size();
}

// Where the next address of a list begins, behind its comma. Behind a path a
// comma is likely to be a part of it, unless a scheme follows:
// "/news/1,2.html".
size_t NextAddress(absl::string_view list) {
  bool deeper = false;
  size_t from = 0;
  for (size_t comma = list.find(','); comma != absl::string_view::npos;
       comma = list.find(',', from)) {
    deeper = deeper || GoesDeeper(list.substr(from, comma - from));
    from = comma + 1;
    const absl::string_view next =
        absl::StripLeadingAsciiWhitespace(list.substr(from));
    if (!BeginsAddress(next)) continue;
    const bool has_scheme =
        absl::StrContains(next.substr(0, next.find(',')), "://");
    if (!deeper || has_scheme) return from;
  }
  return absl::string_view::npos;
}

bool IsPersonal(absl::string_view cell) {
  return absl::StrContains(cell, "://") || LooksLikeEmail(cell);
}

// Whether this row has, in the same places, two of the head's names or more.
bool Repeats(const CsvHead& head, const std::vector<absl::string_view>& row) {
  int same = 0;
  for (size_t i = 0; i < std::min(row.size(), head.folded.size()); ++i) {
    same += !head.folded[i].empty() && FoldTitle(row[i]) == head.folded[i];
  }
  return same >= 2;
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

int JudgeRows(
    absl::string_view text, const CsvHead& head,
    const std::function<void(const std::vector<absl::string_view>&)>& judge) {
  CsvReader reader(text.substr(head.offset), head.dialect);
  int count = 0;
  for (; count < kJudged; ++count) {
    const auto more = reader.Next();
    if (!more.ok() || !*more) break;
    judge(reader.fields());
  }
  return count;
}

bool HasHeader(absl::string_view text, const CsvHead& head) {
  if (std::any_of(head.names.begin(), head.names.end(), IsPersonal)) {
    return false;
  }
  int repeating = -1;  // the first repeats itself
  const int rows =
      JudgeRows(text, head, [&](const std::vector<absl::string_view>& fields) {
        repeating += Repeats(head, fields);
      });
  return repeating * 2 < rows;
}

size_t CsvRow::IndexOf(absl::string_view folded) const {
  const auto& names = rule_.folded;
  const auto found = std::find(names.begin(), names.end(), folded);
  if (found == names.end()) return fields_.size();
  return static_cast<size_t>(found - names.begin());
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
      return TakeMark(name, value, &draft->item.favourite, draft);
    case Column::kArchived:
      return TakeMark(name, value, &draft->item.archived, draft);
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
  bool pem = false;
  const auto flush = [&](size_t end) {
    const absl::string_view text =
        absl::StripTrailingAsciiWhitespace(lines.substr(value, end - value));
    if (!name.empty() || !text.empty()) take(name, text);
  };
  for (size_t at = 0; at < lines.size(); at = LineEnd(lines, at)) {
    const absl::string_view line = lines.substr(at, LineEnd(lines, at) - at);
    if (pem) {
      pem = !absl::StartsWith(line, "-----END");
      continue;
    }
    const size_t found = line.find(separator);
    if (found == absl::string_view::npos) continue;
    flush(at);
    name = line.substr(0, found);
    value = at + found + separator.size();
    pem = absl::StartsWith(
        absl::StripLeadingAsciiWhitespace(lines.substr(value)), "-----BEGIN");
  }
  flush(lines.size());
}

}  // namespace klad::client
