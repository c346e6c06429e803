#include "client/sealed_file.h"

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/seal.h"

namespace klad::client {
namespace {

constexpr size_t kChunk = 256 << 10;

crypto::Context ChunkContext(const crypto::Identity& identity,
                             absl::string_view name, uint64_t chunk,
                             bool last) {
  crypto::Context context(crypto::label::kClientState,
                          identity.about().organisation());
  context.Add(identity.about().member()).Add(name).Add(chunk);
  return context.Add(last ? "last" : "more");
}

}  // namespace

absl::Status WriteSealed(State* state, const StateLock& lock,
                         const crypto::Identity& identity,
                         absl::string_view name, absl::string_view bytes) {
  const Secret key = identity.StateKey();
  std::string file;
  file.reserve(bytes.size() + crypto::kSealOverhead * (bytes.size() / kChunk));
  for (uint64_t chunk = 0;; ++chunk) {
    const bool last = bytes.size() <= kChunk;
    absl::StrAppend(&file,
                    crypto::Seal(key, ChunkContext(identity, name, chunk, last),
                                 bytes.substr(0, kChunk)));
    if (last) break;
    bytes.remove_prefix(kChunk);
  }
  return state->Write(lock, name, file);
}

absl::StatusOr<std::string> ReadSealed(const State& state,
                                       const crypto::Identity& identity,
                                       absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string file, state.Read(name));
  const Secret key = identity.StateKey();
  std::string bytes;
  bytes.reserve(file.size());
  absl::string_view rest = file;
  for (uint64_t chunk = 0;; ++chunk) {
    constexpr size_t kSealed = kChunk + crypto::kSealOverhead;
    const bool last = rest.size() <= kSealed;
    const auto opened =
        crypto::Open(key, ChunkContext(identity, name, chunk, last),
                     rest.substr(0, kSealed));
    if (!opened.ok()) return Damaged(state, name);
    bytes.append(opened->Expose().data(), opened->size());
    if (last) return bytes;
    rest.remove_prefix(kSealed);
  }
}

absl::Status Damaged(const State& state, absl::string_view name) {
  return Error(
      ExitCode::kIntegrity,
      absl::StrCat("the file ", state.folder(), "/", name,
                   " is damaged or not this client's"),
      "without it klad cannot tell whether the server takes something back; "
      "if you know why it changed, remove it and compare `klad status` with a "
      "colleague");
}

}  // namespace klad::client
