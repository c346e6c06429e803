// The channel to one server: mutual TLS 1.3 with the server pinned by the hash
// of its CA and its organisation, whatever its address.
#ifndef KLAD_CLIENT_SESSION_H_
#define KLAD_CLIENT_SESSION_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/tls_key.h"
#include "google/protobuf/message_lite.h"

namespace grpc {
class Channel;
}

namespace klad::client {

struct SessionOptions {
  std::string server;        // host:port
  std::string organisation;  // 16 bytes
  crypto::Digest ca_hash;
  std::string ca_der;           // as cached; empty or stale: it is fetched
  std::string certificate_der;  // the caller's own
  const crypto::TlsKey* key = nullptr;  // of the certificate; used in Connect
};

// Thread-safe. A call ends with what the server said, for Explain (refusal.h),
// or with an error of client/error.h:
//   kUnavailable  cannot connect
//   kIntegrity    not the server that was pinned: another CA or organisation
//   kLocked       the certificate is not let in: unknown there, or expired
// Connect without a cached CA ends with the first two as well.
class Session {
 public:
  static absl::StatusOr<std::unique_ptr<Session>> Connect(
      SessionOptions options);
  virtual ~Session() = default;

  // One call, such as "klad.v1.SystemService/Ping"; waits for the answer.
  virtual absl::Status Call(
      absl::string_view method, const google::protobuf::MessageLite& request,
      google::protobuf::MessageLite* response,
      std::chrono::milliseconds deadline = std::chrono::seconds(10)) = 0;

  // A call with many answers: `taken` is called after each, with `response`
  // filled, and whatever it returns but OK ends the call. Waits until the
  // server ends it; at the latest after half an hour.
  virtual absl::Status Stream(absl::string_view method,
                              const google::protobuf::MessageLite& request,
                              google::protobuf::MessageLite* response,
                              absl::FunctionRef<absl::Status()> taken) = 0;

  // The CA's certificate, to be cached; it has the pinned hash.
  virtual const std::string& ca_der() const = 0;

  // For calls without waiting, as the load program makes them. Statuses come
  // as gRPC brings them.
  virtual std::shared_ptr<grpc::Channel> channel() const = 0;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_SESSION_H_
