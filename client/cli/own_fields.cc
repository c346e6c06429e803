#include "client/cli/own_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "client/cli/headings.h"
#include "client/title.h"

namespace klad::cli {
namespace {

using crypto::vault::SecretPart;
using trust::v1::Overview;

constexpr OwnField kOwnFields[] = {
    {"title", "title", &Overview::mutable_title, &Overview::title},
    {"user_name", "user", &Overview::mutable_user_name, &Overview::user_name},
    {"email", "email", &Overview::mutable_email, &Overview::email},
    {"phone", "phone", &Overview::mutable_phone, &Overview::phone},
    {"owner", "owner", &Overview::mutable_owner, &Overview::owner},
    {"addresses", nullptr},
    {"url", "url"},
    {"tags", "tag"},
    {"kind", nullptr},
    {"password", "password-from", nullptr, nullptr, &SecretPart::password},
    {"seed", "seed-from", nullptr, nullptr, &SecretPart::one_time_code},
    {kCodeField, nullptr},
    {"note", "note-from", nullptr, nullptr, &SecretPart::note},
    {"recovery_codes", "recovery-codes-from", nullptr, nullptr,
     &SecretPart::recovery_codes},
    {"key", "key-from", nullptr, nullptr, &SecretPart::key},
};

// Shorter names have too many neighbours that are names as well.
constexpr size_t kShortestMistyped = 5;

std::string Folded(absl::string_view name) {
  return absl::StrReplaceAll(client::FoldTitle(name),
                             {{"_", ""}, {"-", ""}, {".", ""}, {" ", ""}});
}

std::string WithoutDigits(std::string text) {
  text.erase(
      std::remove_if(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); }),
      text.end());
  return text;
}

size_t Letters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](unsigned char c) {
    return (c & 0xc0) != 0x80;  // continues none
  });
}

}  // namespace

absl::Span<const OwnField> OwnFields() { return kOwnFields; }

bool IsKeyOf(const OwnField& field, absl::string_view typed) {
  const std::string folded = Folded(typed);
  if (folded == Folded(field.key)) return true;
  const bool sets = field.option != nullptr && field.secret == nullptr;
  return sets && folded == Folded(field.option);
}

const OwnField* FindOwnField(absl::string_view typed) {
  for (const OwnField& field : kOwnFields) {
    if (IsKeyOf(field, typed)) return &field;
  }
  const std::string folded = Folded(typed);
  for (const OwnField& field : kOwnFields) {
    if (folded == Folded(FieldHeading(field.key))) return &field;
  }
  return nullptr;
}

std::string FieldKey(absl::string_view typed) {
  const OwnField* own = FindOwnField(typed);
  return own == nullptr ? std::string(typed) : own->key;
}

bool IsOneSlipAway(absl::string_view typed, absl::string_view name) {
  const std::string folded = Folded(name);
  const std::string other = Folded(typed);
  return Letters(folded) >= kShortestMistyped &&
         client::OneSlipApart(other, folded) &&
         WithoutDigits(other) != WithoutDigits(folded);
}

}  // namespace klad::cli
