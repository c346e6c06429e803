// The frozen vectors of what identity and primitives are made into.
#ifndef KLAD_TESTS_INTEROP_MAKE_FORMATS_H_
#define KLAD_TESTS_INTEROP_MAKE_FORMATS_H_

#include "tests/interop/vector_json.h"

namespace klad::interop {

json MakeFormats();

}  // namespace klad::interop

#endif  // KLAD_TESTS_INTEROP_MAKE_FORMATS_H_
