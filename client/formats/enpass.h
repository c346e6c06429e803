// Enpass 6's JSON export
// (support.enpass.io/app/export/exporting_data_from_enpass.htm), and what the
// labels of its tables say.
#ifndef KLAD_CLIENT_FORMATS_ENPASS_H_
#define KLAD_CLIENT_FORMATS_ENPASS_H_

#include "absl/strings/string_view.h"
#include "client/formats/card.h"
#include "client/formats/draft.h"
#include "client/formats/format.h"

namespace klad::client {

Format EnpassJson();

// Whether Enpass's own templates have a field of this name, in English,
// Russian, German, French or Spanish; "*" before it marks a secret.
bool IsEnpassLabel(absl::string_view label);

// One label and its value, of a table. What belongs to a payment card is put
// into `card` and goes where the value does; a label that is nobody's stays as
// the name of a field.
void TakeEnpassPair(absl::string_view label, absl::string_view value,
                    Card* card, Draft* draft);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_ENPASS_H_
