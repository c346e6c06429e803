#include "client/formats/lastpass_note.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/formats/card.h"
#include "client/formats/csv_table.h"

namespace klad::client {
namespace {

constexpr absl::string_view kType = "NoteType:";
constexpr absl::string_view kOwnType = "Custom_";
constexpr absl::string_view kNotes = "\nNotes:";
constexpr absl::string_view kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct Entry {
  absl::string_view name;
  absl::string_view value;
  bool taken = false;
};

class Entries {
 public:
  explicit Entries(absl::string_view lines) {
    TakePairs(lines, ":",
              [this](absl::string_view name, absl::string_view value) {
                all_.push_back({absl::StripAsciiWhitespace(name),
                                absl::StripAsciiWhitespace(value)});
              });
  }

  absl::string_view Take(absl::string_view name) {
    for (Entry& entry : all_) {
      if (entry.name != name) continue;
      entry.taken = true;
      return entry.value;
    }
    return "";
  }

  const std::vector<Entry>& all() const { return all_; }

 private:
  std::vector<Entry> all_;
};

// "January,2025" as "01/2025"; "," is LastPass's word for none.
std::string Expiry(absl::string_view date) {
  const std::vector<absl::string_view> parts = absl::StrSplit(date, ',');
  if (parts.size() != 2) return std::string(date);
  for (size_t month = 0; month < 12; ++month) {
    if (parts[0] != kMonths[month]) continue;
    return absl::StrCat(month < 9 ? "0" : "", month + 1, "/", parts[1]);
  }
  return date == "," ? "" : std::string(date);
}

// All others have a user name and a password, or neither. One of people's own
// has a number for its name.
void TakeAccount(absl::string_view type, Entries& entries, Draft* draft) {
  if (type == "Email Account") {
    draft->item.kind = trust::v1::KIND_MAILBOX;
  } else if (type == "Server" || type == "Database" ||
             type == "Wi-Fi Password") {
    draft->item.kind = trust::v1::KIND_SERVER;
  } else if (!absl::StartsWith(type, kOwnType)) {
    draft->Field("note type", type, false);
  }
  draft->User(entries.Take("Username"));
  draft->Password(entries.Take("Password"));
  draft->Address(entries.Take("URL"));
  draft->Address(entries.Take("Website"));
}

void TakeKind(absl::string_view type, Entries& entries, Draft* draft) {
  if (type == "Credit Card") {
    const std::string expires = Expiry(entries.Take("Expiration Date"));
    TakeCard({.holder = entries.Take("Name on Card"),
              .number = entries.Take("Number"),
              .brand = entries.Take("Type"),
              .expires = expires,
              .code = entries.Take("Security Code")},
             draft);
  } else if (type == "Bank Account") {
    TakeBankAccount({.bank = entries.Take("Bank Name"),
                     .type = entries.Take("Account Type"),
                     .number = entries.Take("Account Number"),
                     .routing = entries.Take("Routing Number"),
                     .iban = entries.Take("IBAN Number"),
                     .swift = entries.Take("SWIFT Code"),
                     .pin = entries.Take("Pin")},
                    draft);
  } else if (type == "SSH Key") {
    TakeKeyPair({.private_key = entries.Take("Private Key"),
                 .public_key = entries.Take("Public Key")},
                draft);
    draft->Password(entries.Take("Passphrase"));
  } else if (type == "Software License") {
    draft->item.kind = trust::v1::KIND_LICENCE;
    draft->Key("licence key", entries.Take("License Key"));
  } else {
    TakeAccount(type, entries, draft);
  }
}

}  // namespace

void TakeLastPassNote(absl::string_view extra, Draft* draft) {
  if (!absl::StartsWith(extra, kType)) return draft->Notes(extra);
  absl::string_view notes;
  if (const size_t at = extra.find(kNotes); at != absl::string_view::npos) {
    notes = extra.substr(at + kNotes.size());
    extra = extra.substr(0, at);
  }
  Entries entries(extra);
  const absl::string_view type = entries.Take("NoteType");
  entries.Take("Language");
  TakeKind(type, entries, draft);
  for (const Entry& entry : entries.all()) {
    const bool nothing =
        entry.value.empty() || entry.value == "," || entry.value == ",,";
    if (!entry.taken && !nothing) {
      draft->UnknownField(entry.name, entry.value);
    }
  }
  draft->Notes(notes);
}

}  // namespace klad::client
