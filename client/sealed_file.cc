#include "client/sealed_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"

namespace klad::client {
namespace {

constexpr size_t kNumber = 16;
constexpr size_t kChunk = 32 << 10;
constexpr size_t kSealedChunk = kChunk + crypto::kSealOverhead;

crypto::Context ChunkContext(const crypto::Identity& identity,
                             absl::string_view name, absl::string_view number,
                             uint64_t chunk, bool last) {
  crypto::Context context(crypto::label::kClientState,
                          identity.about().organisation());
  context.Add(identity.about().member()).Add(name).Add(number).Add(chunk);
  return context.Add(last ? "last" : "more");
}

}  // namespace

absl::Status WriteSealed(State* state, const StateLock& lock,
                         const crypto::Identity& identity,
                         absl::string_view name, absl::string_view bytes) {
  const Secret key = identity.StateKey();
  const std::string number(Secret::Random(kNumber).Expose());
  std::string file = number;
  file.reserve(kNumber + (bytes.size() / kChunk + 1) * kSealedChunk);
  for (uint64_t chunk = 0;; ++chunk) {
    const bool last = bytes.size() <= kChunk;
    absl::StrAppend(
        &file,
        crypto::Seal(key, ChunkContext(identity, name, number, chunk, last),
                     bytes.substr(0, kChunk)));
    if (last) break;
    bytes.remove_prefix(kChunk);
  }
  return state->Write(lock, name, file);
}

SealedFile::SealedFile(const State* state, const crypto::Identity* identity,
                       absl::string_view name, StateFile file)
    : state_(state),
      identity_(identity),
      name_(name),
      file_(std::move(file)),
      key_(identity->StateKey()) {}

absl::StatusOr<SealedFile> SealedFile::Open(const State& state,
                                            const crypto::Identity& identity,
                                            absl::string_view name) {
  ASSIGN_OR_RETURN(StateFile opened, state.OpenFile(name));
  SealedFile file(&state, &identity, name, std::move(opened));
  ASSIGN_OR_RETURN(file.number_, file.file_.Read(0, kNumber));
  if (file.file_.size() < kNumber + crypto::kSealOverhead) {
    return Damaged(state, name);
  }
  const size_t sealed = file.file_.size() - kNumber;
  file.chunks_ = (sealed + kSealedChunk - 1) / kSealedChunk;
  if (sealed < file.chunks_ * crypto::kSealOverhead) {
    return Damaged(state, name);
  }
  file.size_ = sealed - file.chunks_ * crypto::kSealOverhead;
  return file;
}

absl::StatusOr<std::string> SealedFile::Read(size_t offset, size_t size) const {
  if (offset > size_ || size > size_ - offset) return Damaged(*state_, name_);
  const size_t first = offset / kChunk;
  std::string bytes;
  bytes.reserve(size + 2 * kChunk);
  // An empty file has one chunk, and that must open too.
  for (size_t chunk = first; chunk < chunks_; ++chunk) {
    RETURN_IF_ERROR(AppendChunk(chunk, &bytes));
    if ((chunk + 1) * kChunk >= offset + size) break;
  }
  bytes.erase(0, offset - first * kChunk);
  bytes.resize(size);
  return bytes;
}

absl::Status SealedFile::AppendChunk(size_t chunk, std::string* out) const {
  ASSIGN_OR_RETURN(const std::string sealed,
                   file_.Read(kNumber + chunk * kSealedChunk, kSealedChunk));
  const auto opened = crypto::Open(
      key_,
      ChunkContext(*identity_, name_, number_, chunk, chunk + 1 == chunks_),
      sealed);
  if (!opened.ok()) return Damaged(*state_, name_);
  out->append(opened->Expose().data(), opened->size());
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadSealed(const State& state,
                                       const crypto::Identity& identity,
                                       absl::string_view name) {
  ASSIGN_OR_RETURN(const SealedFile file,
                   SealedFile::Open(state, identity, name));
  return file.Read(0, file.size());
}

absl::Status Damaged(const State& state, absl::string_view name) {
  return Error(ExitCode::kIntegrity,
               Say("the file $0/$1 is damaged or not this client's",
                   state.folder(), name),
               Tr("without it klad cannot tell whether the server takes "
                  "something back; if you know why it changed, remove it and "
                  "compare `klad status` with a colleague"));
}

}  // namespace klad::client
