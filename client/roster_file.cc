#include "client/roster_file.h"

#include <utility>

#include "client/sealed_file.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/checkpoint.h"
#include "klad/client/v1/state.pb.h"

namespace klad::client {
namespace {

std::string Bytes(absl::Span<const trust::v1::Signed> entries) {
  client::v1::RosterFile file;
  *file.mutable_entries() = {entries.begin(), entries.end()};
  return file.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::vector<trust::v1::Signed>> ReadRosterEntries(
    const State& folder) {
  ASSIGN_OR_RETURN(const std::string bytes, folder.Read(kRosterFile));
  client::v1::RosterFile file;
  if (!file.ParseFromString(bytes) || file.entries().empty()) {
    return Damaged(folder, kRosterFile);
  }
  return std::vector<trust::v1::Signed>(
      std::make_move_iterator(file.mutable_entries()->begin()),
      std::make_move_iterator(file.mutable_entries()->end()));
}

absl::Status WriteRosterEntries(State* folder, const StateLock& lock,
                                absl::Span<const trust::v1::Signed> entries) {
  return folder->Write(lock, kRosterFile, Bytes(entries));
}

// Two messages one after the other are one with the entries of both.
absl::Status AppendRosterEntries(State* folder, const StateLock& lock,
                                 absl::Span<const trust::v1::Signed> entries) {
  ASSIGN_OR_RETURN(const std::string before, folder->Read(kRosterFile));
  ASSIGN_OR_RETURN(StateWriter writer, folder->BeginWrite(lock, kRosterFile));
  RETURN_IF_ERROR(writer.Append(before));
  RETURN_IF_ERROR(writer.Append(Bytes(entries)));
  return writer.Commit();
}

absl::StatusOr<RosterCheckpoint> ReadRosterCheckpoint(
    const State& folder, const crypto::Identity& identity) {
  ASSIGN_OR_RETURN(const StateFile entries, folder.OpenFile(kRosterFile));
  ASSIGN_OR_RETURN(const SealedFile sealed,
                   SealedFile::Open(folder, identity, kRosterCheckpoint));
  ASSIGN_OR_RETURN(const std::string bytes, sealed.Read(0, sealed.size()));
  client::v1::RosterCheckpoint file;
  if (!file.ParseFromString(bytes) || file.entries_size() != entries.size()) {
    return Damaged(folder, kRosterCheckpoint);
  }
  ASSIGN_OR_RETURN(
      crypto::roster::State roster,
      crypto::roster::UnpackState(std::move(*file.mutable_state())));
  return RosterCheckpoint{std::move(roster), {sealed.number(), entries.size()}};
}

absl::StatusOr<RosterMark> WriteRosterCheckpoint(
    State* folder, const StateLock& lock, const crypto::Identity& identity,
    const crypto::roster::State& roster) {
  client::v1::RosterCheckpoint file;
  ASSIGN_OR_RETURN(const StateFile entries, folder->OpenFile(kRosterFile));
  file.set_entries_size(entries.size());
  file.set_state(crypto::roster::PackState(roster));
  RETURN_IF_ERROR(WriteSealed(folder, lock, identity, kRosterCheckpoint,
                              file.SerializeAsString()));
  return ReadRosterMark(*folder, identity);
}

absl::StatusOr<RosterMark> ReadRosterMark(const State& folder,
                                          const crypto::Identity& identity) {
  ASSIGN_OR_RETURN(const StateFile entries, folder.OpenFile(kRosterFile));
  ASSIGN_OR_RETURN(const SealedFile sealed,
                   SealedFile::Open(folder, identity, kRosterCheckpoint));
  return RosterMark{sealed.number(), entries.size()};
}

}  // namespace klad::client
