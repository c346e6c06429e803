#include "client/cli/field_values.h"

#include <utility>

#include "client/cli/headings.h"
#include "client/cli/kind.h"
#include "client/title.h"

namespace klad::cli {
namespace {

using crypto::vault::HiddenField;
using crypto::vault::SecretPart;
using trust::v1::Overview;

template <typename List>
std::vector<std::string> ToVector(const List& list) {
  return {list.begin(), list.end()};
}

const std::string& StoredName(const trust::v1::Field& field) {
  return field.name();
}
const std::string& StoredName(const HiddenField& field) { return field.name; }

template <typename Fields>
auto FindFree(const Fields& fields, absl::string_view typed)
    -> decltype(&*fields.begin()) {
  for (const auto& field : fields) {
    if (StoredName(field) == typed) return &field;
  }
  for (const auto& field : fields) {
    const std::string& stored = StoredName(field);
    if (client::SameTitle(stored, typed) ||
        client::SameTitle(FieldLabel(stored), typed)) {
      return &field;
    }
  }
  return nullptr;
}

}  // namespace

void AddOverview(const Overview& overview, Result* result) {
  for (const OwnField& field : OwnFields()) {
    if (field.text == nullptr) continue;
    const std::string& text = (overview.*field.text)();
    if (!text.empty()) result->Add(field.key, text);
  }
  if (!overview.addresses().empty()) {
    result->Add("addresses", ToVector(overview.addresses()));
  }
  if (!overview.tags().empty()) {
    result->Add("tags", ToVector(overview.tags()));
  }
  if (overview.archived()) result->Add("archived", true);
  for (const trust::v1::Field& field : overview.fields()) {
    result->AddFree(field.name(), field.value(), Free::kShown);
  }
}

void AddSecret(const SecretPart& part, Result* result) {
  for (const OwnField& field : OwnFields()) {
    if (field.secret == nullptr) continue;
    const Secret& value = part.*field.secret;
    if (!value.empty()) result->Add(field.key, value.Clone());
  }
  for (const HiddenField& field : part.fields) {
    result->AddFree(field.name, field.value.Clone(), Free::kHidden);
  }
  if (part.attachments.empty()) return;
  std::vector<std::string> names;
  for (const crypto::vault::Attachment& attachment : part.attachments) {
    names.push_back(attachment.name);
  }
  result->Add("attachments", std::move(names));
}

Value OverviewValue(const Overview& overview, const OwnField& field) {
  if (field.text != nullptr) return Value((overview.*field.text)());
  const absl::string_view key = field.key;
  if (key == "addresses") return Value(ToVector(overview.addresses()));
  if (key == "tags") return Value(ToVector(overview.tags()));
  return Value(overview.addresses().empty() ? "" : overview.addresses(0));
}

const trust::v1::Field* FindShown(const Overview& overview,
                                  absl::string_view typed) {
  return FindFree(overview.fields(), typed);
}

const HiddenField* FindHidden(const SecretPart& part, absl::string_view typed) {
  return FindFree(part.fields, typed);
}

std::vector<std::string> NamesIn(const Overview& overview) {
  std::vector<std::string> names;
  for (const OwnField& field : OwnFields()) {
    if (field.text != nullptr && !(overview.*field.text)().empty()) {
      names.push_back(FieldHeading(field.key));
    }
  }
  for (const trust::v1::Field& field : overview.fields()) {
    names.push_back(FieldLabel(field.name()));
  }
  return names;
}

std::vector<std::string> NamesIn(const SecretPart& part) {
  std::vector<std::string> names;
  for (const OwnField& field : OwnFields()) {
    if (field.secret == nullptr || (part.*field.secret).empty()) continue;
    names.push_back(FieldHeading(field.key));
    if (field.secret == &SecretPart::one_time_code) {
      names.push_back(FieldHeading(kCodeField));
    }
  }
  for (const HiddenField& field : part.fields) {
    names.push_back(FieldLabel(field.name));
  }
  return names;
}

}  // namespace klad::cli
