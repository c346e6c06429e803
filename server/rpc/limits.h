// What one server takes on, all in one place.
#ifndef KLAD_SERVER_RPC_LIMITS_H_
#define KLAD_SERVER_RPC_LIMITS_H_

#include <cstddef>

namespace klad::rpc {

struct Limits {
  // Connections. An address is an IPv4 address or an IPv6 /64.
  int connections = 1024;
  int connections_per_address = 256;
  double new_per_second = 50;  // of one address
  double new_burst = 200;
  int handshake_ms = 5'000;
  int idle_ms = 5 * 60'000;
  int age_ms = 30 * 60'000;

  // HTTP/2.
  int message_bytes = 1 << 20;
  int metadata_bytes = 8 << 10;
  int streams = 64;
  int frame_bytes = 16 << 10;

  // Calls.
  int call_ms = 10'000;         // every deadline is clamped to it
  int stream_ms = 30 * 60'000;  // that of a stream to this
  int open_streams = 256;
  int member_streams = 8;
  int in_flight = 1024;
  int member_in_flight = 128;
  double member_per_second = 60'000;
  double denial_cost = 3'000;  // in calls, since it is written down for good

  // Workers, for whatever waits for a commit: while some wait for the disk,
  // others check what goes with the next sync.
  size_t workers = 64;
  size_t queue = 512;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_LIMITS_H_
