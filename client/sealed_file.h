// Files of the state folder that are sealed under the identity: what a thief
// of the disk may neither read nor change unnoticed.
#ifndef KLAD_CLIENT_SEALED_FILE_H_
#define KLAD_CLIENT_SEALED_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/state.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"

namespace klad::client {

// A random number of this file, then chunks of 32 KiB, numbered, the last one
// marked, each bound to both and to the file's name: dropping, swapping or
// repeating one, or taking one from an older file, does not open. State, lock
// and identity outlive it.
class SealedWriter {
 public:
  static absl::StatusOr<SealedWriter> Begin(State* state, const StateLock& lock,
                                            const crypto::Identity& identity,
                                            absl::string_view name);

  absl::Status Append(absl::string_view bytes);

  // Durable. The last call; without it the old file stays.
  absl::Status Finish();

 private:
  SealedWriter(StateWriter file, const crypto::Identity* identity,
               absl::string_view name);

  absl::Status SealChunk(bool last);

  StateWriter file_;
  const crypto::Identity* identity_;
  std::string name_;
  Secret key_;
  std::string number_;
  std::string chunk_;  // what is not written yet
  uint64_t chunks_ = 0;
};

absl::Status WriteSealed(State* state, const StateLock& lock,
                         const crypto::Identity& identity,
                         absl::string_view name, absl::string_view bytes);

// Reads parts of such a file without opening the rest. The state and the
// identity outlive it.
class SealedFile {
 public:
  // kNotFound when there is none.
  static absl::StatusOr<SealedFile> Open(const State& state,
                                         const crypto::Identity& identity,
                                         absl::string_view name);

  size_t size() const { return size_; }
  // The random number: whoever writes the file gives it another.
  const std::string& number() const { return number_; }

  // Exit kIntegrity when it does not open, or the file ends before.
  absl::StatusOr<std::string> Read(size_t offset, size_t size) const;

 private:
  friend class SealedReader;
  SealedFile(const State* state, const crypto::Identity* identity,
             absl::string_view name, StateFile file);

  absl::Status AppendChunk(size_t chunk, std::string* out) const;

  const State* state_;
  const crypto::Identity* identity_;
  std::string name_;
  StateFile file_;
  Secret key_;
  std::string number_;
  size_t chunks_ = 0;  // 0: not a sealed file
  size_t size_ = 0;
};

// Reads on from one place, a little at a time; the file outlives it.
class SealedReader {
 public:
  SealedReader(const SealedFile* file, size_t offset);

  // The next bytes, valid until the next call. Errors as of Read().
  absl::StatusOr<absl::string_view> Next(size_t size);

 private:
  const SealedFile* file_;
  size_t chunk_;        // the next to be opened
  size_t skip_;         // of its bytes
  std::string opened_;  // chunks, of which
  size_t taken_ = 0;    // were given away
};

// The whole of it. kNotFound when there is none; exit kIntegrity when it does
// not open.
absl::StatusOr<std::string> ReadSealed(const State& state,
                                       const crypto::Identity& identity,
                                       absl::string_view name);

// What to say of a file that is not what this client wrote.
absl::Status Damaged(const State& state, absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SEALED_FILE_H_
