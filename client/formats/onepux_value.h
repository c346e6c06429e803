// Values of 1Password's fields: an object whose only member names their kind.
#ifndef KLAD_CLIENT_FORMATS_ONEPUX_VALUE_H_
#define KLAD_CLIENT_FORMATS_ONEPUX_VALUE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"
#include "client/formats/wiped_json.h"

namespace klad::client {

struct OnePuxValue {
  std::string kind;  // "string", "concealed", "totp", "file", ...
  WipedString text;  // dates as 2026-11-22, months as 202611
  bool hidden = false;
};
OnePuxValue ReadOnePuxValue(const WipedJson& value);

// Of a login's own field: a text, or an object with an e-mail address.
WipedString OnePuxLoginText(const WipedJson& value);

// Under this name what Klad has no other place for.
void TakeOnePuxField(absl::string_view name, const OnePuxValue& value,
                     const WipedJson& raw, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ONEPUX_VALUE_H_
