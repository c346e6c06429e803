#include "client/cli/fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/cell_words.h"
#include "client/cli/field_values.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/cli/own_fields.h"
#include "client/cli/table.h"
#include "client/error.h"
#include "client/generate.h"
#include "client/one_time_code.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::vault::SecretPart;
using trust::v1::Overview;

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

// What has a place of its own is not set beside it.
absl::Status CheckNotOwn(absl::string_view name) {
  const OwnField* own = FindOwnField(name);
  if (own == nullptr) return absl::OkStatus();
  return Error(ExitCode::kUsage,
               Say("$0 is a field of klad's own, not a free one", name),
               own->option == nullptr ? std::string(Tr("choose another name"))
                                      : Say("set it with --$0", own->option));
}

// All that the option brings, in place of what was there.
absl::Status SetList(const Context& context, absl::string_view option,
                     google::protobuf::RepeatedPtrField<std::string>* list) {
  if (!context.Has(option)) return absl::OkStatus();
  for (const std::string& text : context.All(option)) {
    if (!client::FoldTitle(text).empty()) continue;
    return Error(ExitCode::kUsage, Say("--$0 is empty", option),
                 Say("to take one away: klad credential edit SAFE/TITLE --$0",
                     option == "tag" ? "untag" : "no-url"));
  }
  const std::vector<std::string>& all = context.All(option);
  *list = {all.begin(), all.end()};
  return absl::OkStatus();
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

absl::Status TakeAway(const Context& context, absl::string_view option,
                      const Overview& overview,
                      google::protobuf::RepeatedPtrField<std::string>* list) {
  for (const std::string& text : context.All(option)) {
    const auto left = std::remove_if(
        list->begin(), list->end(),
        [&](const std::string& one) { return IsWordFor("tags", one, text); });
    if (left == list->end()) {
      return Error(
          ExitCode::kNotFound, Say("$0 has no \"$1\"", overview.title(), text),
          list->empty() ? std::string(Tr("it has none"))
                        : Say("it has $0", absl::StrJoin(*list, ", ")));
    }
    list->erase(left, list->end());
  }
  return absl::OkStatus();
}

// What came to nothing (a generator that failed, an empty file) must not take
// the place of a secret.
absl::StatusOr<Secret> ReadOwnSecret(const Context& context,
                                     const OwnField& field) {
  ASSIGN_OR_RETURN(Secret value, ReadSecretFile(context.Get(field.option)));
  if (!value.empty()) return value;
  return Error(
      ExitCode::kUsage, Say("--$0 brought nothing: it is empty", field.option),
      Say("klad credential edit --no-secret $0 takes one away", field.key));
}

std::string SecretsIn(const SecretPart& part) {
  const std::vector<std::string> names = NamesIn(part);
  return names.empty() ? std::string(Tr("it has none"))
                       : Say("it has $0", absl::StrJoin(names, ", "));
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

std::vector<Option> EditOptions() {
  std::vector<Option> options = FieldOptions();
  options.push_back({"untag", 0, "TAG",
                     Mark("take a tag away, the others stay; again for more"),
                     true});
  options.push_back(
      {"no-url", 0, "ADDRESS",
       Mark("take an address away, the others stay; again for more"), true});
  options.push_back(
      {"no-secret", 0, "FIELD",
       Mark("take a secret away, such as password or seed; again for more"),
       true});
  options.push_back({"ask-password", 0, "", Mark("ask for a new password")});
  return options;
}

absl::Status ApplyTakingOptions(Context& context, Overview* overview) {
  RETURN_IF_ERROR(
      TakeAway(context, "no-url", *overview, overview->mutable_addresses()));
  return TakeAway(context, "untag", *overview, overview->mutable_tags());
}

absl::Status ApplyTakingOptions(Context& context, SecretPart* part) {
  for (const std::string& typed : context.All("no-secret")) {
    const OwnField* own = FindOwnField(typed);
    if (own != nullptr && own->secret != nullptr &&
        !(part->*own->secret).empty()) {
      part->*own->secret = Secret();
    } else if (FindHidden(*part, typed) != nullptr) {
      SetHidden(typed, Secret(), part);
    } else {
      return Error(ExitCode::kNotFound, Say("there is no secret $0", typed),
                   SecretsIn(*part));
    }
  }
  return absl::OkStatus();
}

absl::Status ApplyOverviewOptions(Context& context, Overview* overview) {
  for (const OwnField& field : OwnFields()) {
    if (field.mutable_text != nullptr && context.Has(field.option)) {
      *(overview->*field.mutable_text)() = context.Get(field.option);
    }
  }
  RETURN_IF_ERROR(SetList(context, "url", overview->mutable_addresses()));
  RETURN_IF_ERROR(SetList(context, "tag", overview->mutable_tags()));
  for (const std::string& pair : context.All("field")) {
    ASSIGN_OR_RETURN(auto split, SplitPair(pair));
    if (!split.second.empty()) RETURN_IF_ERROR(CheckNotOwn(split.first));
    SetField(split.first, std::move(split.second), overview);
  }
  return absl::OkStatus();
}

bool HasSecretOptions(const Context& context) {
  const auto given = [&](const OwnField& field) {
    return field.secret != nullptr && context.Has(field.option);
  };
  return std::any_of(OwnFields().begin(), OwnFields().end(), given) ||
         context.Has("hidden-from");
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
  for (const OwnField& field : OwnFields()) {
    if (field.secret == nullptr || !context.Has(field.option)) continue;
    ASSIGN_OR_RETURN(part->*field.secret, ReadOwnSecret(context, field));
  }
  if (context.Has("seed-from") && !part->one_time_code.empty()) {
    RETURN_IF_ERROR(client::CodeAt(part->one_time_code, 0).status());
  }
  for (const std::string& pair : context.All("hidden-from")) {
    ASSIGN_OR_RETURN(const auto split, SplitPair(pair));
    ASSIGN_OR_RETURN(Secret value, ReadSecretFile(split.second));
    if (!value.empty()) RETURN_IF_ERROR(CheckNotOwn(split.first));
    SetHidden(split.first, std::move(value), part);
  }
  return absl::OkStatus();
}

bool HasField(const Overview& overview, const SecretPart& part,
              absl::string_view name) {
  const OwnField* own = FindOwnField(name);
  if (own == nullptr) {
    return FindHidden(part, name) != nullptr ||
           FindShown(overview, name) != nullptr;
  }
  if (own->secret != nullptr) return !(part.*own->secret).empty();
  return !ValueText(OverviewValue(overview, *own)).empty();
}

void PutText(absl::string_view name, std::string text, Overview* overview) {
  if (text.empty()) return;
  const OwnField* own = FindOwnField(name);
  if (own == nullptr) {
    SetField(std::string(name), std::move(text), overview);
  } else if (own->mutable_text != nullptr) {
    *(overview->*own->mutable_text)() = std::move(text);
  } else {
    overview->add_addresses(std::move(text));
  }
}

void PutSecret(absl::string_view name, Secret value, SecretPart* part) {
  if (value.empty()) return;
  const OwnField* own = FindOwnField(name);
  if (own != nullptr && own->secret != nullptr) {
    part->*own->secret = std::move(value);
  } else {
    SetHidden(std::string(name), std::move(value), part);
  }
}

}  // namespace klad::cli
