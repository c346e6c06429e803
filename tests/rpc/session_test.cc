// The client's session against a real server.
#include "client/session.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "client/error.h"
#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/credential.pb.h"
#include "klad/v1/system.pb.h"
#include "server/access/refusal.h"
#include "server/rpc/server.h"
#include "tests/support/rpc_world.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::RealNowMs;
using ::klad::testing::RpcWorld;
using ::klad::testing::StatusIs;
using ::klad::testing::TestIdentity;
using ::testing::HasSubstr;

constexpr char kPing[] = "klad.v1.SystemService/Ping";
constexpr char kChange[] = "klad.v1.CredentialService/Change";

class SessionTest : public ::testing::Test {
 protected:
  SessionTest() : alice_(world_.Member('a')) {
    options_.organisation = world_.organisation;
    options_.ca_hash = world_.ca.hash();
    Use(alice_);
  }

  void Use(const TestIdentity& who) {
    options_.certificate_der = who.certificate;
    options_.key = &who.key;
  }

  void StartServer(const std::string& listen = "127.0.0.1:0") {
    rpc::ServerOptions options;
    options.listen = listen;
    options.ca_der = world_.ca.der();
    options.certificate_der = world_.server.certificate;
    options.key = &world_.server.key;
    ASSERT_OK_AND_ASSIGN(
        server_, rpc::Server::Start(options, world_.Table(), world_.membership,
                                    world_.denials, world_.clock));
    options_.server = server_->address();
  }

  // Connects and pings.
  absl::Status Ping() {
    auto session = Session::Connect(options_);
    if (!session.ok()) return session.status();
    v1::PingResponse response;
    return (*session)->Call(kPing, v1::PingRequest(), &response);
  }

  RpcWorld world_;
  TestIdentity alice_;
  std::unique_ptr<rpc::Server> server_;
  SessionOptions options_;
};

TEST_F(SessionTest, FetchesTheCaAndPings) {
  StartServer();
  ASSERT_OK_AND_ASSIGN(const auto session, Session::Connect(options_));
  v1::PingResponse response;
  EXPECT_OK(session->Call(kPing, v1::PingRequest(), &response));
  EXPECT_EQ(session->ca_der(), world_.ca.der());
}

TEST_F(SessionTest, UsesTheCachedCa) {
  StartServer();
  options_.ca_der = world_.ca.der();
  EXPECT_OK(Ping());
}

TEST_F(SessionTest, StaleCachedCaIsFetchedAnew) {
  StartServer();
  options_.ca_der = RpcWorld::NewCa().der();
  EXPECT_OK(Ping());
}

TEST_F(SessionTest, WorksOverIpv6AndIsClosedThere) {
  StartServer("[::1]:0");
  ASSERT_OK_AND_ASSIGN(const auto session, Session::Connect(options_));
  v1::PingResponse response;
  ASSERT_OK(session->Call(kPing, v1::PingRequest(), &response));
  EXPECT_EQ(server_->connections(), 1);
  world_.membership.Remove(alice_.id);
  server_->CloseMember(alice_.id);
  for (int i = 0; i < 1000 && server_->connections() > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(server_->connections(), 0);
  EXPECT_EQ(ExitCodeOf(session->Call(kPing, v1::PingRequest(), &response)),
            ExitCode::kLocked);
}

TEST_F(SessionTest, NobodyListening) {
  StartServer();
  server_.reset();
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kUnavailable);
  options_.ca_der = world_.ca.der();
  const absl::Status status = Ping();
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("cannot connect to 127.0.0.1:"));
}

TEST_F(SessionTest, ServerOfAnotherCaIsNotTrusted) {
  StartServer();
  options_.ca_hash = RpcWorld::NewCa().hash();
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kIntegrity);
}

TEST_F(SessionTest, ServerOfAnotherCaIsNotTrustedWithACache) {
  StartServer();
  const auto other = RpcWorld::NewCa();
  options_.ca_hash = other.hash();
  options_.ca_der = other.der();
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kIntegrity);
}

TEST_F(SessionTest, ServerOfAnotherOrganisationIsNotTrusted) {
  StartServer();
  options_.organisation = std::string(16, 'x');
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kIntegrity);
}

// A member's certificate of the same CA does not make a server.
TEST_F(SessionTest, MemberCannotPoseAsTheServer) {
  world_.server = world_.Member('m');
  EXPECT_OK([&] {
    StartServer();
    return absl::OkStatus();
  }());
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kIntegrity);
}

TEST_F(SessionTest, ExpiredCertificateIsSaid) {
  StartServer();
  const TestIdentity late =
      world_.Issue(crypto::Subject::Kind::kMember, alice_.id,
                   RealNowMs() - 3 * crypto::kDayMs, crypto::kDayMs);
  Use(late);
  const absl::Status status = Ping();
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kLocked);
  EXPECT_THAT(status.message(), HasSubstr("expired"));
}

TEST_F(SessionTest, UnknownMemberIsSaid) {
  StartServer();
  const TestIdentity stranger =
      world_.Issue(crypto::Subject::Kind::kMember, std::string(16, 's'));
  Use(stranger);
  const absl::Status status = Ping();
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kLocked);
  EXPECT_THAT(status.message(), HasSubstr("active member"));
}

TEST_F(SessionTest, RefusalArrivesWithItsFields) {
  StartServer();
  ASSERT_OK_AND_ASSIGN(const auto session, Session::Connect(options_));
  v1::ChangeResponse response;
  const absl::Status status =
      session->Call(kChange, v1::ChangeRequest(), &response);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReasonOf(status), v1::REASON_PERMISSION);
  EXPECT_THAT(Explain(status).message(), HasSubstr("credential.write"));
}

TEST_F(SessionTest, BadAddressIsAUsageError) {
  options_.server = "nowhere";
  EXPECT_EQ(ExitCodeOf(Ping()), ExitCode::kUsage);
}

}  // namespace
}  // namespace klad::client
