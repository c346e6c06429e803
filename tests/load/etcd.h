// Debian's etcd-server as a yardstick: one node, mutual TLS, loopback.
#ifndef KLAD_TESTS_LOAD_ETCD_H_
#define KLAD_TESTS_LOAD_ETCD_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/load/driver.h"
#include "tests/support/process.h"

namespace klad::load {

class Etcd {
 public:
  // Into `folder`, which exists, with as many keys as there are credentials,
  // each of 300 bytes.
  static absl::StatusOr<std::unique_ptr<Etcd>> Start(const std::string& program,
                                                     const std::string& folder,
                                                     int keys);

  const Lanes& lanes() const { return lanes_; }

  // Linearizable, of one key, as etcd's clients read.
  std::vector<grpc::ByteBuffer> Ranges() const;
  std::vector<grpc::ByteBuffer> Puts() const;

  static constexpr char kRange[] = "etcdserverpb.KV/Range";
  static constexpr char kPut[] = "etcdserverpb.KV/Put";

 private:
  explicit Etcd(int keys) : keys_(keys) {}

  const int keys_;
  testing::Process process_;
  Lanes lanes_;
};

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_ETCD_H_
