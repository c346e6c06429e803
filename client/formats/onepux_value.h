// Values of 1Password's fields: an object whose only member names their kind,
// or another value, of no kind.
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
  bool hidden = true;  // or of a kind that is not known
};
OnePuxValue ReadOnePuxValue(const WipedJson& value);

// Under this name what Klad has no other place for. An address goes to the
// others, and under the name too.
void TakeOnePuxField(const std::string& name, const OnePuxValue& value,
                     const WipedJson& raw, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ONEPUX_VALUE_H_
