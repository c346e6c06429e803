#include "client/roster_file.h"

#include <algorithm>
#include <istream>
#include <streambuf>
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

// Before the state: of the file of the entries, in this machine's byte order.
using EntriesSize = uint64_t;

// What a sealed file holds, opened as it is read: all of it at once would be
// megabytes that are touched for nothing. It ends where a chunk does not open.
class SealedStream : public std::streambuf {
 public:
  // The file outlives it.
  explicit SealedStream(const SealedFile* file)
      : reader_(file, 0), left_(file->size()) {}

 protected:
  int_type underflow() override {
    const auto bytes = reader_.Next(std::min(left_, kPiece));
    if (!bytes.ok() || bytes->empty()) return traits_type::eof();
    left_ -= bytes->size();
    auto* begin = const_cast<char*>(bytes->data());  // nothing is put back
    setg(begin, begin, begin + bytes->size());
    return traits_type::to_int_type(*begin);
  }

 private:
  static constexpr size_t kPiece = 32 << 10;

  SealedReader reader_;
  size_t left_;
};

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
  SealedStream bytes(&sealed);
  std::istream in(&bytes);
  EntriesSize size = 0;
  in.read(reinterpret_cast<char*>(&size), sizeof size);
  if (!in.good() || size != entries.size()) {
    return Damaged(folder, kRosterCheckpoint);
  }
  ASSIGN_OR_RETURN(crypto::roster::State roster,
                   crypto::roster::UnpackState(in));
  return RosterCheckpoint{std::move(roster), {sealed.number(), entries.size()}};
}

absl::StatusOr<RosterMark> WriteRosterCheckpoint(
    State* folder, const StateLock& lock, const crypto::Identity& identity,
    const crypto::roster::State& roster) {
  ASSIGN_OR_RETURN(const StateFile entries, folder->OpenFile(kRosterFile));
  const EntriesSize size = entries.size();
  ASSIGN_OR_RETURN(
      SealedWriter writer,
      SealedWriter::Begin(folder, lock, identity, kRosterCheckpoint));
  RETURN_IF_ERROR(writer.Append(
      absl::string_view(reinterpret_cast<const char*>(&size), sizeof size)));
  RETURN_IF_ERROR(writer.Append(crypto::roster::PackState(roster)));
  RETURN_IF_ERROR(writer.Finish());
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
