// JSON whose memory is wiped when it is given back.
#ifndef KLAD_CLIENT_FORMATS_WIPED_JSON_H_
#define KLAD_CLIENT_FORMATS_WIPED_JSON_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/formats/wiped.h"

namespace klad::client {

using WipedJson =
    nlohmann::basic_json<std::map, std::vector, WipedString, bool, int64_t,
                         uint64_t, double, WipingAllocator,
                         nlohmann::adl_serializer,
                         std::vector<uint8_t, WipingAllocator<uint8_t>>>;

// Of a text that CheckJson() accepted; without members of the name `aside` at
// the top. Products write the same value as a text, a number or a truth value:
// all three are texts here, numbers as long as they are written. (Numbers and
// truth values are the parser's "binary", which no JSON has.)
WipedJson ParseWipedJson(absl::string_view text, absl::string_view aside = "");

// A member of an object; null where there is none.
const WipedJson& MemberOf(const WipedJson& object, absl::string_view name);

// Neither null nor a list nor an object.
bool IsText(const WipedJson& value);
// The characters of a text; nothing of another value.
absl::string_view TextOf(const WipedJson& value);
absl::string_view TextOf(const WipedJson& object, absl::string_view name);

// A text as it is, a list or an object as JSON writes it; nothing of null and
// of empty ones.
WipedString ContentOf(const WipedJson& value);

// Of a text that is a whole number.
absl::optional<int64_t> NumberOf(const WipedJson& value);
bool IsTrue(const WipedJson& value);
bool IsNothing(const WipedJson& value);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_WIPED_JSON_H_
