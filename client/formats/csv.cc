#include "client/formats/csv.h"

#include <algorithm>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// A first record longer than this is no header.
constexpr size_t kSniffed = 64 << 10;

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvDialect SniffCsv(absl::string_view text) {
  constexpr absl::string_view kSeparators = ",;\t";
  size_t counts[3] = {0, 0, 0};
  bool quoted = false;
  bool begun = false;
  for (const char c : text.substr(0, kSniffed)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (IsLineEnd(c) && begun) break;
    begun = begun || !IsLineEnd(c);
    const size_t which = kSeparators.find(c);
    if (which != absl::string_view::npos) ++counts[which];
  }
  CsvDialect dialect;
  dialect.separator = kSeparators[static_cast<size_t>(
      std::max_element(counts, counts + 3) - counts)];
  return dialect;
}

absl::StatusOr<bool> CsvReader::Next() {
  scratch_.clear();
  spans_.clear();
  fields_.clear();
  size_ = 0;
  too_large_ = false;
  cut_short_ = false;
  SkipBlankLines();
  if (at_ == text_.size()) return false;
  begin_ = at_;
  for (;;) {
    ASSIGN_OR_RETURN(const Span span, ReadField());
    if (Endless()) return EndlessError();
    Keep(span);
    if (at_ == text_.size() || text_[at_] != dialect_.separator) break;
    ++at_;
  }
  EndRecord();
  for (const Span& span : spans_) {
    const absl::string_view from = span.copied ? ViewOf(scratch_) : text_;
    fields_.push_back(from.substr(span.start, span.size));
  }
  return true;
}

void CsvReader::SkipBlankLines() {
  while (at_ < text_.size() && IsLineEnd(text_[at_])) ++at_;
}

absl::StatusOr<CsvReader::Span> CsvReader::ReadField() {
  if (at_ < text_.size() && text_[at_] == '"') return ReadQuoted();
  return ReadUnquoted();
}

CsvReader::Span CsvReader::ReadUnquoted() {
  const size_t start = at_;
  while (at_ < text_.size() && !EndsField(at_) && !Endless()) ++at_;
  return {start, at_ - start, false};
}

// The text itself where nothing is escaped, a copy of it otherwise.
absl::StatusOr<CsvReader::Span> CsvReader::ReadQuoted() {
  const size_t open = at_++;
  const char* specials = dialect_.backslash ? "\"\\" : "\"";
  Span span{at_, 0, false};
  for (;;) {
    const size_t next = text_.find_first_of(specials, at_);
    if (next == absl::string_view::npos) {
      return ErrorAt(open, Tr("it opens a quote that does not close"));
    }
    const char escaped = next + 1 < text_.size() ? text_[next + 1] : '\0';
    const bool escape = text_[next] == '\\' ? escaped == '"' || escaped == '\\'
                                            : escaped == '"';
    if (text_[next] == '"' && !escape) {
      if (!span.copied) {
        span.size = next - span.start;
      } else {
        scratch_.append(text_.data() + at_, next - at_);
        span.size = scratch_.size() - span.start;
      }
      at_ = next + 1;
      break;
    }
    if (!span.copied) {
      at_ = span.start;
      span = {scratch_.size(), 0, true};
    }
    // As it is up to the escape, then what it stands for.
    scratch_.append(text_.data() + at_, next - at_ + (escape ? 0 : 1));
    if (escape) scratch_.push_back(escaped);
    at_ = next + (escape ? 2 : 1);
    if (Endless()) return EndlessError();
    if (scratch_.size() > kMaxCsvRecord) {
      too_large_ = true;
      scratch_.resize(span.start);
    }
  }
  if (at_ < text_.size() && !EndsField(at_)) {
    return ErrorAt(at_, Tr("it has text behind a closing quote"));
  }
  return span;
}

bool CsvReader::EndsField(size_t at) const {
  return text_[at] == dialect_.separator || IsLineEnd(text_[at]);
}

void CsvReader::EndRecord() {
  cut_short_ = at_ == text_.size();
  if (cut_short_) return;
  const bool both =
      text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
  at_ += both ? 2 : 1;
}

void CsvReader::Keep(Span span) {
  size_ += span.size;
  if (size_ > kMaxCsvRecord || spans_.size() == kMaxCsvFields) {
    too_large_ = true;
    return;
  }
  spans_.push_back(span);
}

absl::Status CsvReader::EndlessError() const {
  const auto line = std::count(text_.begin(),
                               text_.begin() + static_cast<long>(begin_), '\n');
  return Error(ExitCode::kUsage,
               Say("the file is damaged: the row at line $0 has more than $1 "
                   "MiB",
                   line + 1, kMaxCsvText >> 20),
               Tr("export again, or mend that line; nothing was imported"));
}

absl::Status CsvReader::ErrorAt(size_t offset, absl::string_view what) const {
  const auto line = std::count(text_.begin(),
                               text_.begin() + static_cast<long>(offset), '\n');
  return Error(ExitCode::kUsage,
               Say("the file is damaged: line $0: $1", line + 1, what),
               Tr("export again, or mend that line; nothing was imported"));
}

}  // namespace klad::client
