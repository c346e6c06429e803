#include "client/cli/cell_words.h"

#include "client/cli/headings.h"
#include "client/cli/own_fields.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

using client::Mark;

// What stands before the bar is for the translator: one word of English may be
// several of another language.
struct CellWord {
  absl::string_view key;
  absl::string_view value;
  client::Text word;
};

constexpr CellWord kCellWords[] = {
    {"kind", "login", Mark("kind|login")},
    {"kind", "note", Mark("kind|note")},
    {"kind", "api-key", Mark("kind|api-key")},
    {"kind", "ssh-key", Mark("kind|ssh-key")},
    {"kind", "card", Mark("kind|card")},
    {"kind", "bank-account", Mark("kind|bank-account")},
    {"kind", "phone", Mark("kind|phone")},
    {"kind", "mailbox", Mark("kind|mailbox")},
    {"kind", "server", Mark("kind|server")},
    {"kind", "licence", Mark("kind|licence")},
    {"kind", "credential", Mark("kind|credential")},
    {"kind", "link", Mark("kind|link")},
    {"kind", "playbook", Mark("kind|playbook")},
    {"kind", "person", Mark("member|person")},
    {"kind", "tool", Mark("member|tool")},
    {"kind", "kit", Mark("member|kit")},
    {"problems", "weak", Mark("password|weak")},
    {"problems", "reused", Mark("password|reused")},
    {"problems", "old", Mark("password|old")},
    {"problems", "no-second-factor", Mark("login|no-second-factor")},
    {"outcome", "alive", Mark("page|alive")},
    {"outcome", "moved", Mark("page|moved")},
    {"outcome", "gone", Mark("page|gone")},
    {"outcome", "failing", Mark("page|failing")},
    {"outcome", "no-host", Mark("page|no-host")},
    {"outcome", "unreachable", Mark("page|unreachable")},
    {"outcome", "timeout", Mark("page|timeout")},
    {"outcome", "certificate", Mark("page|certificate")},
    {"outcome", "certificate-ends", Mark("page|certificate-ends")},
    {"outcome", "redirects", Mark("page|redirects")},
    {"outcome", "private", Mark("page|private")},
    {"outcome", "arguments", Mark("page|arguments")},
    {"outcome", "no-page", Mark("page|no-page")},
    {"outcome", "unchecked", Mark("page|unchecked")},
    {"state", "new", Mark("imported|new")},
    {"state", "changed", Mark("imported|changed")},
    {"state", "same", Mark("imported|same")},
    {"state", "in doubt", Mark("imported|in doubt")},
    {"state", "rejected", Mark("imported|rejected")},
    {"state", "active", Mark("state|active")},
    {"state", "invited", Mark("state|invited")},
    {"state", "waiting", Mark("state|waiting")},
    {"state", "suspended", Mark("state|suspended")},
    {"state", "departed", Mark("state|departed")},
    {"state", "over", Mark("state|over")},
    {"state", "removed", Mark("state|removed")},
    {"state", "open", Mark("state|open")},
    {"state", "closed", Mark("state|closed")},
    {"state", "unfinished", Mark("state|unfinished")},
    {"state", "waived", Mark("state|waived")},
    {"state", "ended", Mark("state|ended")},
    {"state", "unknown", Mark("state|unknown")},
    {"state", "approved", Mark("state|approved")},
    {"state", "denied", Mark("state|denied")},
    {"state", "draft", Mark("playbook|draft")},
    {"state", "in-review", Mark("playbook|in-review")},
    {"state", "adopted", Mark("playbook|adopted")},
    {"state", "retired", Mark("playbook|retired")},
    {"access", "read", Mark("access|read")},
    {"access", "write", Mark("access|write")},
    {"access", "manage", Mark("access|manage")},
    {"access", "none", Mark("access|none")},
    {"purpose", "show", Mark("purpose|show")},
    {"purpose", "run", Mark("purpose|run")},
    {"purpose", "export", Mark("purpose|export")},
    {"purpose", "offline", Mark("purpose|offline")},
    {"purpose", "health", Mark("purpose|health")},
    {"purpose", "write", Mark("purpose|write")},
    {"secret", "new", Mark("secret|new")},
    {"bound_by", "itself", Mark("bound by|itself")},
    {"tags", "favourite", Mark("tag|favourite")},
};

bool HoldsFieldNames(absl::string_view key) {
  return key == "bound_by" || key == "found_in";
}

}  // namespace

CellWords::CellWords(absl::string_view key) {
  for (const CellWord& row : kCellWords) {
    if (row.key != key) continue;
    const absl::string_view word = client::Tr(row.word);
    if (word != row.word.english()) words_.emplace_back(row.value, word);
  }
  if (!HoldsFieldNames(key)) return;
  for (const OwnField& field : OwnFields()) {
    words_.emplace_back(field.key, FieldHeading(field.key));
  }
}

absl::string_view CellWords::Of(absl::string_view value) const {
  for (const auto& [known, word] : words_) {
    if (known == value) return word;
  }
  return value;
}

std::vector<std::string> CellWords::Of(
    const std::vector<std::string>& values) const {
  std::vector<std::string> words;
  words.reserve(values.size());
  for (const std::string& value : values) words.emplace_back(Of(value));
  return words;
}

std::string WordFor(absl::string_view key, absl::string_view value) {
  return std::string(CellWords(key).Of(value));
}

bool IsWordFor(absl::string_view key, absl::string_view value,
               absl::string_view typed) {
  return client::SameTitle(value, typed) ||
         client::SameTitle(WordFor(key, value), typed);
}

}  // namespace klad::cli
