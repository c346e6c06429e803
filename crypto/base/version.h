// What both programs answer to --version.
#ifndef KLAD_CRYPTO_BASE_VERSION_H_
#define KLAD_CRYPTO_BASE_VERSION_H_

namespace klad {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace klad

#endif  // KLAD_CRYPTO_BASE_VERSION_H_
