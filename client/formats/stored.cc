#include "client/formats/stored.h"

#include <algorithm>
#include <string>

#include "client/formats/guess.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/overview.h"

namespace klad::client {
namespace {

constexpr absl::string_view kFavourite = "favourite";
constexpr absl::string_view kEarlier = "Earlier passwords:";

// Lines in locked memory: measured first, then written.
class Note {
 public:
  void Line(absl::string_view text) { lines_.push_back(text); }
  void Pair(absl::string_view name, absl::string_view value) {
    lines_.push_back(name);
    lines_.push_back(": ");
    lines_.push_back(value);
  }
  void End() { lines_.push_back("\n"); }

  Secret Take() {
    size_t size = 0;
    for (const absl::string_view part : lines_) size += part.size();
    Secret note(size);
    unsigned char* end = note.Fill();
    for (const absl::string_view part : lines_) {
      end = std::copy(part.begin(), part.end(), end);
    }
    return note;
  }

 private:
  std::vector<absl::string_view> lines_;
};

bool HasEarlier(const Imported& item) {
  return std::any_of(item.fields.begin(), item.fields.end(),
                     [](const ImportedField& field) {
                       return field.role == FieldRole::kEarlierPassword;
                     });
}

Secret NoteOf(const Imported& item) {
  if (!HasEarlier(item)) return item.notes.Clone();
  Note note;
  if (!item.notes.empty()) {
    note.Line(item.notes.Expose());
    note.Line("\n\n");
  }
  note.Line(kEarlier);
  for (const ImportedField& field : item.fields) {
    if (field.role != FieldRole::kEarlierPassword) continue;
    note.End();
    note.Pair(field.name, field.value.Expose());
  }
  return note.Take();
}

void AddTag(absl::string_view tag, trust::v1::Overview* overview) {
  const auto& tags = overview->tags();
  if (tag.empty()) return;
  if (std::find(tags.begin(), tags.end(), tag) != tags.end()) return;
  overview->add_tags(std::string(tag));
}

void AddVisible(const ImportedField& field, trust::v1::Overview* overview) {
  const std::string value(field.value.Expose());
  if (field.role == FieldRole::kEmail && overview->email().empty()) {
    overview->set_email(value);
  } else if (field.role == FieldRole::kPhone && overview->phone().empty()) {
    overview->set_phone(value);
  } else if (field.role == FieldRole::kOwner) {
    overview->set_owner(value);
  } else {
    trust::v1::Field* visible = overview->add_fields();
    visible->set_name(field.name);
    visible->set_value(value);
  }
}

}  // namespace

trust::v1::Overview OverviewOf(const Imported& item) {
  trust::v1::Overview overview;
  overview.set_title(item.title);
  for (const std::string& address : item.addresses) {
    overview.add_addresses(address);
  }
  overview.set_user_name(item.user_name);
  AddTag(item.folder, &overview);
  for (const std::string& tag : item.tags) AddTag(tag, &overview);
  if (item.favourite) AddTag(kFavourite, &overview);
  overview.set_archived(item.archived);
  for (const ImportedField& field : item.fields) {
    if (!field.hidden) AddVisible(field, &overview);
  }
  if (!item.exact && overview.email().empty() &&
      LooksLikeEmail(item.user_name)) {
    overview.set_email(item.user_name);
  }
  if (item.created.has_value()) {
    overview.set_created_ms(absl::ToUnixMillis(*item.created));
  }
  overview.set_second_factor(!item.code.empty());
  return overview;
}

crypto::vault::SecretPart SecretOf(const Imported& item) {
  crypto::vault::SecretPart secret;
  secret.password = item.password.Clone();
  secret.one_time_code = item.code.Clone();
  secret.note = NoteOf(item);
  for (const ImportedField& field : item.fields) {
    if (!field.hidden || field.role == FieldRole::kEarlierPassword) continue;
    if (field.role == FieldRole::kKey && secret.key.empty()) {
      secret.key = field.value.Clone();
    } else if (field.role == FieldRole::kRecoveryCodes) {
      secret.recovery_codes = field.value.Clone();
    } else {
      secret.fields.push_back({field.name, field.value.Clone()});
    }
  }
  return secret;
}

absl::Status CheckFits(const Imported& item) {
  RETURN_IF_ERROR(crypto::vault::SerializeOverview(OverviewOf(item)).status());
  return crypto::vault::SerializeSecretPart(SecretOf(item)).status();
}

}  // namespace klad::client
