// The frozen vectors of a small organisation: its roster, envelopes, an
// identity, and a safe with its credentials through two epochs.
#ifndef KLAD_TESTS_INTEROP_MAKE_ORGANISATION_H_
#define KLAD_TESTS_INTEROP_MAKE_ORGANISATION_H_

#include "tests/interop/vector_json.h"

namespace klad::interop {

json MakeOrganisation();

}  // namespace klad::interop

#endif  // KLAD_TESTS_INTEROP_MAKE_ORGANISATION_H_
