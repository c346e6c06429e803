#include "server/rpc/server.h"

#include <fcntl.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/no_sigpipe.h"
#include "crypto/openssl.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/rpc/fd.h"
#include "server/rpc/local_client.h"
#include "server/rpc/status_map.h"
#include "tests/support/rpc_world.h"
#include "tests/support/status_matchers.h"

namespace klad::rpc {
namespace {

using ::google::protobuf::MessageLite;
using ::grpc::internal::RpcMethod;
using ::klad::testing::RealNowMs;
using ::klad::testing::RpcWorld;
using ::klad::testing::StatusIs;
using ::klad::testing::TestIdentity;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

constexpr char kPing[] = "klad.v1.SystemService/Ping";
constexpr char kReplay[] = "klad.v1.RosterService/Replay";
constexpr char kChange[] = "klad.v1.CredentialService/Change";
constexpr char kStatus[] = "klad.v1.LocalService/Status";

template <typename Condition>
bool Eventually(Condition condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

// A TCP connection that says nothing of itself.
Fd Dial(const std::string& address) {
  uint32_t port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience = {5, 0};
  EXPECT_EQ(
      setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience),
      0);
  EXPECT_EQ(connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  return fd;
}

// True when the other side has hung up, with or without a last word.
bool HungUp(const Fd& fd) {
  char bytes[4096];
  for (;;) {
    const ssize_t got = recv(fd.get(), bytes, sizeof bytes, 0);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) return true;
    if (got < 0) return false;
  }
}

class Client {
 public:
  Client(const std::string& address, const std::string& ca_der,
         const TestIdentity* who,
         grpc_compression_algorithm compression = GRPC_COMPRESS_NONE) {
    std::vector<grpc::experimental::IdentityKeyCertPair> pairs;
    if (who != nullptr) {
      pairs.push_back({std::string(who->key.Pem()->Expose()),
                       *crypto::PemFromDer(who->certificate)});
    }
    grpc::experimental::TlsChannelCredentialsOptions tls;
    tls.set_certificate_provider(
        std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
            *crypto::PemFromDer(ca_der), pairs));
    tls.watch_root_certs();
    if (who != nullptr) tls.watch_identity_key_cert_pairs();
    tls.set_check_call_host(false);
    tls.set_certificate_verifier(
        std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetCompressionAlgorithm(compression);
    channel_ = grpc::CreateCustomChannel(
        "ipv4:" + address, grpc::experimental::TlsCredentials(tls), arguments);
  }

  absl::Status Call(const std::string& method, const MessageLite& request,
                    MessageLite* response, grpc::ClientContext* context) const {
    const std::string path = "/" + method;
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<MessageLite, MessageLite>(
            channel_.get(), RpcMethod(path.c_str(), RpcMethod::NORMAL_RPC),
            context, request, response);
    return FromWire({static_cast<absl::StatusCode>(status.error_code()),
                     status.error_message(), status.error_details()});
  }

  absl::Status Call(const std::string& method) const {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(20));
    v1::PingResponse response;
    return Call(method, v1::PingRequest(), &response, &context);
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : alice_(world_.Member('a')) {
    char name[] = "/tmp/klad_server_test_XXXXXX";
    folder_ = mkdtemp(name);
    world_.membership.Permit(alice_.id, "credential.write");
    options_.listen = "127.0.0.1:0";
    options_.local_socket = folder_ + "/local";
    options_.ca_der = world_.ca.der();
    options_.certificate_der = world_.server.certificate;
    options_.key = &world_.server.key;
  }
  ~ServerTest() override {
    server_.reset();
    unlink((folder_ + "/local").c_str());
    rmdir(folder_.c_str());
  }

  absl::Status TryStart() {
    auto server = Server::Start(options_, world_.Table(), world_.membership,
                                world_.denials, world_.clock);
    if (server.ok()) server_ = *std::move(server);
    return server.status();
  }
  void Start() { ASSERT_OK(TryStart()); }

