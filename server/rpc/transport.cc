#include "server/rpc/transport.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <utility>
#include <vector>

#include "server/access/refusal.h"

namespace klad::rpc {
namespace {

using grpc::GenericCallbackServerContext;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr char kSecurity[] = "transport_security_type";
constexpr char kInsecure[] = "insecure";
constexpr char kCertificate[] = "x509_pem_cert";

absl::string_view First(const grpc::AuthContext& context, const char* name) {
  const std::vector<grpc::string_ref> values = context.FindPropertyValues(name);
  if (values.size() != 1) return {};
  return {values[0].data(), values[0].size()};
}

steady_clock::time_point SteadyDeadline(system_clock::time_point deadline) {
  const auto left = deadline - system_clock::now();
  constexpr auto kFar = std::chrono::hours(1);
  return steady_clock::now() + (left < kFar ? left : kFar);
}

// Lives from the call's arrival to gRPC's OnDone.
class CallReactor : public grpc::ServerGenericBidiReactor, public Exchange {
 public:
  CallReactor(GenericCallbackServerContext* context, Pipeline* pipeline,
              Connections* connections)
      : context_(context),
        pipeline_(pipeline),
        connections_(connections),
        auth_(context->auth_context()) {
    method = context->method();
    method.remove_prefix(method.empty() ? 0 : 1);  // the slash
    // Only the acceptor of the Unix socket has insecure credentials.
    local = First(*auth_, kSecurity) == kInsecure;
    certificate = First(*auth_, kCertificate);
    deadline = SteadyDeadline(context->deadline());
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok || !request_.DumpToSingleSlice(&slice_).ok()) {
      Answer(
          ToWire(access::Refuse(v1::REASON_BAD_FIELD, {{"field", "request"}})));
      return;
    }
    raw = {reinterpret_cast<const char*>(slice_.begin()), slice_.size()};
    pipeline_->Serve(this);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) cancelled_ = true;
    pipeline_->Continue(this);
  }

  void OnCancel() override {
    cancelled_ = true;
    pipeline_->Cancel(this);
  }
  void OnDone() override { delete this; }

  void Send() override {
    FillAnswer();
    StartWrite(&answer_);
  }

  void Answer(WireStatus status) override {
    if (status.code != absl::StatusCode::kOk || bound->stream) {
      Finish(grpc::Status(static_cast<grpc::StatusCode>(status.code),
                          status.text, status.details));
      return;
    }
    FillAnswer();
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }

  void Identified(const access::Caller& caller) override {
    if (caller.kind == access::Caller::Kind::kMember) {
      connections_->Claim(context_->peer(), caller.id);
    }
  }

  bool Cancelled() const override { return cancelled_; }

 private:
  void FillAnswer() {
    const grpc::Slice slice(response);
    answer_ = grpc::ByteBuffer(&slice, 1);
  }

  GenericCallbackServerContext* const context_;
  Pipeline* const pipeline_;
  Connections* const connections_;
  const std::shared_ptr<const grpc::AuthContext> auth_;
  std::atomic<bool> cancelled_{false};
  grpc::ByteBuffer request_;
  grpc::Slice slice_;
  grpc::ByteBuffer answer_;
};

class Transport : public grpc::CallbackGenericService {
 public:
  Transport(Pipeline* pipeline, Connections* connections)
      : pipeline_(pipeline), connections_(connections) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      GenericCallbackServerContext* context) override {
    return new CallReactor(context, pipeline_, connections_);
  }

 private:
  Pipeline* const pipeline_;
  Connections* const connections_;
};

}  // namespace

std::unique_ptr<grpc::CallbackGenericService> MakeTransport(
    Pipeline* pipeline, Connections* connections) {
  return std::make_unique<Transport>(pipeline, connections);
}

}  // namespace klad::rpc
