#include "crypto/base/arena.h"

#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace klad {
namespace {

constexpr size_t kAlign = 16;

size_t Rounded(size_t size) { return (size + kAlign - 1) / kAlign * kAlign; }

}  // namespace

absl::Status Arena::Reserve() {
  MutexLock lock(&mutex_);
  return ReserveLocked();
}

absl::Status Arena::ReserveLocked() {
  if (base_ != nullptr) return absl::OkStatus();
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void* mapped = mmap(nullptr, size_ + 2 * page, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) {
    return absl::ResourceExhaustedError("cannot reserve memory for secrets");
  }
  auto* base = static_cast<unsigned char*>(mapped) + page;
  // The limit is charged here, the pages as they are first touched: locking
  // all of them took a third of a short command's time.
  if (mprotect(base, size_, PROT_READ | PROT_WRITE) != 0 ||
      mlock2(base, size_, MLOCK_ONFAULT) != 0 ||
      madvise(base, size_, MADV_DONTDUMP) != 0) {
    const int error = errno;
    munmap(mapped, size_ + 2 * page);
    return absl::ResourceExhaustedError(absl::StrCat(
        "cannot lock ", size_ >> 20, " MiB of memory for secrets: ",
        strerror(error), "; raise the limit (ulimit -l)"));
  }
  base_ = base;
  free_ = {{0, size_}};
  return absl::OkStatus();
}

unsigned char* Arena::Allocate(size_t size) {
  const size_t wanted = Rounded(size);
  MutexLock lock(&mutex_);
  if (!ReserveLocked().ok()) return nullptr;
  for (auto it = free_.begin(); it != free_.end(); ++it) {
    const auto [offset, room] = *it;
    if (room < wanted) continue;
    free_.erase(it);
    if (room > wanted) free_.emplace(offset + wanted, room - wanted);
    return base_ + offset;
  }
  return nullptr;
}

void Arena::Free(unsigned char* data, size_t size) {
  sodium_memzero(data, size);
  MutexLock lock(&mutex_);
  const size_t offset = static_cast<size_t>(data - base_);
  auto it = free_.emplace(offset, Rounded(size)).first;
  const auto next = std::next(it);
  if (next != free_.end() && it->first + it->second == next->first) {
    it->second += next->second;
    free_.erase(next);
  }
  if (it == free_.begin()) return;
  const auto before = std::prev(it);
  if (before->first + before->second == it->first) {
    before->second += it->second;
    free_.erase(it);
  }
}

}  // namespace klad
