#include "crypto/cost/cost.h"

namespace klad::crypto {

const PassphraseCost kPassphraseCost = {size_t{256} << 20, 3};

}  // namespace klad::crypto
