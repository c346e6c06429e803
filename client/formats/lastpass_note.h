// LastPass keeps its other kinds of entries inside secure notes, as lines of
// "Name:value" behind a "NoteType:" line.
#ifndef KLAD_CLIENT_FORMATS_LASTPASS_NOTE_H_
#define KLAD_CLIENT_FORMATS_LASTPASS_NOTE_H_

#include "absl/strings/string_view.h"
#include "client/formats/draft.h"

namespace klad::client {

// A note without that line is a note.
void TakeLastPassNote(absl::string_view extra, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_LASTPASS_NOTE_H_
