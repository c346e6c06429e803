#include "client/cli/fields.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/cli/table.h"
#include "client/error.h"
#include "client/generate.h"
#include "client/one_time_code.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::vault::SecretPart;
using trust::v1::Overview;

// Options that set one text of the overview.
struct TextField {
  const char* option;
  const char* key;
  std::string* (Overview::*mutable_text)();
  const std::string& (Overview::*text)() const;
};
constexpr TextField kTexts[] = {
    {"title", "title", &Overview::mutable_title, &Overview::title},
    {"user", "user_name", &Overview::mutable_user_name, &Overview::user_name},
    {"email", "email", &Overview::mutable_email, &Overview::email},
    {"phone", "phone", &Overview::mutable_phone, &Overview::phone},
    {"owner", "owner", &Overview::mutable_owner, &Overview::owner},
};

// Values of the secret, read from a file or standard input.
struct SecretValue {
  const char* option;
  const char* key;
  Secret SecretPart::*value;
};
constexpr SecretValue kSecrets[] = {
    {"password-from", "password", &SecretPart::password},
    {"seed-from", "seed", &SecretPart::one_time_code},
    {"note-from", "note", &SecretPart::note},
    {"recovery-codes-from", "recovery_codes", &SecretPart::recovery_codes},
    {"key-from", "key", &SecretPart::key},
};

absl::Status BadPair(absl::string_view pair) {
  return Error(ExitCode::kUsage, Say("\"$0\" is not NAME=...", pair));
}

// "NAME=VALUE", split at the first sign.
absl::StatusOr<std::pair<std::string, std::string>> SplitPair(
    const std::string& pair) {
  const size_t at = pair.find('=');
  if (at == std::string::npos || at == 0) return BadPair(pair);
  return std::make_pair(pair.substr(0, at), pair.substr(at + 1));
}

// What is called so already, else as it is stored in every language.
template <typename Fields, typename NameOf>
std::string NameIn(const Fields& fields, const std::string& typed,
                   NameOf name_of) {
  for (const auto& field : fields) {
    if (name_of(field) == typed) return typed;
  }
  return StoredFieldName(typed);
}

// An empty value takes the field away.
void SetField(const std::string& typed, std::string value, Overview* overview) {
  auto* fields = overview->mutable_fields();
  const std::string name =
      NameIn(*fields, typed, [](const auto& field) { return field.name(); });
  for (auto it = fields->begin(); it != fields->end(); ++it) {
    if (it->name() != name) continue;
    if (value.empty()) {
      fields->erase(it);
    } else {
      it->set_value(std::move(value));
    }
    return;
  }
  if (value.empty()) return;
  trust::v1::Field* field = overview->add_fields();
  field->set_name(name);
  field->set_value(std::move(value));
}

void SetHidden(const std::string& typed, Secret value, SecretPart* secret) {
  auto& fields = secret->fields;
  const std::string name =
      NameIn(fields, typed, [](const auto& field) { return field.name; });
  for (auto it = fields.begin(); it != fields.end(); ++it) {
    if (it->name != name) continue;
    if (value.empty()) {
      fields.erase(it);
    } else {
      it->value = std::move(value);
    }
    return;
  }
  if (value.empty()) return;
  secret->fields.push_back({name, std::move(value)});
}

// By its stored name or by the person's word for it.
bool IsCalled(absl::string_view stored, absl::string_view typed) {
  return client::SameTitle(stored, typed) ||
         client::SameTitle(FieldLabel(stored), typed);
}

template <typename List>
std::vector<std::string> ToVector(const List& list) {
  return {list.begin(), list.end()};
}

}  // namespace

std::vector<Option> FieldOptions() {
  return {
      {"title", 0, "TITLE", Mark("a new title")},
      {"user", 'u', "NAME", Mark("the user name")},
      {"url", 0, "ADDRESS", Mark("an address it opens; again for more"), true},
      {"email", 0, "MAILBOX", Mark("the mailbox it was registered with")},
      {"phone", 0, "NUMBER", Mark("the phone it was registered with")},
      {"owner", 0, "LOGIN", Mark("who looks after it")},
      {"tag", 0, "TAG", Mark("a tag; again for more"), true},
      {"field", 0, "NAME=VALUE",
       Mark("a free field that is not secret; no VALUE removes it"), true},
      {"password-from", 0, "FILE",
       Mark("the password from a file, - for input")},
      {"generate", 0, "",
       Mark("make a password by chance: 20 characters; it is not shown")},
      {"seed-from", 0, "FILE", Mark("the seed of one-time codes")},
      {"note-from", 0, "FILE", Mark("the text of the note")},
      {"recovery-codes-from", 0, "FILE", Mark("recovery codes")},
      {"key-from", 0, "FILE", Mark("a key")},
      {"hidden-from", 0, "NAME=FILE",
       Mark("a hidden field from a file; an empty one removes it"), true},
  };
}

absl::Status ApplyOverviewOptions(Context& context, Overview* overview) {
  for (const TextField& field : kTexts) {
    if (context.Has(field.option)) {
      *(overview->*field.mutable_text)() = context.Get(field.option);
    }
  }
  if (context.Has("url")) {
    const auto& urls = context.All("url");
    *overview->mutable_addresses() = {urls.begin(), urls.end()};
  }
  if (context.Has("tag")) {
    const auto& tags = context.All("tag");
    *overview->mutable_tags() = {tags.begin(), tags.end()};
  }
  for (const std::string& pair : context.All("field")) {
    ASSIGN_OR_RETURN(auto split, SplitPair(pair));
    SetField(split.first, std::move(split.second), overview);
  }
  return absl::OkStatus();
}

