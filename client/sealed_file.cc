#include "client/sealed_file.h"

#include <utility>

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

SealedWriter::SealedWriter(StateWriter file, const crypto::Identity* identity,
                           absl::string_view name)
    : file_(std::move(file)),
      identity_(identity),
      name_(name),
      key_(identity->StateKey()),
      number_(Secret::Random(kNumber).Expose()) {}

absl::StatusOr<SealedWriter> SealedWriter::Begin(
    State* state, const StateLock& lock, const crypto::Identity& identity,
    absl::string_view name) {
  ASSIGN_OR_RETURN(StateWriter file, state->BeginWrite(lock, name));
  SealedWriter writer(std::move(file), &identity, name);
  RETURN_IF_ERROR(writer.file_.Append(writer.number_));
  return writer;
}

// A full chunk waits: it may be the last.
absl::Status SealedWriter::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (chunk_.size() == kChunk) RETURN_IF_ERROR(SealChunk(false));
    const absl::string_view fits = bytes.substr(0, kChunk - chunk_.size());
    chunk_.append(fits.data(), fits.size());
    bytes.remove_prefix(fits.size());
  }
  return absl::OkStatus();
}

absl::Status SealedWriter::SealChunk(bool last) {
  RETURN_IF_ERROR(file_.Append(crypto::Seal(
      key_, ChunkContext(*identity_, name_, number_, chunks_++, last),
      chunk_)));
  chunk_.clear();
  return absl::OkStatus();
}

absl::Status SealedWriter::Finish() {
  RETURN_IF_ERROR(SealChunk(true));
  return file_.Commit();
}

absl::Status WriteSealed(State* state, const StateLock& lock,
                         const crypto::Identity& identity,
                         absl::string_view name, absl::string_view bytes) {
  ASSIGN_OR_RETURN(SealedWriter writer,
                   SealedWriter::Begin(state, lock, identity, name));
  RETURN_IF_ERROR(writer.Append(bytes));
  return writer.Finish();
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

SealedReader::SealedReader(const SealedFile* file, size_t offset)
    : file_(file), chunk_(offset / kChunk), skip_(offset % kChunk) {}

absl::StatusOr<absl::string_view> SealedReader::Next(size_t size) {
  if (opened_.size() - taken_ < size) {
    opened_.erase(0, std::exchange(taken_, 0));
  }
  while (opened_.size() < size) {
    if (chunk_ == file_->chunks_) return Damaged(*file_->state_, file_->name_);
    RETURN_IF_ERROR(file_->AppendChunk(chunk_++, &opened_));
    if (skip_ > opened_.size()) return Damaged(*file_->state_, file_->name_);
    opened_.erase(0, std::exchange(skip_, 0));
  }
  const absl::string_view next(opened_.data() + taken_, size);
  taken_ += size;
  return next;
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
