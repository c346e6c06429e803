#include "client/formats/draft.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/address.h"
#include "client/formats/guess.h"
#include "client/formats/seed.h"
#include "client/one_time_code.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

// Later than any count of seconds, earlier than any of milliseconds.
constexpr int64_t kMilliseconds = 100'000'000'000;

constexpr const char* kDates[] = {absl::RFC3339_full, "%Y-%m-%d %H:%M:%S",
                                  "%Y-%m-%d",         "%d.%m.%Y %H:%M:%S",
                                  "%d.%m.%Y %H:%M",   "%d.%m.%Y"};

bool IsNothing(absl::string_view text) {
  return absl::StripAsciiWhitespace(text).empty();
}

std::string Trimmed(absl::string_view text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

enum class Tail { kKeep, kTrim };

// With \n line ends; spaces at the end of a note are no content.
Secret Lines(absl::string_view text, Tail tail) {
  Secret lines(text.size());
  size_t size = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool pair =
        text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (pair) continue;
    lines.Fill()[size++] =
        static_cast<unsigned char>(text[i] == '\r' ? '\n' : text[i]);
  }
  while (tail == Tail::kTrim && size > 0 &&
         absl::ascii_isspace(lines.Fill()[size - 1])) {
    --size;
  }
  lines.Truncate(size);
  return lines;
}

Secret Joined(const Secret& a, absl::string_view b) {
  Secret both(a.size() + 1 + b.size());
  const absl::string_view first = a.Expose();
  std::copy(first.begin(), first.end(), both.Fill());
  both.Fill()[first.size()] = '\n';
  std::copy(b.begin(), b.end(), both.Fill() + first.size() + 1);
  return both;
}

}  // namespace

// Beyond the limit nothing is kept: the row will be refused by its size.
bool Draft::Counts(absl::string_view text) {
  size_ += text.size();
  return size_ <= kMaxImportedItem && !IsNothing(text);
}

void Draft::Title(absl::string_view text) {
  if (!Counts(text)) return;
  if (item.title.empty()) {
    item.title = Trimmed(text);
  } else {
    Add("title", text, false, FieldRole::kFree);
  }
}

void Draft::User(absl::string_view text) {
  if (!Counts(text)) return;
  if (item.user_name.empty()) {
    item.user_name = Trimmed(text);
  } else if (item.user_name != Trimmed(text)) {
    Field("user name", text, false);
  }
}

void Draft::Address(absl::string_view text) {
  if (!Counts(text)) return;
  std::string address = Trimmed(text);
  if (HasPassword(address)) {
    Field("address", address, true);
    address = WithoutUser(address);
  }
  auto& all = item.addresses;
  if (std::find(all.begin(), all.end(), address) == all.end()) {
    all.push_back(std::move(address));
  }
}

void Draft::Folder(absl::string_view path) {
  if (!Counts(path)) return;
  std::string folder = Trimmed(path);
  if (item.folder.empty()) {
    item.folder = std::move(folder);
  } else if (item.folder != folder) {
    Tag(folder);
  }
}

void Draft::Tag(absl::string_view text) {
  if (!Counts(text)) return;
  std::string tag = Trimmed(text);
  if (std::find(item.tags.begin(), item.tags.end(), tag) == item.tags.end()) {
    item.tags.push_back(std::move(tag));
  }
}

void Draft::Password(absl::string_view value) {
  if (value.empty()) return;
  size_ += value.size();
  if (size_ > kMaxImportedItem) return;
  if (item.password.empty()) {
    item.password = Secret::Copy(value);
  } else if (item.password.Expose() != value) {
    Field("password", value, true);
  }
}

void Draft::Code(absl::string_view value) {
  if (!Counts(value)) return;
  if (!item.code.empty()) {
    Field("one-time code", value, true);
    return;
  }
  item.code = SeedOf(value);
  if (!CodeAt(item.code, kMilliseconds).ok()) {
    Problem(Tr("the one-time-code seed is of an unknown form: kept as it is"));
  }
}

void Draft::Notes(absl::string_view text) {
  if (!Counts(text)) return;
  Secret lines = Lines(text, Tail::kTrim);
  item.notes = item.notes.empty() ? std::move(lines)
                                  : Joined(item.notes, lines.Expose());
}

void Draft::Field(absl::string_view name, absl::string_view value,
                  bool hidden) {
  if (size_ > kMaxImportedItem) return;
  hidden = hidden || HasPassword(value);
  if (!hidden && IsPhoneName(name) && LooksLikePhone(value)) {
    Add(name, value, false, FieldRole::kPhone);
  } else if (!hidden && IsEmailName(name) && LooksLikeEmail(value)) {
    Add(name, value, false, FieldRole::kEmail);
  } else {
    Add(name, value, hidden, FieldRole::kFree);
  }
}

void Draft::UnknownField(absl::string_view name, absl::string_view value) {
  if (size_ > kMaxImportedItem) return;
  const bool registration = (IsPhoneName(name) && LooksLikePhone(value)) ||
                            (IsEmailName(name) && LooksLikeEmail(value));
  Field(name, value, !registration);
}

void Draft::Email(absl::string_view name, absl::string_view value) {
  Add(name, value, false, FieldRole::kEmail);
}

void Draft::Phone(absl::string_view name, absl::string_view value) {
  Add(name, value, false, FieldRole::kPhone);
}

void Draft::Key(absl::string_view name, absl::string_view value) {
  Add(name, value, true, FieldRole::kKey);
}

void Draft::EarlierPassword(absl::string_view value, absl::string_view when) {
  Earlier("password", value, when);
}

void Draft::Earlier(absl::string_view name, absl::string_view value,
                    absl::string_view when) {
  Add(IsNothing(when) ? absl::StrCat("earlier ", name)
                      : absl::StrCat("earlier ", name, ", until ", when),
      value, true, FieldRole::kEarlierPassword);
}

void Draft::Add(absl::string_view name, absl::string_view value, bool hidden,
                FieldRole role) {
  size_ += name.size();
  if (!Counts(value)) return;
  ImportedField field;
  field.name = Trimmed(name);
  if (field.name.empty()) {
    field.name = absl::StrCat("field ", item.fields.size() + 1);
  }
  field.value = Lines(value, Tail::kKeep);
  field.hidden = hidden;
  field.role = role;
  item.fields.push_back(std::move(field));
}

void Draft::Created(absl::string_view time) {
  item.created = Time("created", time);
}

void Draft::Updated(absl::string_view time) {
  item.updated = Time("updated", time);
}

absl::optional<absl::Time> Draft::Time(absl::string_view name,
                                       absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || text == "0") return absl::nullopt;
  if (int64_t number; absl::SimpleAtoi(text, &number) && number > 0) {
    return number < kMilliseconds ? absl::FromUnixSeconds(number)
                                  : absl::FromUnixMillis(number);
  }
  for (const char* form : kDates) {
    absl::Time time;
    std::string error;
    const bool read = absl::ParseTime(form, text, &time, &error);
    if (read && time > absl::UnixEpoch()) return time;
  }
  Problem(Say("what it says under \"$0\" is no date: kept as a field", name));
  Field(name, text, false);
  return absl::nullopt;
}

void Draft::Problem(absl::string_view what) {
  remarks_.push_back({std::string(what), ProblemKind::kRemark});
}

void Draft::Lost(absl::string_view what) {
  remarks_.push_back({std::string(what), ProblemKind::kPartLost});
}

}  // namespace klad::client
