#include "client/web/private_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace klad::web {
namespace {

struct Block4 {
  uint8_t first[4];
  int bits;
};

constexpr Block4 kPrivate4[] = {
    {{0, 0, 0, 0}, 8},     {{10, 0, 0, 0}, 8},      {{100, 64, 0, 0}, 10},
    {{127, 0, 0, 0}, 8},   {{169, 254, 0, 0}, 16},  {{172, 16, 0, 0}, 12},
    {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},    {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24}, {{203, 0, 113, 0}, 24},
    {{224, 0, 0, 0}, 3},
};

struct Prefix6 {
  uint8_t first[12];
  int bits;
  int v4_at;  // where the IPv4 address lies that it stands for; -1: it does not
};

// Of 2000::/3, which is all that is given out: what is set aside. Everything
// outside it is private but for what stands for an IPv4 address.
constexpr Prefix6 kSpecial6[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},  // mapped
    {{0, 0x64, 0xff, 0x9b}, 96, 12},                       // NAT64
    {{0x20, 0x02}, 16, 2},                                 // 6to4
    {{0x20, 0x01, 0, 0}, 23, -1},                          // Teredo and others
    {{0x20, 0x01, 0x0d, 0xb8}, 32, -1},                    // documentation
};

bool Starts(const uint8_t* address, const uint8_t* prefix, int bits) {
  const int bytes = bits / 8;
  if (std::memcmp(address, prefix, bytes) != 0) return false;
  if (bits % 8 == 0) return true;
  const int shift = 8 - bits % 8;
  return address[bytes] >> shift == prefix[bytes] >> shift;
}

bool IsPrivate4(const uint8_t* address) {
  return std::any_of(std::begin(kPrivate4), std::end(kPrivate4),
                     [address](const Block4& block) {
                       return Starts(address, block.first, block.bits);
                     });
}

bool IsPrivate6(const uint8_t* address) {
  for (const Prefix6& special : kSpecial6) {
    if (Starts(address, special.first, special.bits)) {
      return special.v4_at < 0 || IsPrivate4(address + special.v4_at);
    }
  }
  return address[0] >> 5 != 1;
}

}  // namespace

bool IsPrivate(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return IsPrivate4(reinterpret_cast<const uint8_t*>(&v4.sin_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    return IsPrivate6(v6.sin6_addr.s6_addr);
  }
  return true;
}

}  // namespace klad::web
