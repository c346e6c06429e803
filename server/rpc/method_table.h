// Which function serves which method, under which policy.
#ifndef KLAD_SERVER_RPC_METHOD_TABLE_H_
#define KLAD_SERVER_RPC_METHOD_TABLE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "klad/v1/policy.pb.h"
#include "server/access/refusal.h"
#include "server/rpc/call.h"

namespace klad::rpc {

struct Method {
  std::string name;  // "klad.v1.SystemService/Ping"
  v1::Policy policy;
  size_t index = 0;       // position among all methods
  bool reserved = false;  // has a lane of its own when workers are busy
  bool stream = false;    // many messages; see call.h
  std::function<absl::Status(const Call&, std::string* response)> run;
};

// Bind every method, Build once, then share: lookups are thread-safe.
class MethodTable {
 public:
  // `handler`: absl::Status(const Call&, const Req&, Resp*). Of a method that
  // streams, it makes one message (call.h).
  template <typename Req, typename Resp, typename Handler>
  void Bind(absl::string_view name, Handler handler) {
    Add(name, Req::descriptor(), Resp::descriptor(),
        [handler = std::move(handler)](const Call& call,
                                       std::string* response) {
          Req request;
          if (!request.ParseFromArray(call.raw.data(),
                                      static_cast<int>(call.raw.size()))) {
            return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "request"}});
          }
          Resp answer;
          absl::Status status = handler(call, request, &answer);
          if (status.ok()) answer.SerializeToString(response);
          return status;
        });
  }

  // Every method of klad.v1 that is not bound yet, for whoever serves calls
  // without reading them: from bytes to bytes.
  void BindRest(
      const std::function<absl::Status(const Call&, std::string* response)>&
          serve);

  // A durable method that ends somebody's access: its calls pass others.
  void Reserve(absl::string_view name);

  // kInternal with a sentence unless every method of every service of klad.v1
  // is bound exactly once, with its own types, under a policy that
  // access::CheckPolicy takes. Only servers stream, and never wait. A server
  // does not start otherwise.
  absl::Status Build();

  // As Build, over the files of another package.
  absl::Status Build(
      const std::vector<const google::protobuf::FileDescriptor*>& files);

  const Method* Find(absl::string_view name) const;  // null: no such method
  const std::vector<Method>& methods() const { return methods_; }

 private:
  struct Bound {
    const google::protobuf::Descriptor* request;
    const google::protobuf::Descriptor* response;
    std::function<absl::Status(const Call&, std::string*)> run;
  };
  void Add(absl::string_view name, const google::protobuf::Descriptor* request,
           const google::protobuf::Descriptor* response,
           std::function<absl::Status(const Call&, std::string*)> run);
  absl::Status BuildMethod(const google::protobuf::MethodDescriptor& method);

  absl::flat_hash_map<std::string, Bound> bound_;
  std::vector<std::string> reserved_;
  absl::Status error_;  // the first mistake of Bind and Reserve
  std::vector<Method> methods_;
  absl::flat_hash_map<std::string, size_t> by_name_;
};

// The files of klad.v1 that are linked into this program.
std::vector<const google::protobuf::FileDescriptor*> ServedFiles();

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_METHOD_TABLE_H_
