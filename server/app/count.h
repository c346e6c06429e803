// Numbers of things, as people say them.
#ifndef KLAD_SERVER_APP_COUNT_H_
#define KLAD_SERVER_APP_COUNT_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace klad::app {

// "1 record", "2 records".
inline std::string Count(uint64_t count, absl::string_view one,
                         absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_COUNT_H_
