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
#include "client/formats/wiped.h"

namespace klad::client {

using WipedJson =
    nlohmann::basic_json<std::map, std::vector, WipedString, bool, int64_t,
                         uint64_t, double, WipingAllocator>;

// Of a text that CheckJson() accepted; without members of the name `aside` at
// the top.
WipedJson ParseWipedJson(absl::string_view text, absl::string_view aside = "");

// A member of an object; null where there is none.
const WipedJson& MemberOf(const WipedJson& object, absl::string_view name);

// A string's characters; nothing of another value.
absl::string_view TextOf(const WipedJson& value);
absl::string_view TextOf(const WipedJson& object, absl::string_view name);

// A string as it is, any other value as JSON writes it; nothing of null and
// of empty lists and objects.
WipedString ContentOf(const WipedJson& value);

bool IsTrue(const WipedJson& value);
bool IsNothing(const WipedJson& value);

// All texts of a value together, in bytes.
size_t TextSize(const WipedJson& value);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_WIPED_JSON_H_
