#include "server/rotation/records.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/vault/departure.h"
#include "server/rotation/keys.h"
#include "server/rotation/refused.h"
#include "server/store/for_each.h"

namespace klad::rotation {
namespace {

// Of the rotations in a chunk, the numbers of the first and last; 0, 0: none.
std::pair<uint64_t, uint64_t> Numbers(const trust::v1::DepartureChunk& chunk) {
  std::pair<uint64_t, uint64_t> numbers;
  for (const trust::v1::Finding& finding : chunk.findings()) {
    if (!finding.has_rotation()) continue;
    if (numbers.first == 0) numbers.first = finding.rotation().number();
    numbers.second = finding.rotation().number();
  }
  return numbers;
}

}  // namespace

absl::StatusOr<StoredDeparture> Records::Load(absl::string_view member) const {
  const auto entry = store_->Get(DepartureKey(member));
  if (absl::IsNotFound(entry.status())) return Refused("departure-unknown");
  RETURN_IF_ERROR(entry.status());
  StoredDeparture stored;
  stored.revision = entry->revision;
  if (!stored.record.ParseFromString(entry->value) ||
      !stored.departure.ParseFromString(stored.record.departure().body())) {
    return absl::DataLossError("the record of a departure is damaged");
  }
  return stored;
}

absl::StatusOr<trust::v1::DepartureChunk> Records::Chunk(
    absl::string_view member, absl::string_view hash,
    std::string* bytes) const {
  auto entry = store_->Get(ChunkKey(member, hash));
  RETURN_IF_ERROR(entry.status());
  auto chunk = crypto::vault::ParseChunk(entry->value);
  if (!chunk.ok() || crypto::vault::HashChunk(entry->value).view() != hash) {
    return absl::DataLossError("part of a departure is damaged");
  }
  if (bytes != nullptr) *bytes = std::move(entry->value);
  return chunk;
}

// The safe of a rotation's credential; empty for tools and kits.
absl::StatusOr<std::string> Records::SafeOf(const StoredDeparture& stored,
                                            uint64_t number) const {
  for (const std::string& hash : stored.departure.chunks()) {
    ASSIGN_OR_RETURN(const trust::v1::DepartureChunk chunk,
                     Chunk(stored.departure.member(), hash, nullptr));
    const auto [first, last] = Numbers(chunk);
    if (number >= first && number <= last) return chunk.safe();
  }
  return Refused("rotation-unknown");
}

absl::StatusOr<v1::KeptChunk> Records::Keep(const StoredDeparture& stored,
                                            const std::string& hash) const {
  v1::KeptChunk kept;
  ASSIGN_OR_RETURN(
      const trust::v1::DepartureChunk chunk,
      Chunk(stored.departure.member(), hash, kept.mutable_chunk()));
  const auto [first, last] = Numbers(chunk);
  if (first == 0) return kept;
  const store::Range range = NotesOf(
      crypto::HashSigned(stored.record.departure()).view(), first, last);
  RETURN_IF_ERROR(store::ForEach(
      store_, range, [&](const store::Entry& entry) -> absl::Status {
        store::v1::RotationNoteRecord record;
        v1::RotationNoted& noted = *kept.add_notes();
        uint64_t number = 0;
        uint64_t sequence = 0;
        if (!record.ParseFromString(entry.value) ||
            !ParseNoteKey(entry.key, &number, &sequence)) {
          return absl::DataLossError("a note on a rotation is damaged");
        }
        noted.set_number(number);
        noted.set_sequence(sequence);
        *noted.mutable_note() = std::move(*record.mutable_note());
        return absl::OkStatus();
      }));
  return kept;
}

}  // namespace klad::rotation
