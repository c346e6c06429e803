// Bytes that must not be swapped, printed or copied by accident.
//
// All secrets of a process live in one locked, guarded arena of 4 MiB: a page
// for each, as sodium_malloc takes, fails after about 2,048. Bulk work goes in
// chunks that fit. Thread rules: a Secret is like a std::string; the arena
// behind it may be used from any thread.
#ifndef KLAD_CRYPTO_BASE_SECRET_H_
#define KLAD_CRYPTO_BASE_SECRET_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad {

class Secret {
 public:
  static constexpr size_t kArenaSize = 4 << 20;

  // Reserves and locks the arena. kResourceExhausted with a sentence when the
  // system does not let us lock it. Programs call this first; whoever does
  // not, ends in a fatal error at the first secret instead.
  static absl::Status Reserve();

  Secret() = default;
  explicit Secret(size_t size);  // zeros
  static Secret Random(size_t size);
  // The caller's copy is the caller's to wipe.
  static Secret Copy(absl::string_view bytes);

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  Secret Clone() const { return Copy(Expose()); }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // The bytes themselves: search for this name to see who reads secrets.
  absl::string_view Expose() const;
  unsigned char* Fill() { return data_; }

  // Keeps the first `size` bytes.
  void Truncate(size_t size);

  // In constant time for equal sizes.
  bool Equals(const Secret& other) const;

 private:
  unsigned char* data_ = nullptr;
  size_t size_ = 0;
  size_t allocated_ = 0;
};

}  // namespace klad

#endif  // KLAD_CRYPTO_BASE_SECRET_H_
