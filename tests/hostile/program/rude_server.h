// A server with the right certificate that ends every call in words of its
// own, which kladd's own code would never send.
#ifndef KLAD_TESTS_HOSTILE_PROGRAM_RUDE_SERVER_H_
#define KLAD_TESTS_HOSTILE_PROGRAM_RUDE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/app/server_keys.h"

namespace klad::testing {

class RudeServer {
 public:
  // On `address`, which must be free, until it is destroyed.
  static absl::StatusOr<std::unique_ptr<RudeServer>> Start(
      const app::ServerKeys& keys, const std::string& address,
      const std::string& words);
  ~RudeServer();

 private:
  class Service;

  RudeServer() = default;

  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_HOSTILE_PROGRAM_RUDE_SERVER_H_
