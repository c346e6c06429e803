// A QR code in characters, for a terminal or paper.
#ifndef KLAD_CLIENT_CLI_QR_H_
#define KLAD_CLIENT_CLI_QR_H_

#include <string>

#include "crypto/base/secret.h"

namespace klad::cli {

// Lines of half blocks, dark on light; empty when the text does not fit.
std::string QrCode(const Secret& text);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_QR_H_
