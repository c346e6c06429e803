#include "crypto/cost/cost.h"

namespace klad::crypto {

// The least that libsodium takes: tests are about everything else.
const PassphraseCost kPassphraseCost = {8192, 1};

}  // namespace klad::crypto
