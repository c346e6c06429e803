#include "client/formats/onepux_value.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"

namespace klad::client {
namespace {

// In the order in which an envelope has them.
constexpr absl::string_view kAddressParts[] = {"street", "city", "state", "zip",
                                               "country"};

void TakeAddress(absl::string_view name, const WipedJson& address,
                 Draft* draft) {
  std::vector<absl::string_view> parts;
  for (const absl::string_view member : kAddressParts) {
    const absl::string_view part = TextOf(address, member);
    if (!part.empty()) parts.push_back(part);
  }
  draft->Field(name, absl::StrJoin(parts, ", "), false);
  TakeRest(address, {"street", "city", "state", "zip", "country"}, draft);
}

void TakeEmail(absl::string_view name, const WipedJson& email,
               const OnePuxValue& value, Draft* draft) {
  draft->Email(name, email.is_object() ? TextOf(email, "email_address")
                                       : ViewOf(value.text));
  draft->Field(absl::StrCat(name, ", provider"), TextOf(email, "provider"),
               false);
  TakeRest(email, {"email_address", "provider"}, draft);
}

}  // namespace

OnePuxValue ReadOnePuxValue(const WipedJson& value) {
  OnePuxValue read;
  if (!value.is_object() || value.empty()) return read;
  const auto member = value.begin();
  read.kind = std::string(member.key().data(), member.key().size());
  read.hidden = read.kind == "concealed" || read.kind == "creditCardNumber";
  if (read.kind == "date") {
    const std::string day = Day(member.value());
    read.text.assign(day.data(), day.size());
  } else {
    read.text = ContentOf(member.value());
  }
  return read;
}

WipedString OnePuxLoginText(const WipedJson& value) {
  for (const char* member : {"email_address", "string"}) {
    const absl::string_view text = TextOf(value, member);
    if (!text.empty()) return {text.data(), text.size()};
  }
  return ContentOf(value);
}

void TakeOnePuxField(absl::string_view name, const OnePuxValue& value,
                     const WipedJson& raw, Draft* draft) {
  const WipedJson& content = raw.begin().value();
  if (value.kind == "url") return draft->Address(ViewOf(value.text));
  if (value.kind == "address") return TakeAddress(name, content, draft);
  if (value.kind == "email") return TakeEmail(name, content, value, draft);
  if (value.kind == "phone") return draft->Phone(name, ViewOf(value.text));
  if (value.kind == "monthYear") {
    return draft->Field(name, Expiry(ViewOf(value.text)), false);
  }
  draft->Field(name, ViewOf(value.text), value.hidden);
}

}  // namespace klad::client
