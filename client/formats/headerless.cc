#include "client/formats/headerless.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "client/formats/card.h"
#include "client/formats/enpass.h"
#include "client/formats/guess.h"
#include "client/formats/json_fields.h"
#include "client/formats/keeper.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using Fields = std::vector<absl::string_view>;
using TakeRow = absl::Status (*)(const Fields& fields, Rows& rows);

constexpr size_t kKeeperColumns = 7;
constexpr size_t kKeeperLeast = 6;
constexpr absl::string_view kKeeperHeader[] = {"folder", "title", "login",
                                               "password", "website address"};

// Whether it is another table: one with a header that says so.
bool NamesColumns(const Source& source) {
  return absl::c_count_if(source.head.folded,
                          [](const std::string& name) {
                            return ColumnOf(name).has_value();
                          }) >= 2 &&
         HasHeader(source.text, source.head);
}

bool IsKeeperHeader(const CsvHead& head) {
  return head.folded.size() >= std::size(kKeeperHeader) &&
         std::equal(std::begin(kKeeperHeader), std::end(kKeeperHeader),
                    head.folded.begin());
}

bool IsEnpassHeader(const CsvHead& head) {
  return head.folded.size() >= 2 && head.folded[0] == "title" &&
         (head.folded[1] == "field" || head.folded[1] == "label");
}

absl::Status ForEachRow(const Source& source, bool skip_header, Rows& rows,
                        TakeRow take) {
  const absl::string_view text = source.text.substr(source.head.offset);
  CsvReader reader(text, source.head.dialect);
  if (skip_header) RETURN_IF_ERROR(reader.Next().status());
  for (;;) {
    const size_t start = reader.offset();
    ASSIGN_OR_RETURN(const bool more, reader.Next());
    if (!more) return absl::OkStatus();
    RETURN_IF_ERROR(rows.Begin(text.substr(start, reader.offset() - start)));
    if (reader.too_large()) {
      rows.Reject("", Tr("it is larger than 1 MiB"));
    } else {
      RETURN_IF_ERROR(take(reader.fields(), rows));
    }
  }
}

bool LooksLikeAddress(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  return absl::StrContains(text, "://") ||
         (absl::StrContains(text, '.') && !absl::StrContains(text, ' ') &&
          !absl::StrContains(text, '@'));
}

// Whether the column holds addresses and nothing else.
Fit FitByAddresses(const Source& source, size_t least, size_t most,
                   size_t column) {
  int addresses = 0;
  int strangers = 0;
  const int rows =
      JudgeRows(source.text, source.head, [&](const Fields& fields) {
        const bool fits = fields.size() >= least && fields.size() <= most;
        if (fits && LooksLikeAddress(fields[column])) {
          ++addresses;
        } else if (!fits ||
                   !absl::StripAsciiWhitespace(fields[column]).empty()) {
          ++strangers;
        }
      });
  if (rows == 0 || strangers * 10 > rows) return Fit::kNo;
  return addresses > 0 ? Fit::kWell : Fit::kPerhaps;
}

absl::Status TakeKeeperRow(const Fields& fields, Rows& rows) {
  if (fields.size() < kKeeperLeast) {
    rows.Reject("", SayN("it has $0 column, Keeper writes at least 6",
                         "it has $0 columns, Keeper writes at least 6",
                         fields.size(), fields.size()));
    return absl::OkStatus();
  }
  Draft draft;
  draft.Folder(FolderPath(fields[0]));
  draft.Title(fields[1]);
  draft.User(fields[2]);
  draft.Password(fields[3]);
  TakeAddresses(fields[4], &draft);
  draft.Notes(fields[5]);
  if (fields.size() >= kKeeperColumns) {
    // "path#edit#reshare".
    draft.Folder(FolderPath(fields[6].substr(0, fields[6].find('#'))));
  }
  for (size_t i = kKeeperColumns; i < fields.size(); i += 2) {
    const absl::string_view value = i + 1 < fields.size() ? fields[i + 1] : "";
    if (fields[i] == "$type") continue;
    TakeKeeperField(fields[i],
                    WipedJson(WipedString(value.data(), value.size())), &draft);
  }
  return rows.Take(std::move(draft));
}

// A title, pairs of label and value, and a note when one is left over.
absl::Status TakeEnpassRow(const Fields& fields, Rows& rows) {
  Draft draft;
  Card card;
  draft.Title(fields[0]);
  size_t i = 1;
  for (; i + 1 < fields.size(); i += 2) {
    TakeEnpassPair(fields[i], fields[i + 1], &card, &draft);
  }
  if (i < fields.size()) draft.Notes(fields[i]);
  const bool empty = draft.item.user_name.empty() &&
                     draft.item.password.empty() &&
                     draft.item.addresses.empty();
  if (!card.number.empty()) {
    TakeCard(card, &draft);
  } else if (empty) {
    draft.item.kind = trust::v1::KIND_NOTE;
  }
  return rows.Take(std::move(draft));
}

Fit FitEnpass(const Source& source) {
  if (IsEnpassHeader(source.head)) return Fit::kExactly;
  int labels = 0;
  int others = 0;
  JudgeRows(source.text, source.head, [&](const Fields& fields) {
    for (size_t i = 1; i + 1 < fields.size(); i += 2) {
      // A header has labels only.
      const bool pair =
          IsEnpassLabel(fields[i]) && !IsEnpassLabel(fields[i + 1]);
      ++(pair ? labels : others);
    }
  });
  return labels > others ? Fit::kWell : Fit::kNo;
}

// Title, address, one to three user names, password, note.
absl::Status TakeDashlaneRow(const Fields& fields, Rows& rows) {
  if (fields.size() < 5 || fields.size() > 7) {
    rows.Reject("", SayN("it has $0 column, Dashlane writes 5 to 7",
                         "it has $0 columns, Dashlane writes 5 to 7",
                         fields.size(), fields.size()));
    return absl::OkStatus();
  }
  const size_t password = fields.size() - 2;
  Draft draft;
  draft.Title(fields[0]);
  TakeAddresses(fields[1], &draft);
  for (size_t i = 2; i < password; ++i) draft.User(fields[i]);
  draft.Password(fields[password]);
  draft.Notes(fields[password + 1]);
  return rows.Take(std::move(draft));
}

}  // namespace

Format KeeperCsv() {
  return {"keeper-csv", "Keeper", Shape::kText,
          [](const Source& s) {
            if (IsKeeperHeader(s.head)) return Fit::kExactly;
            if (NamesColumns(s)) return Fit::kNo;
            return FitByAddresses(s, kKeeperLeast, kMaxCsvFields, 4);
          },
          [](const Source& s, Rows& rows) {
            return ForEachRow(s, IsKeeperHeader(s.head), rows, TakeKeeperRow);
          }};
}

Format EnpassCsv() {
  return {"enpass-csv", "Enpass", Shape::kText, FitEnpass,
          [](const Source& s, Rows& rows) {
            return ForEachRow(s, IsEnpassHeader(s.head), rows, TakeEnpassRow);
          }};
}

Format DashlaneOldCsv() {
  return {"dashlane-csv", "Dashlane", Shape::kText,
          [](const Source& s) {
            if (NamesColumns(s)) return Fit::kNo;
            return FitByAddresses(s, 5, 7, 1);
          },
          [](const Source& s, Rows& rows) {
            return ForEachRow(s, false, rows, TakeDashlaneRow);
          }};
}

}  // namespace klad::client
