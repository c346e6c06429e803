// Where departures lie in the store (server/store/keyspace.h).
#ifndef KLAD_SERVER_ROTATION_KEYS_H_
#define KLAD_SERVER_ROTATION_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/store/store.h"

namespace klad::rotation {

std::string DepartureKey(absl::string_view member);
std::string ChunkKey(absl::string_view member, absl::string_view hash);
// `departure`: hash of the signed one.
std::string NoteKey(absl::string_view departure, uint64_t number,
                    uint64_t sequence);
// The notes on rotations from `first` to `last`.
store::Range NotesOf(absl::string_view departure, uint64_t first,
                     uint64_t last);

// What NoteKey put in; false for another key.
bool ParseNoteKey(absl::string_view key, uint64_t* number, uint64_t* sequence);

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_KEYS_H_