  Client As(const TestIdentity& who) {
    return Client(server_->address(), world_.ca.der(), &who);
  }

  absl::Status CallSocket(absl::string_view method) {
    v1::StatusResponse response;
    return CallLocal(options_.local_socket, method, v1::StatusRequest(),
                     &response, std::chrono::seconds(10));
  }

  RpcWorld world_;
  TestIdentity alice_;
  std::string folder_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, MemberIsServed) {
  Start();
  const Client client = As(alice_);
  EXPECT_OK(client.Call(kPing));
  EXPECT_OK(client.Call(kChange));
}

// HealthCheckResponse is, on the wire, one number: 1 is SERVING.
TEST_F(ServerTest, HealthSaysServing) {
  Start();
  const Client client = As(alice_);
  google::protobuf::UInt64Value health;
  grpc::ClientContext context;
  EXPECT_OK(client.Call("grpc.health.v1.Health/Check", v1::PingRequest(),
                        &health, &context));
  EXPECT_EQ(health.value(), 1u);
}

TEST_F(ServerTest, StrangerNeverReachesGrpc) {
  Start();
  EXPECT_THAT(Client(server_->address(), world_.ca.der(), nullptr).Call(kPing),
              StatusIs(absl::StatusCode::kUnavailable));
  const Fd plain = Dial(server_->address());
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  EXPECT_EQ(send(plain.get(), preface.data(), preface.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(preface.size()));
  EXPECT_TRUE(HungUp(plain));
  EXPECT_THAT(server_->MetricsText(),
              ::testing::Not(HasSubstr("klad_calls_total{")));
}

TEST_F(ServerTest, SilentStrangerIsCutOff) {
  options_.limits.handshake_ms = 200;
  Start();
  const auto begin = steady_clock::now();
  EXPECT_TRUE(HungUp(Dial(server_->address())));
  EXPECT_LT(steady_clock::now() - begin, milliseconds(3'000));
  EXPECT_TRUE(Eventually([&] { return server_->connections() == 0; }));
}

TEST_F(ServerTest, CertificateOfAnotherCaIsRefused) {
  Start();
  RpcWorld other;
  const TestIdentity mallory = other.Member('a');
  world_.membership.Add(mallory.id, mallory.key.public_key());
  EXPECT_THAT(As(mallory).Call(kPing),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, ExpiredCertificateIsRefused) {
  Start();
  const TestIdentity late =
      world_.Issue(crypto::Subject::Kind::kMember, std::string(16, 'l'),
                   RealNowMs() - 3 * crypto::kDayMs, crypto::kDayMs);
  world_.membership.Add(late.id, late.key.public_key());
  EXPECT_THAT(As(late).Call(kPing), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, ServerCertificateIsNotACaller) {
  Start();
  EXPECT_THAT(As(world_.server).Call(kReplay),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, DoorReachesOnlyDoorMethods) {
  Start();
  const TestIdentity door = world_.Door();
  const Client client = As(door);
  EXPECT_OK(client.Call(kReplay));
  EXPECT_EQ(access::ReasonOf(client.Call(kPing)), v1::REASON_PERMISSION);
  EXPECT_EQ(access::ReasonOf(client.Call(kStatus)), v1::REASON_PERMISSION);
}

TEST_F(ServerTest, DepartedMemberIsRefusedInTheHandshake) {
  Start();
  world_.membership.Remove(alice_.id);
  EXPECT_THAT(As(alice_).Call(kPing), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(world_.denials.seen(), ::testing::IsEmpty());
}

TEST_F(ServerTest, MemberWithAnotherKeyIsRefusedInTheHandshake) {
  Start();
  world_.membership.Add(alice_.id, world_.server.key.public_key());
  EXPECT_THAT(As(alice_).Call(kPing), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, DepartedMemberIsRefusedOnAnOpenConnection) {
  Start();
  const Client client = As(alice_);
  ASSERT_OK(client.Call(kPing));
  world_.membership.Remove(alice_.id);
  EXPECT_EQ(access::ReasonOf(client.Call(kPing)), v1::REASON_NOT_A_MEMBER);
}

TEST_F(ServerTest, CloseMemberEndsCallsInFlight) {
  std::atomic<bool> begun{false};
  std::atomic<bool> end{false};
  world_.hooks[kChange] = [&](const Call&) {
    begun = true;
    EXPECT_TRUE(Eventually([&] { return end.load(); }));
    return absl::OkStatus();
  };
  Start();
  const TestIdentity bob = world_.Member('b');
  const Client others = As(bob);
  ASSERT_OK(others.Call(kPing));
  absl::Status status;
  std::thread caller([&] { status = As(alice_).Call(kChange); });
  ASSERT_TRUE(Eventually([&] { return begun.load(); }));
  EXPECT_EQ(server_->connections(), 2);
  server_->CloseMember(alice_.id);
  caller.join();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  end = true;
  EXPECT_TRUE(Eventually([&] { return server_->connections() == 1; }));
  EXPECT_OK(others.Call(kPing));
  server_.reset();  // the handler ends before what it refers to
}

TEST_F(ServerTest, Tls12IsRefused) {
  Start();
  const Fd fd = Dial(server_->address());
  const crypto::Owned<SSL_CTX, SSL_CTX_free> ctx(
      SSL_CTX_new(TLS_client_method()));
  ASSERT_EQ(SSL_CTX_set_max_proto_version(ctx.get(), TLS1_2_VERSION), 1);
  ASSERT_EQ(
      SSL_CTX_use_certificate_ASN1(
          ctx.get(), static_cast<int>(alice_.certificate.size()),
          reinterpret_cast<const unsigned char*>(alice_.certificate.data())),
      1);
  ASSERT_EQ(SSL_CTX_use_PrivateKey(ctx.get(), alice_.key.pkey()), 1);
  const crypto::Owned<SSL, SSL_free> ssl(SSL_new(ctx.get()));
  ASSERT_EQ(SSL_set_fd(ssl.get(), fd.get()), 1);
  const NoSigpipe no_sigpipe;
  EXPECT_NE(SSL_connect(ssl.get()), 1);
}

TEST_F(ServerTest, OversizedMessageIsRefused) {
  Start();
  const Client client = As(alice_);
  v1::ChangeRequest request;
  request.add_parts(std::string((1 << 20) + 1, 'x'));
  v1::ChangeResponse response;
  grpc::ClientContext context;
  EXPECT_THAT(client.Call(kChange, request, &response, &context),
              StatusIs(absl::StatusCode::kResourceExhausted));
  request.set_parts(0, std::string((1 << 20) - 100, 'x'));
  grpc::ClientContext again;
  EXPECT_OK(client.Call(kChange, request, &response, &again));
}

TEST_F(ServerTest, OversizedMetadataIsRefused) {
  Start();
  const Client client = As(alice_);
  grpc::ClientContext context;
  context.AddMetadata("large", std::string(9'000, 'x'));
  v1::PingResponse response;
  EXPECT_FALSE(client.Call(kPing, v1::PingRequest(), &response, &context).ok());
  EXPECT_OK(As(alice_).Call(kPing));
}

TEST_F(ServerTest, CompressedMessageIsRefused) {
  Start();
  const Client client(server_->address(), world_.ca.der(), &alice_,
                      GRPC_COMPRESS_GZIP);
  v1::ChangeRequest request;
  request.add_parts(std::string(100'000, 'x'));
  v1::ChangeResponse response;
  grpc::ClientContext context;
  EXPECT_THAT(client.Call(kChange, request, &response, &context),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(ServerTest, TooManyConnectionsOfOneAddressAreClosed) {
  options_.limits.connections_per_address = 2;
  Start();
  const Fd one = Dial(server_->address());
  const Fd two = Dial(server_->address());
  EXPECT_TRUE(HungUp(Dial(server_->address())));
  EXPECT_EQ(server_->connections(), 2);
}

TEST_F(ServerTest, RunningOutOfDescriptorsDoesNotDeafen) {
  options_.limits.handshake_ms = 60'000;  // nothing else frees one
  Start();
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const Fd later = Dial(server_->address());
  ASSERT_TRUE(Eventually([&] { return server_->connections() == 1; }));
  Fd early(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in to{};
  socklen_t size = sizeof to;
  ASSERT_EQ(getpeername(later.get(), reinterpret_cast<sockaddr*>(&to), &size),
            0);
  const Fd highest(fcntl(early.get(), F_DUPFD_CLOEXEC, 0));
  const rlimit none = {static_cast<rlim_t>(highest.get()) + 1, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  std::vector<Fd> all;
  for (;;) {
    all.emplace_back(fcntl(early.get(), F_DUPFD_CLOEXEC, 0));
    if (!all.back().ok()) break;
  }
  ASSERT_EQ(connect(early.get(), reinterpret_cast<sockaddr*>(&to), sizeof to),
            0);
  const timeval patience = {5, 0};
  setsockopt(early.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  EXPECT_TRUE(HungUp(early));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_OK(As(alice_).Call(kPing));
}

TEST_F(ServerTest, DrainFinishesCallsInFlight) {
  std::atomic<bool> begun{false};
  std::atomic<bool> end{false};
  world_.hooks[kChange] = [&](const Call&) {
    begun = true;
    EXPECT_TRUE(Eventually([&] { return end.load(); }));
    return absl::OkStatus();
  };
  Start();
  const std::string address = server_->address();
  absl::Status status = absl::UnknownError("");
  std::thread caller([&] { status = As(alice_).Call(kChange); });
  ASSERT_TRUE(Eventually([&] { return begun.load(); }));
  std::thread drainer([&] { server_->Drain(std::chrono::seconds(20)); });
  std::this_thread::sleep_for(milliseconds(50));
  end = true;
  drainer.join();
  caller.join();
  EXPECT_OK(status);
  EXPECT_THAT(Client(address, world_.ca.der(), &alice_).Call(kPing),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, LocalSocketIsForTheAdministrator) {
  Start();
  EXPECT_OK(CallSocket(kStatus));
  EXPECT_EQ(access::ReasonOf(CallSocket(kPing)), v1::REASON_PERMISSION);
  EXPECT_EQ(access::ReasonOf(CallSocket(kReplay)), v1::REASON_PERMISSION);
  struct stat info {};
  ASSERT_EQ(stat(options_.local_socket.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(ServerTest, SecondServerOnOneSocketIsRefused) {
  Start();
  EXPECT_THAT(Server::Start(options_, world_.Table(), world_.membership,
                            world_.denials, world_.clock),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("another server answers")));
  EXPECT_OK(CallSocket(kStatus));
}

TEST_F(ServerTest, SocketOfADeadServerIsReplaced) {
  Start();
  server_.reset();
  Start();
  EXPECT_OK(CallSocket(kStatus));
}

TEST_F(ServerTest, UnfitOptionsAreRefused) {
  ServerOptions good = options_;
  options_.listen = "localhost";
  EXPECT_THAT(TryStart(), StatusIs(absl::StatusCode::kInvalidArgument));
  options_ = good;
  options_.certificate_der = "x";
  EXPECT_THAT(TryStart(), StatusIs(absl::StatusCode::kInvalidArgument));
  options_ = good;
  options_.local_socket = std::string(200, 'x');
  EXPECT_THAT(TryStart(), StatusIs(absl::StatusCode::kInvalidArgument));
}

// The self-test sees a key that is not the certificate's: no TLS at all.
TEST_F(ServerTest, ServerThatCannotShakeHandsDoesNotStart) {
  options_.key = &alice_.key;
  EXPECT_FALSE(TryStart().ok());
}

TEST_F(ServerTest, MissingMethodKeepsTheServerDown) {
  EXPECT_THAT(Server::Start(options_, MethodTable(), world_.membership,
                            world_.denials, world_.clock),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("not bound")));
}

}  // namespace
}  // namespace klad::rpc
