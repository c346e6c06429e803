#ifndef KLAD_SERVER_APP_VERSION_H_
#define KLAD_SERVER_APP_VERSION_H_

namespace klad::app {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_VERSION_H_
