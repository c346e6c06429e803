// Memory that is wiped when it is given back. Not locked: for what holds a
// whole file, and may have been swapped.
#ifndef KLAD_CLIENT_FORMATS_WIPED_H_
#define KLAD_CLIENT_FORMATS_WIPED_H_

#include <sodium.h>

#include <memory>
#include <string>

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

// Short strings lie inside the object and are not wiped by this.
using WipedString =
    std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

inline absl::string_view ViewOf(const WipedString& text) {
  return {text.data(), text.size()};
}

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_WIPED_H_
