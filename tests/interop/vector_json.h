// Hexadecimal fields and contexts in the JSON of crypto/testdata.
#ifndef KLAD_TESTS_INTEROP_VECTOR_JSON_H_
#define KLAD_TESTS_INTEROP_VECTOR_JSON_H_

#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"
#include "nlohmann/json.hpp"

namespace klad::interop {

using nlohmann::json;

inline std::string Hex(absl::string_view bytes) {
  return absl::BytesToHexString(bytes);
}
inline std::string Bytes(const json& vector, const char* name) {
  return absl::HexStringToBytes(vector.at(name).get<std::string>());
}
inline Secret SecretBytes(const json& vector, const char* name) {
  return Secret::Copy(Bytes(vector, name));
}
inline std::string Text(const json& vector, const char* name) {
  return vector.at(name).get<std::string>();
}

// {"label": text, "organisation": hex, "fields": [hex or number, ...]}
inline crypto::Context ToContext(const json& value) {
  crypto::Context context(Text(value, "label"), Bytes(value, "organisation"));
  for (const json& field : value.at("fields")) {
    if (field.is_number()) {
      context.Add(field.get<uint64_t>());
    } else {
      context.Add(absl::HexStringToBytes(field.get<std::string>()));
    }
  }
  return context;
}

}  // namespace klad::interop

#endif  // KLAD_TESTS_INTEROP_VECTOR_JSON_H_
