#include "server/rotation/keys.h"

#include "absl/strings/str_cat.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::rotation {
namespace {

constexpr size_t kNumberSize = 8;
// NUMBER/SEQUENCE
constexpr size_t kNoteTail = 2 * kNumberSize + 1;

std::string NotesBegin(absl::string_view departure, uint64_t number) {
  return absl::StrCat(store::kRotationNotePrefix, departure, "/",
                      BigEndian(number));
}

}  // namespace

std::string DepartureKey(absl::string_view member) {
  return absl::StrCat(store::kDeparturePrefix, member);
}

std::string ChunkKey(absl::string_view member, absl::string_view hash) {
  return absl::StrCat(store::kDepartureChunkPrefix, member, "/", hash);
}

std::string NoteKey(absl::string_view departure, uint64_t number,
                    uint64_t sequence) {
  return absl::StrCat(NotesBegin(departure, number), "/", BigEndian(sequence));
}

store::Range NotesOf(absl::string_view departure, uint64_t first,
                     uint64_t last) {
  return {NotesBegin(departure, first), NotesBegin(departure, last + 1)};
}

bool ParseNoteKey(absl::string_view key, uint64_t* number, uint64_t* sequence) {
  if (key.size() < kNoteTail) return false;
  const absl::string_view tail = key.substr(key.size() - kNoteTail);
  return ParseBigEndian(tail.substr(0, kNumberSize), number) &&
         ParseBigEndian(tail.substr(kNumberSize + 1), sequence);
}

}  // namespace klad::rotation
