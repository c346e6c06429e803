#include "crypto/context.h"

namespace klad::crypto {
namespace {

void AppendBigEndian(uint64_t number, int size, std::string* out) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(number >> shift & 0xff));
  }
}

}  // namespace

Context& Context::Add(absl::string_view field) {
  AppendBigEndian(field.size(), 4, &bytes_);
  bytes_.append(field.data(), field.size());
  return *this;
}

Context& Context::Add(uint64_t number) {
  AppendBigEndian(8, 4, &bytes_);
  AppendBigEndian(number, 8, &bytes_);
  return *this;
}

}  // namespace klad::crypto
