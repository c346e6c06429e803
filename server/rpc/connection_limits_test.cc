#include "server/rpc/connection_limits.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/rpc/peer_address.h"
#include "server/rpc/sockets.h"

namespace klad::rpc {
namespace {

using std::chrono::milliseconds;

constexpr SteadyTime kNow{};

TEST(ConnectionLimits, HoldOverAllAndForEachAddress) {
  ConnectionLimits limits({.connections = 3, .connections_per_address = 2});
  EXPECT_TRUE(limits.Enter("a", kNow));
  EXPECT_TRUE(limits.Enter("a", kNow));
  EXPECT_FALSE(limits.Enter("a", kNow));
  EXPECT_TRUE(limits.Enter("b", kNow));
  EXPECT_FALSE(limits.Enter("c", kNow));
  limits.Leave("a");
  EXPECT_TRUE(limits.Enter("c", kNow));
  EXPECT_EQ(limits.connections(), 3);
}

TEST(ConnectionLimits, RateIsOfOneAddress) {
  ConnectionLimits limits({.new_per_second = 50, .new_burst = 3});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(limits.Enter("a", kNow));
    limits.Leave("a");
  }
  EXPECT_FALSE(limits.Enter("a", kNow));
  EXPECT_TRUE(limits.Enter("b", kNow));
  EXPECT_TRUE(limits.Enter("a", kNow + milliseconds(21)));
  EXPECT_FALSE(limits.Enter("a", kNow + milliseconds(21)));
}

TEST(ConnectionLimits, QuietAddressesAreForgotten) {
  ConnectionLimits limits({.connections = 100'000, .new_burst = 2});
  for (int i = 0; i < 8192; ++i) {
    EXPECT_TRUE(limits.Enter(std::to_string(i), kNow));
    limits.Leave(std::to_string(i));
  }
  EXPECT_FALSE(limits.Enter("one more", kNow));
  EXPECT_TRUE(limits.Enter("one more", kNow + milliseconds(1'000)));
}

sockaddr_storage V6(const char* text) {
  sockaddr_storage storage{};
  auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(7);
  EXPECT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
  return storage;
}

TEST(PeerAddress, Ipv6CountsByItsNetwork) {
  const PeerAddress one = PeerAddress::From(V6("2001:db8::1"));
  EXPECT_EQ(one.group, PeerAddress::From(V6("2001:db8::2")).group);
  EXPECT_NE(one.group, PeerAddress::From(V6("2001:db8:0:1::1")).group);
  EXPECT_EQ(one.uri, "ipv6:%5B2001:db8::1%5D:7");
}

TEST(PeerAddress, Ipv4InsideIpv6IsIpv4) {
  const PeerAddress inner = PeerAddress::From(V6("::ffff:192.0.2.1"));
  EXPECT_EQ(inner.group, "192.0.2.1");
  EXPECT_EQ(inner.uri, "ipv4:192.0.2.1:7");
}

TEST(Sockets, OnlyRootAndOurselvesAdminister) {
  EXPECT_TRUE(MayAdminister(0, 1000));
  EXPECT_TRUE(MayAdminister(1000, 1000));
  EXPECT_FALSE(MayAdminister(1001, 1000));
  EXPECT_FALSE(MayAdminister(1001, 0));
}

}  // namespace
}  // namespace klad::rpc
