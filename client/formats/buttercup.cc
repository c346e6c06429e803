#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/card.h"
#include "client/formats/csv_own.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

constexpr absl::string_view kTrash = "Trash";

absl::string_view Trim(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

// The path of a group by its id; groups stand before what is in them.
std::string PathOf(const CsvRow& row, absl::string_view id) {
  const auto found = row.memory().find(std::string(id));
  return found == row.memory().end() ? "" : found->second;
}

// Until 2021 a group was an entry called "--".
bool IsGroup(const CsvRow& row) {
  return row.Get("!type") == "group" ||
         (row.Get("title") == "--" && Trim(row.Get("username")).empty() &&
          Trim(row.Get("password")).empty());
}

void Remember(const CsvRow& row) {
  const std::string name(Trim(row.Get("!group_name")));
  const std::string parent = PathOf(row, row.Get("!group_parent"));
  row.memory()[std::string(row.Get("!group_id"))] =
      parent.empty() ? name : absl::StrCat(parent, "/", name);
}

// A seed has no column of its own, but a field of any name.
void TakeSeed(Draft* draft) {
  auto& fields = draft->item.fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!absl::StartsWith(fields[i].value.Expose(), "otpauth://")) continue;
    const Secret seed = std::move(fields[i].value);
    fields.erase(fields.begin() + static_cast<long>(i));
    return draft->Code(seed.Expose());
  }
}

// Cards have their holder as user name and their number as password.
void TakeEntry(const CsvRow& row, Draft* draft) {
  const bool card = !Trim(row.Get("cvv")).empty() ||
                    !Trim(row.Get("expiry")).empty() ||
                    row.Get("!type") == "credit_card";
  if (card) {
    return TakeCard({.holder = row.Get("username"),
                     .number = row.Get("password"),
                     .brand = row.Get("type"),
                     .expires = row.Get("expiry"),
                     .code = row.Get("cvv")},
                    draft);
  }
  draft->User(row.Get("username"));
  draft->Password(row.Get("password"));
  draft->UnknownField("type", row.Get("type"));
  const bool keys = !Trim(row.Get("privatekey")).empty() ||
                    !Trim(row.Get("publickey")).empty();
  const bool login = !draft->item.user_name.empty() ||
                     !draft->item.password.empty() ||
                     !draft->item.addresses.empty();
  if (keys) {
    TakeKeyPair({.private_key = row.Get("privatekey"),
                 .public_key = row.Get("publickey")},
                draft);
  } else if (!login && !draft->item.notes.empty()) {
    draft->item.kind = trust::v1::KIND_NOTE;
  }
}

}  // namespace

absl::Status OwnButtercup(const CsvRow& row, Rows& rows, Draft draft) {
  if (IsGroup(row)) {
    Remember(row);
    return PassFolder(row.Get("!group_name"), rows);
  }
  std::string folder(Trim(row.Get("!group_name")));
  if (folder.empty()) folder = PathOf(row, row.Get("!group_id"));
  if (folder == kTrash || absl::StartsWith(folder, "Trash/")) {
    rows.Reject(row.Get("title"), Tr("it lies in the trash"));
    return absl::OkStatus();
  }
  TakeEntry(row, &draft);
  TakeSeed(&draft);
  draft.Folder(folder);
  return rows.Take(std::move(draft));
}

}  // namespace klad::client
