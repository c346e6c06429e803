// JSON whose memory is wiped when it is given back.
#ifndef KLAD_CLIENT_FORMATS_WIPED_JSON_H_
#define KLAD_CLIENT_FORMATS_WIPED_JSON_H_

#include <sodium.h>

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

template <typename T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor)
  WipingAllocator(const WipingAllocator<U>&) {}

  T* allocate(size_t n) { return std::allocator<T>().allocate(n); }
  void deallocate(T* data, size_t n) {
    sodium_memzero(static_cast<void*>(data), n * sizeof(T));
    std::allocator<T>().deallocate(data, n);
  }
  template <typename U>
  bool operator==(const WipingAllocator<U>&) const {
    return true;
  }
};

using WipedString =
    std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
using WipedJson =
    nlohmann::basic_json<std::map, std::vector, WipedString, bool, int64_t,
                         uint64_t, double, WipingAllocator>;

// A usage error that names the line, for bytes that are not JSON in UTF-8 or
// nest deeper than 64 levels.
absl::StatusOr<WipedJson> ParseWipedJson(absl::string_view bytes);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_WIPED_JSON_H_
