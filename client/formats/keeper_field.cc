#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/keeper.h"

namespace klad::client {
namespace {

struct FieldKey {
  std::string type;   // "" when the key is a name of its own
  std::string label;  // what people gave it
};

// "$text:label:1", "$host::1", "$host".
FieldKey ParseKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, "$")) return {"", std::string(key)};
  if (key.size() >= 2 && key[key.size() - 2] == ':' &&
      absl::ascii_isdigit(key.back())) {
    key.remove_suffix(2);
  }
  const size_t colon = key.find(':');
  if (colon == absl::string_view::npos) return {std::string(key), ""};
  return {std::string(key.substr(0, colon)),
          std::string(key.substr(colon + 1))};
}

std::string Joined(const WipedJson& object,
                   std::initializer_list<const char*> members) {
  std::vector<absl::string_view> parts;
  for (const char* member : members) {
    const absl::string_view part = TextOf(object, member);
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

std::string DateOf(const WipedJson& value) {
  if (!value.is_number_integer()) return std::string(TextOf(value));
  return absl::FormatTime("%Y-%m-%d",
                          absl::FromUnixMillis(value.get<int64_t>()),
                          absl::UTCTimeZone());
}

bool IsDate(absl::string_view type) {
  return type == "date" || type == "birthDate" || type == "expirationDate";
}

// Kinds of fields that are objects: whether it was one.
bool TakeObject(const FieldKey& key, const std::string& name,
                const WipedJson& value, Draft* draft) {
  if (key.type == "host" || key.type == "pamHostname") {
    draft->Field("host", TextOf(value, "hostName"), false);
    draft->Field("port", TextOf(value, "port"), false);
  } else if (key.type == "keyPair") {
    TakeKeyPair({.private_key = TextOf(value, "privateKey"),
                 .public_key = TextOf(value, "publicKey")},
                draft);
  } else if (key.type == "paymentCard") {
    TakeCard({.number = TextOf(value, "cardNumber"),
              .expires = TextOf(value, "cardExpirationDate"),
              .code = TextOf(value, "cardSecurityCode")},
             draft);
  } else if (key.type == "bankAccount") {
    const absl::string_view other = TextOf(value, "otherType");
    TakeBankAccount(
        {.type = other.empty() ? TextOf(value, "accountType") : other,
         .number = TextOf(value, "accountNumber"),
         .routing = TextOf(value, "routingNumber")},
        draft);
  } else if (key.type == "securityQuestion") {
    draft->Field(absl::StrCat("security question: ",
                              TextOf(value, "question").substr(0, 200)),
                 TextOf(value, "answer"), true);
  } else if (key.type == "name") {
    draft->Field(name, Joined(value, {"first", "middle", "last"}), false);
  } else if (key.type == "address") {
    draft->Field(name,
                 Joined(value, {"street1", "street2", "city", "state", "zip",
                                "country"}),
                 false);
  } else if (key.type == "phone") {
    draft->Phone(name, Joined(value, {"number", "ext"}));
    draft->Field(absl::StrCat(name, ", region"), TextOf(value, "region"),
                 false);
  } else {
    return false;
  }
  TakeRest(value,
           {"hostName",
            "port",
            "privateKey",
            "publicKey",
            "cardNumber",
            "cardExpirationDate",
            "cardSecurityCode",
            "otherType",
            "accountType",
            "accountNumber",
            "routingNumber",
            "question",
            "answer",
            "first",
            "middle",
            "last",
            "street1",
            "street2",
            "city",
            "state",
            "zip",
            "country",
            "number",
            "ext",
            "region"},
           draft);
  return true;
}

void TakeText(const FieldKey& key, const std::string& name,
              absl::string_view value, Draft* draft) {
  if (key.type == "oneTimeCode" || key.type == "otp") return draft->Code(value);
  if (key.type == "url") return draft->Address(value);
  if (key.type == "note" && key.label.empty()) return draft->Notes(value);
  if (key.type == "email") return draft->Email(name, value);
  if (key.type == "licenseNumber") return draft->Key("licence key", value);
  if (key.type == "pinCode") return draft->Field("PIN", value, true);
  if (key.label == "cardholderName") {
    return draft->Field("cardholder", value, false);
  }
  const bool open =
      key.type == "text" || key.type == "multiline" || key.type == "dropdown";
  if (open) return draft->Field(name, value, false);
  draft->UnknownField(name, value);
}

void TakeOne(const FieldKey& key, const WipedJson& value, Draft* draft) {
  const std::string name = key.label.empty() ? Words(key.type) : key.label;
  if (value.is_object() && TakeObject(key, name, value, draft)) return;
  if (IsDate(key.type)) return draft->Field(name, DateOf(value), false);
  TakeText(key, name, ViewOf(ContentOf(value)), draft);
}

}  // namespace

void TakeKeeperField(absl::string_view raw, const WipedJson& value,
                     Draft* draft) {
  FieldKey key = ParseKey(raw);
  if (key.type.empty() && key.label == "TFC:Keeper") key.type = "oneTimeCode";
  if (key.type == "appFiller") return;  // how Keeper fills windows
  if (!value.is_array()) return TakeOne(key, value, draft);
  for (const WipedJson& one : value) TakeOne(key, one, draft);
}

}  // namespace klad::client
