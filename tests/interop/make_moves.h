// The frozen vectors of a credential with attachments that moved from one safe
// to another.
#ifndef KLAD_TESTS_INTEROP_MAKE_MOVES_H_
#define KLAD_TESTS_INTEROP_MAKE_MOVES_H_

#include "tests/interop/vector_json.h"

namespace klad::interop {

json MakeMoves();

}  // namespace klad::interop

#endif  // KLAD_TESTS_INTEROP_MAKE_MOVES_H_