bool HasSecretOptions(const Context& context) {
  for (const SecretValue& secret : kSecrets) {
    if (context.Has(secret.option)) return true;
  }
  return context.Has("hidden-from");
}

absl::Status ApplySecretOptions(Context& context, SecretPart* part) {
  if (context.Has("generate") && context.Has("password-from")) {
    return Error(ExitCode::kUsage,
                 Tr("a password is generated or read from a file, not both"),
                 Tr("leave --generate or --password-from out"));
  }
  if (context.Has("generate")) {
    part->password = std::move(client::GenerateCharacters({}).text);
  }
  for (const SecretValue& secret : kSecrets) {
    if (!context.Has(secret.option)) continue;
    ASSIGN_OR_RETURN(part->*secret.value,
                     ReadSecretFile(context.Get(secret.option)));
  }
  if (context.Has("seed-from") && !part->one_time_code.empty()) {
    RETURN_IF_ERROR(client::CodeAt(part->one_time_code, 0).status());
  }
  for (const std::string& pair : context.All("hidden-from")) {
    ASSIGN_OR_RETURN(const auto split, SplitPair(pair));
    ASSIGN_OR_RETURN(Secret value, ReadSecretFile(split.second));
    SetHidden(split.first, std::move(value), part);
  }
  return absl::OkStatus();
}

bool HasField(const Overview& overview, const SecretPart& part,
              absl::string_view name) {
  for (const SecretValue& secret : kSecrets) {
    if (name == secret.key) return !(part.*secret.value).empty();
  }
  for (const crypto::vault::HiddenField& field : part.fields) {
    if (IsCalled(field.name, name)) return true;
  }
  const auto value = OverviewField(overview, name);
  return value.ok() && !ValueText(*value).empty();
}

void PutText(absl::string_view name, std::string text, Overview* overview) {
  if (text.empty()) return;
  for (const TextField& field : kTexts) {
    if (name != field.key) continue;
    *(overview->*field.mutable_text)() = std::move(text);
    return;
  }
  if (name == "url") {
    overview->add_addresses(std::move(text));
  } else {
    SetField(std::string(name), std::move(text), overview);
  }
}

void PutSecret(absl::string_view name, Secret value, SecretPart* part) {
  if (value.empty()) return;
  for (const SecretValue& secret : kSecrets) {
    if (name != secret.key) continue;
    part->*secret.value = std::move(value);
    return;
  }
  SetHidden(std::string(name), std::move(value), part);
}

void AddOverview(const Overview& overview, Result* result) {
  for (const TextField& field : kTexts) {
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
    result->Add(field.name(), field.value());
  }
}

void AddSecret(const SecretPart& part, Result* result) {
  for (const SecretValue& secret : kSecrets) {
    const Secret& value = part.*secret.value;
    if (!value.empty()) result->Add(secret.key, value.Clone());
  }
  for (const crypto::vault::HiddenField& field : part.fields) {
    result->Add(field.name, field.value.Clone());
  }
  if (part.attachments.empty()) return;
  std::vector<std::string> names;
  for (const crypto::vault::Attachment& attachment : part.attachments) {
    names.push_back(attachment.name);
  }
  result->Add("attachments", std::move(names));
}

absl::StatusOr<Value> OverviewField(const Overview& overview,
                                    absl::string_view name) {
  for (const TextField& field : kTexts) {
    if (name == field.key || name == field.option) {
      return Value((overview.*field.text)());
    }
  }
  if (name == "addresses") return Value(ToVector(overview.addresses()));
  if (name == "url") {
    return Value(overview.addresses().empty() ? "" : overview.addresses(0));
  }
  if (name == "tags") return Value(ToVector(overview.tags()));
  for (const trust::v1::Field& field : overview.fields()) {
    if (IsCalled(field.name(), name)) return Value(field.value());
  }
  return absl::NotFoundError("not a field of the overview");
}

absl::StatusOr<Value> SecretField(const Overview& overview,
                                  const SecretPart& part,
                                  absl::string_view name) {
  std::vector<std::string> names;
  for (const SecretValue& secret : kSecrets) {
    const Secret& value = part.*secret.value;
    if (value.empty()) continue;
    if (name == secret.key) return Value(value.Clone());
    names.emplace_back(secret.key);
    if (secret.value == &SecretPart::one_time_code) {
      names.emplace_back(kCodeField);
    }
  }
  for (const crypto::vault::HiddenField& field : part.fields) {
    if (IsCalled(field.name, name)) return Value(field.value.Clone());
    names.push_back(FieldLabel(field.name));
  }
  for (const TextField& field : kTexts) {
    if (!(overview.*field.text)().empty()) names.emplace_back(field.key);
  }
  for (const trust::v1::Field& field : overview.fields()) {
    names.push_back(FieldLabel(field.name()));
  }
  return Error(ExitCode::kNotFound,
               Say("$0 has no field $1", overview.title(), name),
               Say("it has $0", absl::StrJoin(names, ", ")));
}

}  // namespace klad::cli
