#include "client/formats/onepux_value.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/card.h"
#include "client/formats/json_fields.h"
#include "client/formats/json_members.h"

namespace klad::client {
namespace {

// In the order in which an envelope has them.
constexpr absl::string_view kAddressParts[] = {"street", "city", "state", "zip",
                                               "country"};

constexpr absl::string_view kOpenKinds[] = {
    "string",         "email",     "url",      "phone",
    "date",           "monthYear", "menu",     "gender",
    "creditCardType", "address",   "reference"};

bool IsOpen(absl::string_view kind) {
  return std::find(std::begin(kOpenKinds), std::end(kOpenKinds), kind) !=
         std::end(kOpenKinds);
}

void TakeAddress(absl::string_view name, const WipedJson& json, Draft* draft) {
  Members address(json, draft);
  std::vector<absl::string_view> parts;
  for (const absl::string_view member : kAddressParts) {
    const absl::string_view part = address.Text(member);
    if (!part.empty()) parts.push_back(part);
  }
  draft->Field(name, absl::StrJoin(parts, ", "), false);
  address.TakeRest();
}

void TakeEmail(absl::string_view name, const WipedJson& json, Draft* draft) {
  Members email(json, draft);
  draft->Email(name, email.Text("email_address"));
  draft->Field(absl::StrCat(name, ", provider"), email.Text("provider"), false);
  email.TakeRest();
}

}  // namespace

OnePuxValue ReadOnePuxValue(const WipedJson& value) {
  OnePuxValue read;
  if (!value.is_object() || value.size() != 1) {
    read.text = ContentOf(value);
    return read;
  }
  const auto member = value.begin();
  const WipedJson& content = member.value();
  read.kind = std::string(ViewOf(member.key()));
  read.hidden = !IsOpen(read.kind);
  if (read.kind == "date" && IsText(content)) {
    const std::string day = Day(content);
    read.text.assign(day.data(), day.size());
  } else {
    read.text = ContentOf(content);
  }
  return read;
}

void TakeOnePuxField(const std::string& name, const OnePuxValue& value,
                     const WipedJson& raw, Draft* draft) {
  const absl::string_view text = ViewOf(value.text);
  const WipedJson& content = MemberOf(raw, value.kind);
  const bool parts = content.is_object();
  if (parts && value.kind == "address")
    return TakeAddress(name, content, draft);
  if (parts && value.kind == "email") return TakeEmail(name, content, draft);
  if (content.is_structured()) return draft->UnknownField(name, text);
  if (value.kind == "url") draft->Address(text);
  if (value.kind == "email") return draft->Email(name, text);
  if (value.kind == "phone") return draft->Phone(name, text);
  if (value.kind == "monthYear") {
    return draft->Field(name, Expiry(text), false);
  }
  draft->Field(name, text, value.hidden);
}

}  // namespace klad::client
