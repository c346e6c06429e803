#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"
#include "client/formats/keeper.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

// What fits the name of a field.
constexpr size_t kMaxQuestion = 200;

struct FieldKey {
  std::string type;   // "" when the key is a name of its own
  std::string label;  // what people gave it
  bool hidden = false;
};

// "$text:label:1", "$host::1", "$host".
FieldKey ParseKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, "$")) return {"", std::string(key), false};
  if (key.size() >= 2 && key[key.size() - 2] == ':' &&
      absl::ascii_isdigit(key.back())) {
    key.remove_suffix(2);
  }
  const size_t colon = key.find(':');
  if (colon == absl::string_view::npos) return {std::string(key), "", false};
  return {std::string(key.substr(0, colon)), std::string(key.substr(colon + 1)),
          false};
}

// In one line what people write in one.
std::string Joined(Members& object, std::initializer_list<const char*> names) {
  std::vector<absl::string_view> parts;
  for (const char* name : names) {
    const absl::string_view part = object.Text(name);
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

// Keeper writes milliseconds.
std::string DateOf(const WipedJson& value) {
  const auto number = NumberOf(value);
  if (!number.has_value()) return std::string(TextOf(value));
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(*number),
                          absl::UTCTimeZone());
}

bool IsDate(absl::string_view type) {
  return type == "date" || type == "birthDate" || type == "expirationDate";
}

void TakeQuestion(Members& object, Draft* draft) {
  const absl::string_view question = object.Text("question");
  const absl::string_view answer = object.Text("answer");
  if (question.size() > kMaxQuestion) {
    draft->Field("security question", question, false);
    return draft->Field("security answer", answer, true);
  }
  draft->Field(absl::StrCat("security question: ", question), answer, true);
  if (answer.empty()) draft->Field("security question", question, false);
}

void TakeAccount(Members& object, Draft* draft) {
  const absl::string_view other = object.Text("otherType");
  const absl::string_view type = object.Text("accountType");
  TakeBankAccount({.type = other.empty() ? type : other,
                   .number = object.Text("accountNumber"),
                   .routing = object.Text("routingNumber")},
                  draft);
}

// Kinds of fields that are objects: whether it was one.
bool TakeParts(const FieldKey& key, const std::string& name, Members& object,
               Draft* draft) {
  if (key.type == "host" || key.type == "pamHostname") {
    draft->Field("host", object.Text("hostName"), false);
    draft->Field("port", object.Text("port"), false);
  } else if (key.type == "keyPair") {
    TakeKeyPair({.private_key = object.Text("privateKey"),
                 .public_key = object.Text("publicKey")},
                draft);
  } else if (key.type == "paymentCard") {
    TakeCard({.number = object.Text("cardNumber"),
              .expires = object.Text("cardExpirationDate"),
              .code = object.Text("cardSecurityCode")},
             draft);
  } else if (key.type == "bankAccount") {
    TakeAccount(object, draft);
  } else if (key.type == "securityQuestion") {
    TakeQuestion(object, draft);
  } else if (key.type == "name") {
    draft->Field(name, Joined(object, {"first", "middle", "last"}), false);
  } else if (key.type == "address") {
    draft->Field(name,
                 Joined(object, {"street1", "street2", "city", "state", "zip",
                                 "country"}),
                 false);
  } else if (key.type == "phone") {
    draft->Phone(name, Joined(object, {"number", "ext"}));
    draft->Field(absl::StrCat(name, ", region"), object.Text("region"), false);
  } else {
    return false;
  }
  object.TakeRest();
  return true;
}

void TakeText(const FieldKey& key, const std::string& name,
              absl::string_view value, Draft* draft) {
  if (key.type == "oneTimeCode" || key.type == "otp") return draft->Code(value);
  if (key.type == "url") return draft->Address(value);
  if (key.type == "login" && key.label.empty()) return draft->User(value);
  if (key.type == "password" && key.label.empty()) {
    return draft->Password(value);
  }
  if (key.type == "note" && key.label.empty()) return draft->Notes(value);
  if (key.type == "email") return draft->Email(name, value);
  if (key.type == "licenseNumber") return draft->Key("licence key", value);
  if (key.type == "pinCode") return draft->Field("PIN", value, true);
  if (key.label == "cardholderName") {
    return draft->Field("cardholder", value, false);
  }
  const bool open =
      key.type == "text" || key.type == "multiline" || key.type == "dropdown";
  if (open) return draft->Field(name, value, key.hidden);
  draft->UnknownField(name, value);
}

void TakeOne(const FieldKey& key, const WipedJson& value, Draft* draft) {
  const std::string name = key.label.empty() ? Words(key.type) : key.label;
  if (value.is_object()) {
    Members object(value, draft);
    if (TakeParts(key, name, object, draft)) return;
  }
  if (key.type == "fileRef" && !IsNothing(value)) {
    return draft->Lost(
        Tr("its attachments are not in the export: save them by hand"));
  }
  if (IsDate(key.type) && IsText(value)) {
    return draft->Field(name, DateOf(value), false);
  }
  TakeText(key, name, ViewOf(ContentOf(value)), draft);
}

void TakeAll(const FieldKey& key, const WipedJson& value, Draft* draft) {
  if (key.type == "appFiller") return;  // how Keeper fills windows
  if (!value.is_array()) return TakeOne(key, value, draft);
  for (const WipedJson& one : value) TakeOne(key, one, draft);
}

}  // namespace

void TakeKeeperField(absl::string_view raw, const WipedJson& value,
                     Draft* draft) {
  FieldKey key = ParseKey(raw);
  if (key.type.empty() && key.label == "TFC:Keeper") key.type = "oneTimeCode";
  TakeAll(key, value, draft);
}

void TakeKeeperEntry(Members& entry, Draft* draft) {
  const absl::string_view label = entry.Text("label");
  FieldKey key = {std::string(entry.Text("type")),
                  std::string(label.empty() ? entry.Text("name") : label),
                  entry.Flag("privacyScreen")};
  entry.Pass({"required", "enforceGeneration", "complexity", "id"});
  TakeAll(key, entry.Any("value"), draft);
}

}  // namespace klad::client
